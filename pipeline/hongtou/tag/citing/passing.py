"""Papers that are passed on: named in title, body and attachment note, and one citation."""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.model import Outline, Relation, Span, Value
from hongtou.notation.titles import title_key
from hongtou.tag.citing.found import Found, is_own, name_key, targets
from hongtou.tag.citing.mentions import Mention
from hongtou.tag.citing.papers import ends_as_document, is_generic

PASSING: Final[frozenset[Relation]] = frozenset({"forwards", "relays", "issues"})
# What else a document may say about the paper that it passes on.
_BESIDE: Final[frozenset[Relation]] = frozenset({"cites", "implements", "amends", "repeals"})
# 转发…的通知 without 《》: the title of what is passed on stands between the verb and the type.
_PLAIN_TITLE: Final = re.compile(r"(转发|批转|印发)([^《》]{6,120}?)的?(通知|函|公告)\Z")
# 关于贯彻落实某部关于做好工作的意见的通知: with its authority and 关于 it is a title too.
_PLAIN_IMPLEMENTED: Final = re.compile(
    r"(贯彻落实|贯彻执行|落实)([^《》]{2,40}?关于[^《》]{6,90})的(?:通知|实施意见|实施方案|意见)\Z"
)
_VERBS: Final[dict[str, Relation]] = {"转发": "forwards", "批转": "relays", "印发": "issues"}
_ATTACHED: Final = re.compile(
    r"(?:附件|附)?[ \u3000]*[:：]?[ \u3000]*(?:\d{1,2}[.．、] ?)?([^\n]+)"
)
# …管理办法2．…运行管理办法: recognised lines run together.
_GLUED: Final = re.compile(r"(?<=[^\d.．])\d{1,2}[.．、](?!\d)")
# 数据校验规则, 申报要点: a table of this very paper, not a paper of its own.
_SHORTEST_NAME: Final = 8


def attached_papers(outline: Outline, own: set[str]) -> list[Found]:
    """Papers that the attachment note (GB/T 9704—2012, 7.3.4) lists without 《》."""
    found = []
    for element in outline.elements_of("attachment_note"):
        for span in _attached_names(outline.text, element.span):
            name = re.sub(r"\s+", "", span.of(outline.text))
            if "《" in name[:1] or len(name) < _SHORTEST_NAME or not ends_as_document(name):
                continue
            mention = Mention(span, name, None)
            if not is_own(mention, own) and not is_generic(name):
                found.append(Found(mention, None, "attaches", "附件", "attachment-note"))
    return found


def _attached_names(text: str, note: Span) -> Iterator[Span]:
    """The names in an attachment note, one a line or behind the numbers of one line."""
    for line in _ATTACHED.finditer(text, note.start, note.end):
        start = line.start(1)
        for mark in _GLUED.finditer(text, start, line.end()):
            yield Span(start, mark.start())
            start = mark.end()
        yield Span(start, line.end())


def plain_title(title: Value | None) -> Found | None:
    """What the title says to be passed on without quoting it: 关于转发…工作的通知."""
    if title is None:
        return None
    match = _PLAIN_TITLE.search(title.value)
    if match is None:
        return _plain_implemented(title)
    name = match[2]
    if not ends_as_document(name) and match[1] != "印发":
        name += "的" + match[3]
    mention = Mention(title.span, name, None)
    return Found(mention, None, _VERBS[match[1]], match[1], "plain-title")


def _plain_implemented(title: Value) -> Found | None:
    match = _PLAIN_IMPLEMENTED.search(title.value)
    if match is None or not ends_as_document(match[2]):
        return None
    mention = Mention(title.span, match[2], None)
    return Found(mention, None, "implements", match[1], "plain-title")


def passed_on_once(found: list[Found], plain: Found | None) -> list[Found]:
    """One citation for each paper passed on, and none for its name in the attachment note.

    A line that holds nothing but the title of what is passed on is the heading of its text.
    """
    keys = targets(found)
    best: dict[str, Found] = {}
    for item in found:
        key = keys[id(item.mention)]
        if item.relation in PASSING and (key not in best or _stronger(item, best[key])):
            best[key] = item
    if plain is not None and _says_more(plain, found):
        found = [*found, plain]
        keys[id(plain.mention)] = name_key(plain.mention.title or "")
        if plain.relation in PASSING:
            best[keys[id(plain.mention)]] = plain
    kept = []
    for item in found:
        key = keys[id(item.mention)]
        if item.relation in PASSING and _inside_other(item, found):
            continue
        if key not in best or item is best[key] or item.relation in _BESIDE:
            kept.append(item)
    return kept


def _says_more(plain: Found, found: list[Found]) -> bool:
    """Whether nothing else tells what the title tells."""
    if plain.relation in PASSING:
        return all(item.relation != plain.relation for item in found)
    key = title_key(plain.mention.title or "")
    return all(title_key(item.mention.title or "") != key for item in found)


def _inside_other(item: Found, found: list[Found]) -> bool:
    """Whether a title quotes only the innermost of several papers: 转发…转发…《A》的通知.

    What is passed on is 《转发…A》, which the body names with its number.
    """
    if item.segment is not None or item.mention.number is not None or not item.mention.title:
        return False
    own = title_key(item.mention.title)
    for other in found:
        title = title_key(other.mention.title or "")
        numbered = other.mention.number is not None and other.relation in PASSING
        if numbered and title != own and title.endswith(own) and "转发" in title:
            return True
    return False


def _stronger(one: Found, other: Found) -> bool:
    """The mention with the number, then the one in the body, whose sentence says so."""
    numbered, before = one.mention.number is not None, other.mention.number is not None
    if numbered != before:
        return numbered
    return one.segment is not None and other.segment is None

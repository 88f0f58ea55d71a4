"""Papers that are passed on: named in title, body and attachment note, and one citation."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from hongtou.model import PASSING, Outline, Relation, Span, Value
from hongtou.notation.titles import find_quoted_titles, title_key
from hongtou.tag.citing.found import Found, Itself, is_own, name_key, targets
from hongtou.tag.citing.mentions import Mention
from hongtou.tag.citing.papers import ends_as_document, is_generic

# What else a document may say about the paper that it passes on.
_BESIDE: Final[frozenset[Relation]] = frozenset({"cites", "implements", "amends", "repeals"})
# What the first verb of a title governs: 转发|…|的通知, 关于贯彻落实|…|的实施意见.
_GOVERNED: Final = re.compile(
    r"(转发|批转|印发|贯彻落实|贯彻执行|落实)(.{6,300}?)的?(通知|函|公告|实施意见|实施方案|意见)\Z"
)
# A second verb or 关于 in front of 《 makes what stands there the title of a paper of its own:
# 转发某厅|转发《…》的通知, 转发某省|关于印发《…》的通知.
_ANOTHER_TITLE: Final = re.compile(
    r"关于|转发|批转|印发|下发|发布|公布|颁布|贯彻|落实|执行|实施|修改|修订|废止|调整"
)
# 转发《A》|的通知（|某发〔2021〕6号）.
_NOTICE_OF: Final = re.compile(r"的(?:通知|函|公告|实施意见|意见)[（(]")
_BEHIND_QUOTED: Final = re.compile(r"(?:等.{0,12}|的?(?:有关|相关)?(?:规定|要求|精神))?")
_VERBS: Final[dict[str, Relation]] = {
    "转发": "forwards", "批转": "relays", "印发": "issues", "贯彻落实": "implements",
    "贯彻执行": "implements", "落实": "implements",
}  # fmt: skip
_ATTACHED: Final = re.compile(
    r"(?:附件|附)?[ \u3000]*[:：]?[ \u3000]*(?:\d{1,2}[.．、] ?)?([^\n]+)"
)
# …管理办法2．…运行管理办法: recognised lines run together.
_GLUED: Final = re.compile(r"(?<=[^\d.．])\d{1,2}[.．、](?!\d)")
# 数据校验规则, 申报要点: a table of this very paper, not a paper of its own.
_SHORTEST_NAME: Final = 8


def attached_names(outline: Outline) -> list[tuple[Span, str]]:
    """The papers that the attachment note (GB/T 9704—2012, 7.3.4) lists without 《》, in order.

    A line may be a title that quotes another: 附件：某厅转发《A》的通知 is no mention of A.
    """
    found = []
    for element in outline.elements_of("attachment_note"):
        for span in _attached_names(outline.text, element.span):
            name = re.sub(r"\s+", "", span.of(outline.text)).rstrip("。；;")
            if "《" in name[:1] or len(name) < _SHORTEST_NAME or not ends_as_document(name):
                continue
            found.append((span, name))
    return found


def attached_papers(names: list[tuple[Span, str]], own: Itself) -> list[Found]:
    """Citations of the papers in the attachment note."""
    mentions = [Mention(span, name, None) for span, name in names if not is_generic(name)]
    return [
        Found(mention, None, "attaches", "附件", "attachment-note")
        for mention in mentions
        if not is_own(mention, own)
    ]


def _attached_names(text: str, note: Span) -> Iterator[Span]:
    """The names in an attachment note, one a line or behind the numbers of one line."""
    for line in _ATTACHED.finditer(text, note.start, note.end):
        start = line.start(1)
        for mark in _GLUED.finditer(text, start, line.end()):
            yield Span(start, mark.start())
            start = mark.end()
        yield Span(start, line.end())


def plain_title(title: Value | None) -> Found | None:
    """What the title says to be passed on without quoting it: 关于转发…工作的通知.

    转发某厅转发《A》的通知的通知 passes on 某厅转发《A》的通知; 转发某部《A》的通知 quotes what is
    passed on, and there is nothing to say. What is implemented must be named with 关于.
    """
    match = _GOVERNED.search(title.value) if title is not None else None
    if match is None or title is None or "《" in title.value[: match.start()]:
        return None
    relation, name = _VERBS[match[1]], match[2]
    quoted = find_quoted_titles(name)
    if quoted and _is_direct(name, quoted):
        return None
    if relation == "implements" and not ("关于" in name[2:] and ends_as_document(name)):
        return None
    if relation != "implements" and match[3] not in ("通知", "函", "公告"):
        return None
    if not ends_as_document(name) and match[1] != "印发":
        name += "的" + match[3]
    return Found(Mention(title.span, name, None), None, relation, match[1], "plain-title")


def _is_direct(name: str, quoted: list[Span]) -> bool:
    """Whether 《》 is itself what the verb governs, with no more than authorities in front."""
    if _ANOTHER_TITLE.search(name[: quoted[0].start]):
        return False
    return _BEHIND_QUOTED.fullmatch(name[quoted[-1].end :]) is not None


def passed_on_once(found: list[Found], plain: Found | None) -> list[Found]:
    """One citation for each paper passed on, and none for its name in the attachment note.

    Of 转发某厅转发《A》的通知 only the whole title is passed on, not the 《A》 in it.
    """
    if plain is not None:
        found = [item for item in found if not _inside_plain(item, plain)]
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


def without_wrapped(text: str, found: list[Found]) -> list[Found]:
    """Without the papers that 转发《A》的通知（某发〔2021〕6号） names only to name that notice.

    The number behind 的通知 is the notice's, so the notice is passed on and 《A》 is not, wherever
    the document quotes it.
    """
    wrapped = set()
    ordered = sorted(found, key=lambda item: item.mention.span)
    for inner, outer in pairwise(ordered):
        between = text[inner.mention.span.end : outer.mention.span.start]
        passed = outer.mention.title is None and outer.relation in PASSING
        quoted = inner.mention.title if inner.mention.number is None else None
        if quoted and passed and _NOTICE_OF.fullmatch(between):
            wrapped.add(title_key(quoted))
    return [
        item
        for item in found
        if item.relation not in PASSING
        or item.mention.number is not None
        or title_key(item.mention.title or "") not in wrapped
    ]


def _inside_plain(item: Found, plain: Found) -> bool:
    """Whether a mention in the title is a part of the longer title that stands there."""
    inside = item.segment is None and plain.mention.span.contains(item.mention.span)
    return inside and (item.mention.title or "\n") in (plain.mention.title or "")


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

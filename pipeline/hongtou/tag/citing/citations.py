"""Citations: which papers a document names, and how it stands to each.

《title》 with or without its number, and numbers alone. Short names that the paper defines
（以下简称《办法》）, forms, licences, contracts and newspapers are no citations of documents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import Citation, DocumentNumber, NamedBy, Outline, Relation, Span, Value
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key
from hongtou.tag.citing.mentions import Mention, find_mentions
from hongtou.tag.citing.relations import decide_relation, surroundings, title_surroundings
from hongtou.tag.places import frame_spans, inside_any, segment_finder

# （以下简称《办法》）, 以下称《通知》, （以下统称《条例》）.
_SHORT_NAME: Final = re.compile(r"(?:简称|统称|以下称|下称)(?:为)?[:：“\"]?《([^《》\n]{1,20})》")
# Names of kinds that stand for a paper named before: 《办法》, 《实施细则》, 《指导意见》.
_GENERIC: Final = re.compile(
    r"(?:管理|实施|试行|暂行|指导|试点|操作|处理|业务|工作|有关){0,2}(?:办法|规定|细则|通知|意见|条例"
    r"|决定|公告|指引|规则|规程|规范|方案|预案|批复|纲要|通则|函|法)"
)
# 《A》（…）、《B》和中国人民银行《C》: one list, whose first and last words hold for all.
_LIST_GAP: Final = re.compile(
    r"(?:（[^（）]{1,14}）)?(?:等)?(?:[、，,和及与或]|以及)?[^，。；、：\n《》（）]{0,25}"
)
_LIST_JOIN: Final = re.compile(r"(?:（[^（）]{1,14}）)?(?:[、和及与或以]|\Z)")
# Passing on is said in the title, in 现将…转发给你们 and in 附件：…; it is one relation.
_PASSING: Final[frozenset[Relation]] = frozenset({"forwards", "relays", "issues"})
# What else a document may say about the paper that it passes on.
_BESIDE: Final[frozenset[Relation]] = frozenset({"cites", "implements", "amends", "repeals"})
_RANK: Final[dict[Relation, int]] = {
    "forwards": 0, "relays": 1, "issues": 2, "repeals": 3, "amends": 4, "implements": 5,
    "attaches": 6, "cites": 7,
}  # fmt: skip
# 转发…的通知 without 《》: the title of what is passed on stands between the verb and the type.
_PLAIN_TITLE: Final = re.compile(r"(转发|批转|印发)([^《》]{6,120})的(通知|函|公告)\Z")
_VERBS: Final[dict[str, Relation]] = {"转发": "forwards", "批转": "relays", "印发": "issues"}
_ATTACHED: Final = re.compile(r"(?:附件|附)?[ 　]*[:：]?[ 　]*(?:\d{1,2}[.．、] ?)?([^\n]+)")
# 数据校验规则, 申报要点: a table of this very paper, not a paper of its own.
_SHORTEST_NAME: Final = 8


@dataclass(frozen=True, slots=True)
class _Found:
    mention: Mention
    segment: int | None
    relation: Relation
    cue: str
    named_by: NamedBy | None = None  # where the mention alone does not tell


def find_citations(
    outline: Outline, *, own_number: DocumentNumber | None, title: Value | None
) -> tuple[Citation, ...]:
    """Every mention of another paper in ``outline``, in order of position.

    A paper that is named again in the same segment counts once; a paper that is passed on counts
    once in the whole document, by the mention that carries its number.
    """
    text, span = outline.text, outline.document.span
    frame = frame_spans(outline)
    own = _own_keys(own_number, title)
    mentions = [
        mention
        for mention in find_mentions(text, span.start, span.end)
        if not inside_any(frame, mention.span.start)
    ]
    short_names = {match[1] for match in _SHORT_NAME.finditer(text, span.start, span.end)}
    kept = [m for m in mentions if _is_document(text, m, short_names) and not _is_own(m, own)]
    found = _with_relations(outline, kept, title) + _attached(outline, own)
    found = _passed_on_once(found, _plain_title(outline, title))
    return tuple(_citation(item) for item in _once_per_segment(found))


def _own_keys(number: DocumentNumber | None, title: Value | None) -> set[str]:
    keys = {number_key(number)} if number else set()
    return keys | ({title_key(title.value)} if title else set())


def _is_own(mention: Mention, own: set[str]) -> bool:
    if mention.number is not None:
        return number_key(mention.number) in own
    return mention.title is not None and title_key(mention.title) in own


@lru_cache
def _endings(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in read_table("title_endings") if row["kind"] == kind)


def _is_document(text: str, mention: Mention, short_names: set[str]) -> bool:
    if mention.title is None or mention.number is not None:
        return True
    title = mention.title
    if title in short_names or _GENERIC.fullmatch(title):
        return False
    if re.search(r"(?:简称|统称|以下称|下称)(?:为)?[:：“\"]?\Z", _left(text, mention)):
        return False
    name = re.sub(r"[（(][^（）()]*[）)]\Z", "", title)
    return name.endswith(_endings("except")) or not name.endswith(_endings("form"))


def _left(text: str, mention: Mention) -> str:
    return text[max(0, mention.span.start - 8) : mention.span.start]


def _with_relations(
    outline: Outline, mentions: Sequence[Mention], title: Value | None
) -> list[_Found]:
    text = outline.text
    heads = [title.span] if title else [e.span for e in outline.elements_of("title")]
    segment_at = segment_finder(outline)
    found = []
    inner_end = 0
    for group in _lists(text, mentions):
        whole = Span(group[0].span.start, group[-1].span.end)
        head = next((h for h in heads if h.start <= whole.start < h.end), None)
        for mention in group:
            if head is not None:
                around = title_surroundings(text, whole, head)
            else:
                around = surroundings(text, whole, mention.span, outline.document.span)
            relation, cue = decide_relation(around, in_title=head is not None)
            if mention.span.end < inner_end:  # 《X》（…令〔2021〕第3号发布，…令〔2025〕第10号修订）
                relation, cue = "cites", ""
            inner_end = max(inner_end, mention.span.end)
            segment = None if head else segment_at(mention.span.start)
            found.append(_Found(mention, segment, relation, cue))
    return found


def _lists(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand in one enumeration, together."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        end = groups[-1][-1].span.end if groups else 0
        gap = mention.span.start - end
        if groups and gap <= 28 and _one_list(text[end : mention.span.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _one_list(gap: str) -> bool:
    return bool(_LIST_GAP.fullmatch(gap) and _LIST_JOIN.match(gap))


def _attached(outline: Outline, own: set[str]) -> list[_Found]:
    """Papers that the attachment note (GB/T 9704—2012, 7.3.4) lists without 《》."""
    found = []
    for element in outline.elements_of("attachment_note"):
        for line in _ATTACHED.finditer(outline.text, element.span.start, element.span.end):
            name = re.sub(r"\s+", "", line[1])
            if "《" in name[:1] or len(name) < _SHORTEST_NAME:
                continue
            if not name.endswith(_endings("document")):
                continue
            mention = Mention(Span(line.start(1), line.end(1)), name, None)
            if not _is_own(mention, own) and not _GENERIC.fullmatch(name):
                found.append(_Found(mention, None, "attaches", "附件", "attachment-note"))
    return found


def _plain_title(outline: Outline, title: Value | None) -> _Found | None:
    """What the title says to be passed on without quoting it: 关于转发…工作的通知."""
    match = _PLAIN_TITLE.search(title.value) if title else None
    if match is None or title is None:
        return None
    relation = _VERBS[match[1]]
    name = match[2]
    if not name.endswith(_endings("document")):
        name += "的" + match[3]
    return _Found(Mention(title.span, name, None), None, relation, match[1], "plain-title")


def _passed_on_once(found: list[_Found], plain: _Found | None) -> list[_Found]:
    """One citation for each paper passed on, and none for its name in the attachment note."""
    targets = _targets(found)
    best: dict[str, _Found] = {}
    for item in found:
        key = targets[id(item.mention)]
        if item.relation in _PASSING and (key not in best or _stronger(item, best[key])):
            best[key] = item
    if plain is not None and all(b.relation != plain.relation for b in best.values()):
        key = title_key(plain.mention.title or "")
        found = [*found, plain]
        targets[id(plain.mention)] = key
        best[key] = plain
    kept = []
    for item in found:
        key = targets[id(item.mention)]
        if item.relation in _PASSING and _inside_other(item, found):
            continue
        if key not in best or item is best[key] or item.relation in _BESIDE:
            kept.append(item)
    return kept


def _inside_other(item: _Found, found: list[_Found]) -> bool:
    """Whether a title quotes only the innermost of several papers: 转发…转发…《A》的通知.

    What is passed on is 《转发…A》, which the body names with its number.
    """
    if item.segment is not None or item.mention.number is not None or not item.mention.title:
        return False
    own = title_key(item.mention.title)
    for other in found:
        title = title_key(other.mention.title or "")
        numbered = other.mention.number is not None and other.relation in _PASSING
        if numbered and title != own and title.endswith(own) and "转发" in title:
            return True
    return False


def _stronger(one: _Found, other: _Found) -> bool:
    """The mention with the number, then the one in the body, whose sentence says so."""
    numbered, before = one.mention.number is not None, other.mention.number is not None
    if numbered != before:
        return numbered
    return one.segment is not None and other.segment is None


def _targets(found: list[_Found]) -> dict[int, str]:
    """A key for the paper behind each mention: its number, also where only the title stands."""
    numbered: dict[str, set[str]] = {}
    for item in found:
        if item.mention.title and item.mention.number:
            key = number_key(item.mention.number)
            numbered.setdefault(title_key(item.mention.title), set()).add(key)
    keys = {}
    for item in found:
        mention = item.mention
        by_title = title_key(mention.title) if mention.title else ""
        known = numbered.get(by_title, set())
        if mention.number is not None:
            keys[id(mention)] = number_key(mention.number)
        else:
            keys[id(mention)] = next(iter(known)) if len(known) == 1 else by_title
    return keys


def _once_per_segment(found: list[_Found]) -> list[_Found]:
    targets = _targets(found)
    best: dict[tuple[int | None, str], _Found] = {}
    for item in sorted(found, key=lambda f: f.mention.span):
        key = (item.segment, targets[id(item.mention)])
        held = best.get(key)
        if held is None:
            best[key] = item
        elif _RANK[item.relation] < _RANK[held.relation]:
            best[key] = _with_number(item, held)
        else:
            best[key] = _with_number(held, item)
    return sorted(best.values(), key=lambda f: f.mention.span)


def _with_number(kept: _Found, dropped: _Found) -> _Found:
    """The mention that carries the number, with the relation of the one that is kept."""
    if kept.mention.number is None and dropped.mention.number is not None:
        return replace(kept, mention=dropped.mention)
    return kept


def _citation(item: _Found) -> Citation:
    mention = item.mention
    confidence = 1.0 if mention.title and mention.number else 0.95 if mention.number else 0.9
    named: NamedBy = "number" if mention.title is None else "title"
    if mention.title and mention.number:
        named = "title-and-number"
    return Citation(
        span=mention.span, segment=item.segment, relation=item.relation, title=mention.title,
        number=mention.number, confidence=confidence, evidence=item.cue,
        named_by=item.named_by or named,
    )  # fmt: skip

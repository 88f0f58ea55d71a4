"""Citations: which papers a document names, and how it stands to each.

《title》 with or without its number, numbers alone, short names that the paper defines （以下简称
《办法》）, and words that point back (上述通知). Forms, licences, contracts and newspapers are no
citations of documents, and 本通知 is the paper itself.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hongtou.model import Citation, DocumentNumber, NamedBy, Outline, Span, Value
from hongtou.tag.citing.anaphors import find_anaphors
from hongtou.tag.citing.found import RANK, Found, Itself, is_own, read_itself, targets
from hongtou.tag.citing.lists import group_lists, list_heading
from hongtou.tag.citing.mentions import Mention, find_mentions
from hongtou.tag.citing.papers import is_generic, is_paper
from hongtou.tag.citing.passing import (
    attached_names,
    attached_papers,
    passed_on_once,
    plain_title,
    without_wrapped,
)
from hongtou.tag.citing.relations import (
    Surroundings,
    decide_relation,
    surroundings,
    title_surroundings,
)
from hongtou.tag.citing.short_names import find_short_names, read_uses
from hongtou.tag.places import frame_spans, inside_any, segment_finder

_CALLED: Final = re.compile(r"(?:简称|统称|合称|以下称|下称)(?:为|作)?[:：“\"]?\Z")
_CONFIDENCE: Final[dict[NamedBy, float]] = {
    "title-and-number": 1.0, "number": 0.95, "title": 0.9, "plain-title": 0.9,
    "attachment-note": 0.9, "short-name": 0.9, "anaphor": 0.7,
}  # fmt: skip


def find_citations(
    outline: Outline, *, own_number: DocumentNumber | None, title: Value | None
) -> tuple[Citation, ...]:
    """Every mention of another paper in ``outline``, in order of position.

    A paper that is named again in the same segment counts once for each provision; a paper that
    is passed on counts once in the whole document, by the mention that carries its number.
    """
    text, span = outline.text, outline.document.span
    names = attached_names(outline)
    frame = sorted([*frame_spans(outline), *(span for span, _ in names)])
    own = read_itself(outline, own_number, title)
    mentions = [
        mention
        for mention in find_mentions(text, span.start, span.end)
        if not inside_any(frame, mention.span.start)
    ]
    kept = _with_those_that_refer(text, mentions, own, span)
    kept = [m for m in kept if not inside_any(frame, m.span.start)]
    found = _with_relations(outline, kept, title)
    found = [item for item in found if not _means_itself(item, own)]
    found = without_wrapped(text, found)
    found += attached_papers(names, own)
    found = _once_per_segment(passed_on_once(found, plain_title(title)))
    return _citations(found)


def _with_those_that_refer(
    text: str, mentions: Sequence[Mention], own: Itself, span: Span
) -> list[Mention]:
    """Mentions by a name of their own, by a short name, and by words that point back."""
    papers = [m for m in mentions if _is_document(text, m)]
    named = [m for m in papers if not (m.number is None and is_generic(m.title or ""))]
    names = find_short_names(text, group_lists(text, named))
    called = {name.name for name in names}
    named = [m for m in named if m.number is not None or m.title not in called]
    uses = read_uses(text, papers, names, span.start, span.end)
    both = sorted([*named, *uses], key=lambda mention: mention.span)
    itself = [mention for mention in both if is_own(mention, own)]
    pointing = find_anaphors(text, group_lists(text, both), itself, span.start, span.end)
    return sorted([*both, *pointing], key=lambda mention: mention.span)


def _is_document(text: str, mention: Mention) -> bool:
    if mention.title is None or mention.number is not None:
        return True
    if mention.title_span is not None and _CALLED.search(
        text, max(0, mention.title_span.start - 8), mention.title_span.start
    ):
        return False
    return is_paper(mention.title)


def _means_itself(item: Found, own: Itself) -> bool:
    """Whether a mention means the citing paper.

    原《办法》同时废止 means an older one. An order may have the title of what it issues: 制定了
    《办法》，现予公布 means the paper that stands behind it.
    """
    other = item.relation == "repeals" or (item.relation == "issues" and item.segment is not None)
    return is_own(item.mention, own) and not (other and item.mention.number is None)


def _with_relations(
    outline: Outline, mentions: Sequence[Mention], title: Value | None
) -> list[Found]:
    text, limits = outline.text, outline.document.span
    heads = [title.span] if title else [e.span for e in outline.elements_of("title")]
    segment_at = segment_finder(outline)
    found = []
    inner_end = 0
    for group in group_lists(text, mentions):
        whole = Span(group[0].span.start, max(m.tail for m in group))
        whole = Span(whole.start, max(whole.end, group[-1].span.end))
        head = next((h for h in heads if h.start <= whole.start < h.end), None)
        heading = None if head else list_heading(text, group, limits.start)
        for mention in group:
            if head is not None:
                around = title_surroundings(text, whole, head)
            elif heading is not None:
                around = Surroundings(heading, heading, "", "")
            else:
                around = surroundings(text, whole, mention.span, limits)
            relation, cue = decide_relation(around, in_title=head is not None)
            if mention.span.end < inner_end:  # 《X》（…令〔2021〕第3号发布，…令〔2025〕第10号修订）
                relation, cue = "cites", ""
            inner_end = max(inner_end, mention.span.end)
            segment = None if head else segment_at(mention.span.start)
            found.append(Found(mention, segment, relation, cue))
    return found


def _once_per_segment(found: list[Found]) -> list[Found]:
    """One mention for each paper and provision of a segment: the first that says most of it."""
    keys = targets(found)
    best: dict[tuple[int | None, str, str | None], Found] = {}
    for item in sorted(found, key=lambda f: f.mention.span):
        mention = item.mention
        key = (item.segment, keys[id(mention)], mention.provision)
        held = best.get(key)
        if held is None:
            best[key] = item
        elif RANK[item.relation] < RANK[held.relation]:
            best[key] = _with_number(item, held)
        else:
            best[key] = _with_number(held, item)
    return sorted(best.values(), key=lambda f: f.mention.span)


def _with_number(kept: Found, dropped: Found) -> Found:
    """The mention that carries the number, with the relation of the one that is kept."""
    if kept.mention.number is None and dropped.mention.number is not None:
        return replace(kept, mention=dropped.mention)
    if kept.mention.antecedent is not None and dropped.mention.antecedent is None:
        return replace(kept, mention=dropped.mention)
    return kept


def _citations(found: Sequence[Found]) -> tuple[Citation, ...]:
    keys = targets(found)
    at_of: dict[str, list[int]] = {}  # paper -> its citations by a name of its own
    for index, item in enumerate(found):
        if item.mention.antecedent is None:
            at_of.setdefault(keys[id(item.mention)], []).append(index)
    citations = []
    for index, item in enumerate(found):
        earlier = None
        if item.mention.antecedent is not None:
            places = at_of.get(keys[id(item.mention)], [])
            before = bisect_right(places, index)
            earlier = places[before - 1] if before else None
        citations.append(_citation(item, earlier))
    return tuple(citations)


def _citation(item: Found, antecedent: int | None) -> Citation:
    mention = item.mention
    named: NamedBy = "number" if mention.title is None else "title"
    if mention.title and mention.number:
        named = "title-and-number"
    named = item.named_by or mention.named_by or named
    return Citation(
        span=mention.span, segment=item.segment, relation=item.relation, title=mention.title,
        number=mention.number, confidence=_CONFIDENCE[named], evidence=item.cue,
        named_by=named, provision=mention.provision, antecedent=antecedent,
    )  # fmt: skip

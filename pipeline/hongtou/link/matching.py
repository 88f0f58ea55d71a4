"""One citation, three independent witnesses, one answer.

====================== ======================== =================== ============================
number                 title                    text (carried,      answer
                                                shared passages)
====================== ======================== =================== ============================
P                      P (borne, issued, near)  P or silent         resolved P, 1.00 or 0.98
P                      silent                   P or silent         resolved P, 0.98 or 0.95
P                      fits nothing held        P                   resolved P, 0.80
P                      fits nothing held        silent              disputed, P shown
P, other title         Q                        any                 disputed, nobody shown
the citing paper's own no other paper           silent              disputed, nobody shown
not held               Q without number         Q or silent         resolved Q, 0.96 or 0.90; a
                                                                    ghost if Q is younger or the
                                                                    number is another office's
not held, near Q's     Q                        Q                   resolved Q, 0.80
not held               Q with another number    any                 disputed, Q shown; a ghost if
                                                                    Q is younger as well, or its
                                                                    number is of another office
none                   Q                        Q or silent         resolved Q, 0.96 or 0.90
none                   Q, younger               silent              disputed, Q shown
none                   several                  one of them         resolved, 0.85
none                   several                  silent, several     ambiguous
P                      Q                        Q carried, another  disputed, nobody shown
                                                number
none or near           near Q only              Q carried / shared  resolved Q, 0.85 / 0.75
any                    nothing                  nothing             ghost
====================== ======================== =================== ============================

Silence never contradicts: a citation without number, an order without a title of its own. Copies
are one paper; a paper is never its own target, and what a paper repeals is never its successor.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hongtou.link.authorship import may_be_of, who_issued
from hongtou.link.catalogue import Catalogue, Paper
from hongtou.link.evidence import (
    NEAR,
    Carried,
    Evidence,
    evidence_for,
    numbers_near,
    sharers_with_near_title,
    title_fit,
)
from hongtou.model import CitationCard, DocumentCard, LinkStatus, Signal, SignalKind
from hongtou.notation.document_numbers import read_document_number

# Confidence by what agrees: each further witness leaves less room for chance.
SURE: Final = {
    ("number",): 0.95, ("title",): 0.9, ("number", "title"): 0.98, ("number", "text"): 0.98,
    ("title", "text"): 0.96, ("number", "title", "text"): 1.0,
}  # fmt: skip
# As many papers of one title are named and stored; a formula of a title may have a thousand.
MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Match:
    """What a citation means: ``card`` is ``None`` where several papers fit."""

    card: DocumentCard | None
    status: LinkStatus
    confidence: float
    evidence: str
    signals: tuple[Signal, ...] = ()


def find_target(held: Catalogue, citation: CitationCard) -> Match | None:
    """The document that a citation means, ``None`` if it is not held."""
    known = evidence_for(held, citation)
    match = _by_number(held, citation, known) if known.numbered else _without(held, citation, known)
    if match is None and known.own:
        match = Match(None, "disputed", 0.3, "发文字号与引用它的文件自身相同")
    if match is None or match.signals:
        return match
    signals = _signals(held, citation, known)
    return Match(match.card, match.status, match.confidence, match.evidence, signals)


def _by_number(held: Catalogue, citation: CitationCard, known: Evidence) -> Match:
    """Papers are held under the number."""
    inside = known.carried
    if inside is not None and inside.card not in known.numbered and inside.likeness == 1.0:
        if held.number_of[inside.card.document_id]:
            said = f"发文字号与 {known.numbered[0].document_id} 相同，而{inside.by}者"
            return Match(None, "disputed", 0.4, f"{said}为 {inside.card.number}")
        known = replace(known, numbered=(inside.card, *known.numbered))  # a copy without number
    fits = [(title_fit(held, card, citation.title), card) for card in known.numbered]
    agreeing = [card for fit, card in fits if fit is not None and fit >= NEAR]
    silent = [card for fit, card in fits if fit is None]
    cards = agreeing or silent
    if cards:
        card = _preferred(cards, known)
        text = _text_says(known, cards)
        kinds = ("number", *(("title",) if agreeing else ()), *(("text",) if text else ()))
        witnesses = ("发文字号相同", "标题相符" if agreeing else "", text)
        said = "，".join(filter(None, witnesses)) + _copies(cards)
        return Match(card, "resolved", SURE[kinds], said)
    first = known.numbered[0]
    unlike = f"发文字号相同，标题不同：{first.title}"
    rivals = [paper for paper in known.titled if not _same_family(paper.cards, known.numbered)]
    text = _text_says(known, known.numbered)
    if rivals:
        others = _names(rivals)
        return Match(None, "disputed", 0.3, f"{unlike}；{known.how}的另有：{others}")
    if text:
        return Match(_preferred(known.numbered, known), "resolved", 0.8, f"{unlike}；但{text}")
    return Match(first, "disputed", 0.4, unlike)


def _without(held: Catalogue, citation: CitationCard, known: Evidence) -> Match | None:
    """No number, or nothing held under it: the carried paper, the title, then shared text."""
    if known.carried is not None:
        return _by_carried(held, known, known.carried)
    if known.titled:
        return _by_title(held, citation, known)
    return _by_shared(held, citation, known)


def _by_carried(held: Catalogue, known: Evidence, carried: Carried) -> Match:
    card, own = carried.card, held.number_of[carried.card.document_id]
    if known.number and own and own != known.number:
        said = f"{carried.by}，但发文字号不同：{card.number}"
        if numbers_near(own, known.number):
            return Match(card, "resolved", 0.8, f"{said}，仅一字之差")
        return Match(card, "disputed", 0.5, said)
    if carried.likeness == 1.0:
        return Match(card, "resolved", SURE[("title", "text")], carried.by)
    rivals = [paper for paper in known.titled if not _same_family(paper.cards, [card])]
    if rivals and not any(_text_says(known, paper.cards) for paper in rivals):
        others = _names(rivals)
        return Match(None, "disputed", 0.4, f"{carried.by}；{known.how}的另有：{others}")
    return Match(card, "resolved", 0.85, carried.by)


def _by_title(held: Catalogue, citation: CitationCard, known: Evidence) -> Match | None:
    papers, day = known.titled, _day(held, citation)
    if known.number:
        papers = [
            paper for paper in papers
            if not (paper.numbers or _is_younger(paper, day))
            and _of_its_office(held, citation, paper.cards)
        ]  # fmt: skip
        if not papers:
            return _of_other_number(held, citation, known)
    older = [p for p in papers if not _is_younger(p, day)]
    papers = older or papers
    if len(papers) > 1:
        return _one_of_several(known, papers)
    (paper,) = papers
    card, text = _preferred(paper.cards, known), _text_says(known, paper.cards)
    if not older and not text:
        said = f"{known.how}，但其日期（{paper.day}）晚于引用它的文件"
        return Match(card, "disputed", 0.4, said)
    said = known.how + (f"，{text}" if text else "") + _copies(paper.cards)
    return Match(card, "resolved", SURE[("title", "text") if text else ("title",)], said)


def _one_of_several(known: Evidence, papers: Sequence[Paper]) -> Match:
    """One title for several papers: the text may speak for one of them alone."""
    if known.shared or known.carried is not None:
        speaking = [p for p in papers if _text_says(known, p.cards)]
        if len(speaking) == 1:
            text = _text_says(known, speaking[0].cards)
            said = f"{known.how}的文件有 {len(papers)} 件，{text}"
            return Match(_preferred(speaking[0].cards, known), "resolved", 0.85, said)
    said = f"{known.how}的文件有 {len(papers)} 件：{_names(papers)}"
    return Match(None, "ambiguous", 0.5, said)


def _of_other_number(held: Catalogue, citation: CitationCard, known: Evidence) -> Match | None:
    """All papers of the title have other numbers: a misreading, or another year's paper."""
    day = _day(held, citation)
    papers = [
        paper for paper in known.titled
        if not _is_younger(paper, day) and _may_be_of_one_office(paper, known.number)
    ]  # fmt: skip
    if not papers:
        return None
    first = papers[0]
    text = _text_says(known, first.cards)
    near = any(numbers_near(own, known.number) for own in first.numbers)
    if text and len(papers) == 1 and near:
        said = f"{known.how}，{text}，发文字号仅一字之差：{first.first.number}"
        return Match(_preferred(first.cards, known), "resolved", 0.8, said)
    said = f"{known.how}，发文字号不同：{_names(papers)}"
    return Match(first.first if len(papers) == 1 else None, "disputed", 0.4, said)


def _may_be_of_one_office(paper: Paper, number: str) -> bool:
    """Whether a number that no copy bears may still be meant for the paper.

    湘金监发 is another office than 鲁金监发: one title, two papers. One misread character may stand
    between two codes.
    """
    code = number.partition("|")[0]
    return any(own.partition("|")[0] == code or numbers_near(own, number) for own in paper.numbers)


def _of_its_office(held: Catalogue, citation: CitationCard, cards: Sequence[DocumentCard]) -> bool:
    """Whether a paper without number may bear the cited one: 川银保监发 is not 高县监管组's."""
    number = read_document_number(citation.number) if citation.number else None
    office = who_issued(number, None)
    return office is None or any(
        may_be_of(office.name, held.authorities_of[card.document_id]) for card in cards
    )


def _by_shared(held: Catalogue, citation: CitationCard, known: Evidence) -> Match | None:
    """A misread title, where the text says whose it is: number and title name nothing held.

    What was written later may share the text as well: it passes the same paper on.
    """
    day = _day(held, citation)
    found = [
        (like, card)
        for like, card in sharers_with_near_title(held, citation, known.shared)
        if _numbers_may_agree(known.number, held.number_of[card.document_id])
        and not _is_later(held.edition_day.get(card.document_id), day)
        and (held.number_of[card.document_id] or _of_its_office(held, citation, [card]))
    ]
    if not found:
        return None
    like, card = found[0]
    said = f"标题相近（{like:.2f}），有 {known.shared[card.file_sha256]} 处相同段落"
    signals = tuple(
        Signal("text", c.document_id, round(each, 2), f"标题相近，{_passages(known, c)}")
        for each, c in sorted(found[:MOST_NAMED], key=lambda item: item[1].document_id)
    )
    if len({held.number_of[c.document_id] or held.title_of[c.document_id] for _, c in found}) > 1:
        return Match(None, "ambiguous", 0.4, f"{said}的文件有 {len(found)} 件", signals)
    return Match(card, "resolved", 0.75, said, signals)


def _numbers_may_agree(cited: str, own: str) -> bool:
    return not cited or not own or numbers_near(cited, own)


def _preferred(cards: Sequence[DocumentCard], known: Evidence) -> DocumentCard:
    """Of several copies the one in the citing file, else the first."""
    inside = [c for c in cards if known.carried is not None and c == known.carried.card]
    return (inside or cards)[0]


def _text_says(known: Evidence, cards: Sequence[DocumentCard]) -> str:
    """What the text has to say for a paper, ``""`` if nothing."""
    if known.carried is not None and known.carried.card in cards:
        return "同一文件所附"
    most = max((known.shared.get(card.file_sha256, 0) for card in cards), default=0)
    return f"有 {most} 处相同段落" if most else ""


def _passages(known: Evidence, card: DocumentCard) -> str:
    return f"有 {known.shared[card.file_sha256]} 处相同段落"


def _same_family(cards: Sequence[DocumentCard], others: Sequence[DocumentCard]) -> bool:
    """Whether a paper is one of ``others``, or carried by one of them, or carries it."""
    ids = {c.document_id for c in others}
    carriers = {c.parent_id for c in others}
    return any(c.document_id in ids | carriers or c.parent_id in ids for c in cards)


def _day(held: Catalogue, citation: CitationCard) -> str | None:
    return held.edition_day.get(citation.document_id)


def _is_younger(paper: Paper, day: str | None) -> bool:
    return _is_later(paper.day, day)


def _is_later(one: str | None, day: str | None) -> bool:
    return day is not None and one is not None and one > day


def _names(papers: Sequence[Paper]) -> str:
    names = [paper.first.number or paper.first.document_id for paper in papers[:MOST_NAMED]]
    return "、".join(names) + ("……" if len(papers) > MOST_NAMED else "")


def _copies(cards: Sequence[DocumentCard]) -> str:
    return f"；共有 {len(cards)} 份，取独立成文、摘要值最小的一份" if len(cards) > 1 else ""


def _signals(held: Catalogue, citation: CitationCard, known: Evidence) -> tuple[Signal, ...]:
    """What each witness says, one signal a paper; copies are named by the preferred one."""
    found: dict[tuple[SignalKind, str], Signal] = {}

    def say(kind: SignalKind, card: DocumentCard, score: float, why: str) -> None:
        key = (kind, card.document_id)
        if key not in found or found[key].score < score:
            found[key] = Signal(kind, card.document_id, round(score, 2), why)

    groups = [paper.cards for paper in known.titled[:MOST_NAMED]]
    if known.numbered:
        card = _preferred(known.numbered, known)
        say("number", card, 1.0, f"发文字号相同：{known.numbered[-1].number}")
        fit = max(title_fit(held, c, citation.title) or 0.0 for c in known.numbered)
        if fit >= NEAR:
            say("title", card, fit, "标题相符" if fit == 1.0 else f"标题相近：{card.title}")
    for cards in groups:
        say("title", _preferred(cards, known), 1.0, known.how)
    if known.carried is not None:
        say("text", known.carried.card, known.carried.likeness, known.carried.by)
    for copies in (tuple(known.numbered), *groups):
        most = max((known.shared.get(c.file_sha256, 0) for c in copies), default=0)
        if most:
            say("text", _preferred(copies, known), min(1.0, most / 20), f"有 {most} 处相同段落")
    return tuple(sorted(found.values(), key=lambda s: (s.kind, s.document_id)))

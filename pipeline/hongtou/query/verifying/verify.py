"""All citations of a text, checked: verdicts, places in the text, what is no longer in force."""

import re
import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Final

from hongtou.model import Citation
from hongtou.notation.registry import authority_of_code
from hongtou.query.documents import number_in
from hongtou.query.results import DocumentRef
from hongtou.query.standing import Standing, standings_of
from hongtou.query.verifying.authorities import authority_before
from hongtou.query.verifying.holdings import Holdings
from hongtou.query.verifying.results import CheckedCitation
from hongtou.query.verifying.verdicts import Judged, judge

__all__ = ["check_citations"]

# 《…》（银发〔20Z1〕6B号）, 《…》（银发2021年63号）: a number in a form that the rooms do not read.
_UNREAD: Final = re.compile(
    r"\s?[（(]([^\n《》]{0,40}?[0-9][^\n《》]{0,14}?号)[^（）()\n]{0,12}[）)]"
)
# Named only by words that point to a citation before: what that one is has been said.
_POINTING = ("short-name", "anaphor")


def check_citations(
    connection: sqlite3.Connection,
    text: str,
    citations: Sequence[Citation],
    on: date,
    *,
    file_sha256: str | None = None,
) -> tuple[CheckedCitation, ...]:
    """Each citation of a cleaned text with its verdict, in order of position.

    Uses of a short name are checked only where they name a provision (《办法》第八条). What the
    file ``file_sha256`` cites, where it is held itself, is no evidence for what it cites.
    """
    holdings = Holdings(connection, without=file_sha256)
    judged: list[tuple[Citation, str | None, Judged]] = []
    for citation in sorted(citations, key=lambda citation: citation.span):
        named = _named(citation, citations)
        if named.title is None and named.number is None:
            continue
        if citation.named_by in _POINTING and not citation.provision:
            continue
        authority = _author(text, citation)
        named = _with_known_code(holdings, _with_number(text, named))
        found = judge(holdings, named, authority)
        judged.append((named, authority, _doubted(text, named, found)))
    meant = {found.papers[0].document_id for _, _, found in judged if found.papers}
    standings = standings_of(connection, sorted(meant), on)
    starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    return tuple(
        _checked(holdings, text, starts, named, authority, found, standings)
        for named, authority, found in judged
    )


def _named(citation: Citation, citations: Sequence[Citation]) -> Citation:
    """The citation with the names of the one that it points to."""
    if citation.title or citation.number or citation.antecedent is None:
        return citation
    meant = citations[citation.antecedent]
    return replace(citation, title=meant.title, number=meant.number)


def _author(text: str, citation: Citation) -> str | None:
    """Who is named in front of the title: 落实|中国人民银行等五部委《关于…》."""
    title = text.find("《", citation.span.start, citation.span.end)
    return authority_before(text, title) if title >= 0 else None


def _doubted(text: str, citation: Citation, found: Judged) -> Judged:
    """A title that agrees is not confirmed by a number behind it that cannot be read."""
    unread = _UNREAD.match(text, citation.span.end) if citation.number is None else None
    if unread is None or found.verdict != "held":
        return found
    message = f"标题在库；文中标题后的文号“{unread[1]}”无法辨认，没有核对"
    return replace(found, verdict="unconfirmed", message=message)


def _with_number(text: str, citation: Citation) -> Citation:
    """The citation with a number that is typed as people do: 《…》（银发2021年63号）."""
    unread = _UNREAD.match(text, citation.span.end) if citation.number is None else None
    typed = number_in(unread[1]) if unread else None
    if typed is None or typed[1]:
        return citation
    return replace(citation, number=typed[0])


def _with_known_code(holdings: Holdings, citation: Citation) -> Citation:
    """The citation without words that ran into the code of its number: 请看|并银发〔2021〕75号."""
    number = citation.number
    if (
        number is None
        or holdings.numbered(number.normal)
        or authority_of_code(number.authority_code)
    ):
        return citation
    for cut in range(1, len(number.authority_code) - 1):
        shorter = replace(number, authority_code=number.authority_code[cut:])
        if holdings.numbered(shorter.normal) or authority_of_code(shorter.authority_code):
            return replace(citation, number=shorter)
    return citation


def _checked(
    holdings: Holdings, text: str, starts: Sequence[int], citation: Citation,
    authority: str | None, found: Judged, standings: dict[str, Standing],
) -> CheckedCitation:  # fmt: skip
    span = citation.span
    document = holdings.ref(found.papers[0]) if found.papers else None
    warnings = (*found.notes, *_not_in_force(citation, document, standings))
    return CheckedCitation(
        quote=span.of(text), start=span.start, end=span.end,
        line=bisect_right(starts, span.start), title=citation.title,
        number=citation.number.normal if citation.number else None,
        provision=citation.provision, authority=authority, verdict=found.verdict,
        message=found.message, document=document, others=holdings.refs(found.others),
        near=found.near, cited_by=found.cited_by, warnings=warnings,
    )  # fmt: skip


def _not_in_force(
    citation: Citation, document: DocumentRef | None, standings: dict[str, Standing]
) -> tuple[str, ...]:
    """What must be known of a paper that is cited as if it were in force."""
    if document is None or document.role == "ghost" or citation.relation in ("repeals", "amends"):
        return ()
    standing = standings.get(document.document_id)
    if standing is None or standing.status in ("in_force", "unknown"):
        return ()
    said = "；".join(f"“{evidence.quote}”（{evidence.document.name}）"
                    for evidence in standing.evidence[:2])  # fmt: skip
    return (standing.words + (f"：{said}" if said else ""),)

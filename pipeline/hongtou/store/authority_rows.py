"""Whose code a 机关代字 is, for the codes of documents held: by the registry, or by the papers.

A code that the registry does not know is inferred: from the authorities that the papers with it
name first, if more than half of them name the same. It is marked so, with the counts.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from hongtou.notation.registry import (
    authority_of_code,
    in_one_line,
    is_listed,
    level_of,
    possible_authorities,
    region_of,
    standing_name,
    whole_of,
)

# Only the first authority: it is the one in charge of a joint paper, and whose code it bears
# (《党政机关公文处理工作条例》第九条: 联合行文时，使用主办机关的发文字号).
HELD: Final = """
    SELECT d.authority_code, d.year, p.organisation, count(*) FROM documents d
    LEFT JOIN parties p ON p.document_id = d.document_id AND p.role = 'issuing_authority'
        AND p.rank = 1
    WHERE d.role <> 'ghost' AND d.authority_code {codes}
    GROUP BY d.authority_code, d.year, p.organisation
"""

# Codes of papers that came, and of those that went, since links were made last.
CHANGED: Final = """
    SELECT key FROM link_changes WHERE kind = 'code'
    UNION SELECT d.authority_code FROM link_changes k JOIN documents d ON d.file_sha256 = k.key
    WHERE k.kind = 'file' AND d.authority_code IS NOT NULL
"""

KnownBy = Literal["registry", "inferred"]


@dataclass
class _Held:
    """What the papers with one code say: years and names, each with how many papers."""

    years: Counter[int | None] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)  # standing names


@dataclass(frozen=True, slots=True)
class AuthorityCode:
    """A row of ``authority_codes``: 忻银发, of 中国人民银行忻州市中心支行, in 3 papers of 3."""

    code: str
    authority: str  # standing name
    known_by: KnownBy
    documents: int
    agreeing: int


def update_authority_codes(connection: sqlite3.Connection) -> None:
    """Bring ``authority_codes`` up to date with what changed; to be called before that is cleared.

    The table is the same as if it were made anew: a row depends on the papers with its code alone.
    """
    write_authority_codes(connection, [row[0] for row in connection.execute(CHANGED)])


def write_authority_codes(
    connection: sqlite3.Connection, codes: Iterable[str] | None = None
) -> None:
    """Make ``authority_codes`` anew, or the rows of some codes; inside a transaction."""
    wanted = None if codes is None else sorted(set(codes))
    if wanted is None:
        connection.execute("DELETE FROM authority_codes")
    else:
        connection.executemany(
            "DELETE FROM authority_codes WHERE code = ?", [(code,) for code in wanted]
        )
    connection.executemany(
        "INSERT INTO authority_codes(code, authority, level, region, known_by, documents, agreeing)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (row.code, row.authority, level_of(row.authority), region_of(row.authority),
             row.known_by, row.documents, row.agreeing)
            for row in _rows(_held(connection, wanted))
        ],
    )  # fmt: skip


def _held(connection: sqlite3.Connection, codes: list[str] | None) -> Mapping[str, _Held]:
    held: defaultdict[str, _Held] = defaultdict(_Held)
    if codes is None:
        rows = connection.execute(HELD.format(codes="IS NOT NULL"))
    else:
        marks = ",".join("?" * len(codes))
        rows = connection.execute(HELD.format(codes=f"IN ({marks})"), codes)
    for code, year, name, count in rows:
        held[code].years[year] += count
        if name:
            held[code].names[standing_name(name)] += count
    return held


def _rows(held: Mapping[str, _Held]) -> Iterator[AuthorityCode]:
    for code, papers in sorted(held.items()):
        documents = papers.years.total()
        known = _registered(code, papers)
        if known is not None:
            yield AuthorityCode(code, known, "registry", documents, _agreeing(known, papers))
        elif papers.names:
            name, agreeing = min(papers.names.items(), key=lambda item: (-item[1], item[0]))
            if agreeing * 2 > papers.names.total():
                yield AuthorityCode(code, name, "inferred", documents, agreeing)


def _registered(code: str, papers: _Held) -> str | None:
    """The name that the registry gives for most papers; of several possible the one they name."""
    told: Counter[str] = Counter()
    for year, count in papers.years.items():
        authority = authority_of_code(code, year) or authority_of_code(code)
        if authority is not None:
            told[authority.name] += count
    if told:
        name = min(told.items(), key=lambda item: (-item[1], item[0]))[0]
        # The code of a place gives way to what all papers say: a county may write its city's.
        sure = is_listed(code) and level_of(name) == "national"
        return name if sure or not papers.names or _agreeing(name, papers) else None
    named = {
        possible.name: _agreeing(possible.name, papers) for possible in possible_authorities(code)
    }
    best = min(named.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return best[0] if best[1] else None


def _agreeing(authority: str, papers: _Held) -> int:
    return sum(count for name, count in papers.names.items() if _agrees(authority, name))


@lru_cache(maxsize=16384)
def _agrees(authority: str, name: str) -> bool:
    """Whether a paper that names ``name`` may bear the code of ``authority``.

    A body may have been renamed, and its office writes under its name and it under its office's.
    """
    return in_one_line(whole_of(authority), whole_of(name))

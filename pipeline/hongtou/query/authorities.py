"""Whose code a 机关代字 is, what codes an authority writes, and who took over from it."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, Literal

from hongtou.errors import LookupFailedError
from hongtou.notation.authorities import standing_names
from hongtou.notation.document_numbers import read_document_number
from hongtou.notation.registry import (
    Authority,
    authority_named,
    codes_of,
    is_composed,
    is_listed,
    level_of,
    possible_authorities,
    region_of,
    same_authority,
    standing_name,
)

__all__ = ["AuthorityCard", "find_authorities", "held_codes"]

KnownBy = Literal["registry", "inferred"]

HELD: Final = """
    SELECT code, authority, level, region, known_by, documents, agreeing FROM authority_codes
    ORDER BY documents DESC, code
"""


@dataclass(frozen=True, slots=True)
class AuthorityCard:
    """A code and whose it is: 忻银发, 中国人民银行忻州市中心支行, municipal, 山西省忻州市."""

    code: str | None  # 机关代字; * stands for what the bureau adds: 财*
    authority: str  # standing name
    level: str | None  # national, provincial, municipal, county
    region: str | None  # None for the whole country, or not known
    since: int | None  # first year
    until: int | None  # last year; None while it exists, or not known
    successor: str | None
    known_by: KnownBy  # inferred: only from the papers held
    composed: bool  # the registry puts it together: 忻 (忻州) and 银发
    shared: bool  # several places write this code, and no paper held tells which
    documents: int  # held papers that bear the code
    agreeing: int  # of these, how many name the authority
    source: str


def held_codes(connection: sqlite3.Connection) -> tuple[AuthorityCard, ...]:
    """The codes of papers held, the most frequent first."""
    return tuple(_card(row) for row in connection.execute(HELD))


def find_authorities(
    connection: sqlite3.Connection | None, asked: str
) -> tuple[AuthorityCard, ...]:
    """What is known of a code, of an authority by name, or of the code of a document number.

    A code that several places write gives one card for each; a code that was handed on one for
    each body, the one that the papers held name first. Without a connection the registry alone
    answers.

    Raises:
        LookupFailedError: If neither the registry nor the papers held know it.
    """
    held = {} if connection is None else {card.code or "": card for card in held_codes(connection)}
    plain = "".join(asked.split())
    number = read_document_number(plain)
    code = number.authority_code if number else plain
    named = code not in held and authority_named(code) is not None and not is_listed(code)
    found = ([] if named else _of_code(code, held)) or _of_name(plain, held)
    if not found:
        raise LookupFailedError(_unknown(plain, held))
    return tuple(found)


def _of_code(code: str, held: Mapping[str, AuthorityCard]) -> list[AuthorityCard]:
    told = held.get(code)
    possible = list(dict.fromkeys(possible_authorities(code)))
    several = told is None and len({_line(authority, possible) for authority in possible}) > 1
    cards = [replace(_of(authority, code), shared=several) for authority in possible]
    if told is None:
        return cards
    return [told, *(card for card in cards if card.authority != told.authority)]


def _line(authority: Authority, possible: Iterable[Authority]) -> str:
    """The first of those of whom ``authority`` is an heir: bodies of one line share a code."""
    heirs = {other.successor: other.name for other in possible}
    name = authority.name
    for _ in heirs:
        name = heirs.get(name, name)
    return name


def _of_name(name: str, held: Mapping[str, AuthorityCard]) -> list[AuthorityCard]:
    named = authority_named(name)
    standing = standing_name(name)
    borne = [card for card in held.values() if same_authority(card.authority, standing)]
    if named is None:
        return borne
    codes = [code for code in codes_of(standing) if code not in held]
    cards = [_of(named, code) for code in codes]
    return [*borne, *cards] or [_of(named, None)]


def _of(authority: Authority, code: str | None) -> AuthorityCard:
    return AuthorityCard(
        code, authority.name, authority.level, authority.region, authority.since, authority.until,
        authority.successor, "registry", _is_composed(code), False, 0, 0, authority.source,
    )  # fmt: skip


def _is_composed(code: str | None) -> bool:
    return code is not None and is_composed(code)


def _card(row: sqlite3.Row) -> AuthorityCard:
    name = row["authority"]
    possible = (one for one in possible_authorities(row["code"]) if one.name == name)
    known = next(possible, authority_named(name))
    return AuthorityCard(
        row["code"],
        name,
        level_of(name) if known else row["level"],
        region_of(name) if known else row["region"],
        known.since if known else None,
        known.until if known else None,
        known.successor if known else None,
        row["known_by"],
        row["known_by"] == "registry" and _is_composed(row["code"]),
        False,
        row["documents"],
        row["agreeing"],
        known.source if known else "库中文件的发文机关",
    )


def _unknown(asked: str, held: Mapping[str, AuthorityCard]) -> str:
    names = [*held, *standing_names(), *(card.authority for card in held.values())]
    near = get_close_matches(asked[:40], dict.fromkeys(names), n=5, cutoff=0.5)
    hint = f"；相近：{'、'.join(near)}" if near else "；代字如 银发、晋政发，名称如 银保监会"
    return f"机关名录和库中文件都没有“{asked[:40]}”{hint}"

"""Who is named as author of a cited paper, and whether the paper is by them."""

import re
import sqlite3
from collections.abc import Iterable
from typing import Final

from hongtou.notation.characters import HAN
from hongtou.notation.document_numbers import read_document_number
from hongtou.notation.registry import (
    authority_named,
    authority_of_code,
    in_one_line,
    whole_of,
)

__all__ = ["authority_before", "authority_in_title", "is_by"]

_LONGEST: Final = 40
_NAMES: Final = re.compile(rf"[{HAN}]{{2,{_LONGEST}}}\Z")
# 中国人民银行等五部委《关于…》.
_OTHERS: Final = re.compile(
    r"等[0-9一二三四五六七八九十两]{0,3}个?(?:部委局?|部门|单位|家|机关)?\Z"
)


def authority_before(text: str, at: int) -> str | None:
    """The authority whose name ends right before ``at``: 落实|中国人民银行等五部委《."""
    words = _OTHERS.sub("", text[max(0, at - _LONGEST - 8) : at].rstrip(" \u3000的"))
    run = _NAMES.search(words)
    if run is None:
        return None
    names = (run[0][start:] for start in range(len(run[0]) - 2))
    return next((name for name in names if authority_named(name) is not None), None)


def authority_in_title(title: str) -> str | None:
    """The authority that a title begins with: 中国人民银行|关于…; the first of several."""
    plain = "".join(title.split())
    head = plain[: plain.find("关于")]
    names = (head[:end] for end in range(len(head), 1, -1))
    return next((name for name in names if authority_named(name) is not None), None)


def is_by(connection: sqlite3.Connection, document_ids: Iterable[str], authority: str) -> bool:
    """Whether one of the documents may be by an authority, its forerunner or its successor.

    A paper that names nobody may be by anybody.
    """
    wanted = whole_of(authority)
    known = False
    for document_id in document_ids:
        for name in _authors(connection, document_id):
            known = True
            if in_one_line(wanted, whole_of(name)):
                return True
    return not known


def _authors(connection: sqlite3.Connection, document_id: str) -> set[str]:
    """Names from the head, from the title and from the number, as far as a list knows them."""
    names = {
        name
        for row in connection.execute(
            "SELECT name, organisation FROM parties WHERE document_id = ?"
            " AND role = 'issuing_authority'",
            (document_id,),
        )
        for name in row
    }
    row = connection.execute(
        "SELECT title, document_number FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    titled = authority_in_title(row[0] or "") if row else None
    number = read_document_number(row[1]) if row and row[1] else None
    coded = authority_of_code(number.authority_code, number.year) if number else None
    names |= {titled} if titled else set()
    names |= {coded.name} if coded else set()
    return {name for name in names if authority_named(name) is not None}

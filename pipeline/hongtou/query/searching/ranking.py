"""Which of the articles that hold the words answer best: what stands where in them."""

import re
import sqlite3
from collections.abc import Sequence
from typing import Final

from hongtou.store import fold

__all__ = ["by_worth"]

# Words inside the title of another paper are a mention: 《关于扶贫小额信贷展期的通知》.
CITED: Final = re.compile(r"《[^《》]*》")

# What counts, and how much, beside the place in the list of bm25. Chosen on 30 questions over two
# collections; see benchmarks/bench_search.py.
HEADING: Final = 0.5
DUTY: Final = 0.3
TOGETHER: Final = 1.0  # several words: the nearer to each other, the more
MENTION: Final = -1.0  # only inside titles of other papers
PLACE: Final = 0.1  # a place further down in that list

# Words further apart than this, in characters, do not belong together.
APART: Final = 60


def by_worth(
    connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], words: Sequence[str]
) -> list[sqlite3.Row]:
    """``rows`` of an index query, best first; newer papers before older ones of equal worth."""
    wanted = [fold(word) for word in words]
    dutiful = _with_duties(connection, rows, wanted)

    def worth(at: int) -> float:
        row = rows[at]
        duty = DUTY * (row["segment_id"] in dutiful)
        return round(_words_in(row, wanted) + duty - PLACE * at, 1)

    newest = sorted(range(len(rows)), key=lambda at: rows[at]["known_date"] or "", reverse=True)
    return [rows[at] for at in sorted(newest, key=worth, reverse=True)]


def _words_in(row: sqlite3.Row, wanted: Sequence[str]) -> float:
    own, heading = fold(row["own"]), fold(row["heading"] or "")
    worth = 0.0
    if heading and all(word in heading for word in wanted):
        worth += HEADING
    elif not all(word in CITED.sub("", own) for word in wanted):
        worth += MENTION
    if len(wanted) > 1:
        worth += TOGETHER * max(0.0, 1 - _gap(own, wanted) / APART)
    return worth


def _gap(own: str, wanted: Sequence[str]) -> int:
    """Characters between the words where they stand nearest to each other, 0 for one phrase.

    Walks over all places of all words, from left to right, keeping the last place of each.
    """
    places = sorted(
        (match.start(), nth)
        for nth, word in enumerate(wanted)
        for match in re.finditer(re.escape(word), own)
    )
    last: dict[int, int] = {}
    gap = APART
    for start, nth in places:
        last[nth] = start
        if len(last) == len(wanted):
            begin = min(last.values())
            end = max(at + len(wanted[of]) for of, at in last.items())
            gap = min(gap, end - begin - sum(map(len, wanted)))
    return max(0, gap)


def _with_duties(
    connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], wanted: Sequence[str]
) -> frozenset[str]:
    """Ids of the articles one of whose obligations holds all the words."""
    ids = [row["segment_id"] for row in rows]
    marks = ",".join("?" * len(ids))
    found = connection.execute(
        f"SELECT segment_id, text FROM obligations WHERE segment_id IN ({marks})", ids
    )
    return frozenset(
        segment for segment, text in found if all(word in fold(text) for word in wanted)
    )

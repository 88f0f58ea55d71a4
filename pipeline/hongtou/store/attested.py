"""In how many papers that nobody doubts words stand, out of the full-text index."""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final

from hongtou.store.bigrams import bigram_query

# Answers are rounded down, so that a file is not settled anew for every paper that comes in.
ANSWERS: Final = (1, 3, 10)
# Words looked up for one file; what is asked beyond that is answered with 0.
MOST_ASKED: Final = 5000

_PAPERS: Final = """
    SELECT count(*) FROM (
      SELECT DISTINCT d.file_sha256
      FROM search JOIN search_rows r ON r.rowid = search.rowid
        JOIN segments s USING (segment_id) JOIN documents d USING (document_id)
      WHERE search MATCH ? AND instr(s.text, ?) AND NOT EXISTS (
        SELECT 1 FROM first_readings f WHERE f.file_sha256 = d.file_sha256)
      LIMIT ?)
"""


class Attested(Mapping[str, int]):
    """In how many papers that nobody doubts words stand, looked up when asked for.

    It remembers what it was asked: if all these answers stay, so does whatever was made of them.
    Every string has an answer, 0 included; iterating gives what was asked.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.answers: dict[str, int] = {}

    def __getitem__(self, words: str) -> int:
        """0, or the greatest of 1, 3 and 10 that is no more than the number of papers."""
        known = self.answers.get(words)
        if known is None:
            if len(self.answers) >= MOST_ASKED:
                return 0
            known = self.answers[words] = papers_with(self._connection, words)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)


def papers_with(connection: sqlite3.Connection, words: str) -> int:
    """In how many papers that nobody doubts ``words`` stand, rounded down to 0, 1, 3 or 10."""
    query = bigram_query(words)
    if query is None or any(c.isspace() for c in words):
        return 0
    found = connection.execute(
        _PAPERS, ("{heading body} : (" + query + ")", words, ANSWERS[-1])
    ).fetchone()[0]
    at = bisect_right(ANSWERS, found)
    return ANSWERS[at - 1] if at else 0

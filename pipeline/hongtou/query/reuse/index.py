"""What the index of fingerprints says: which files share passages, how many hold a passage."""

import math
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from hongtou.query.reuse.alignment import Alignment
from hongtou.store import passages

__all__ = ["CHECKED", "COMMON", "LONG", "Index", "is_common"]

# A passage that so many files hold is a formula, unless it is so long that nobody knows it by
# heart: on 209 circulars fingerprints of 8 files or more were 现将…印发给你们，请遵照执行, lists of
# banks, quoted names of laws and nothing else.
COMMON: Final = 8
LONG: Final = 120
# Of a passage that is shorter than fingerprints guarantee to find, only some of those who hold it
# are known: a count of four found every formula of eight papers or more among 1,800 of them.
SHORT: Final = passages.WINDOW + passages.SHINGLE - 1
COMMON_SHORT: Final = 4
# Fingerprints that so long a passage has at least, one in every window of shingles.
LONG_PRINTS: Final = (LONG - passages.SHINGLE + 1) // passages.WINDOW
# Files whose text is compared character by character, of those with the most fingerprints.
CHECKED: Final = 40
# Files that are looked at for one fingerprint. A paper that a thousand offices sent on is found
# by them all, while a formula of a hundred thousand papers costs no more than one of a thousand.
MANY: Final = 1000


@dataclass(frozen=True)
class Index:
    """Fingerprints of the knowledge base; remembers what it was asked while one answer is made."""

    connection: sqlite3.Connection
    _held: dict[int, int] = field(default_factory=dict)

    def files_sharing(self, text: str) -> list[str]:
        """Files that share fingerprints with ``text``, those that share most first.

        A fingerprint counts the less the more files hold it. Files that share a formula or two,
        and nothing else, are left out.
        """
        (files,) = self.connection.execute("SELECT count(*) FROM files").fetchone()
        weights: Counter[int] = Counter()
        shared: Counter[int] = Counter()
        for print_ in passages.prints_of(text):
            found = self.connection.execute(
                "SELECT file FROM passages WHERE print = ? ORDER BY file LIMIT ?", (print_, MANY)
            ).fetchall()
            self._held[print_] = len(found)
            weight = round(1000 * math.log1p(files / max(1, len(found))))
            telling = LONG_PRINTS if len(found) < COMMON else 1
            for (key,) in found:
                weights[key] += weight
                shared[key] += telling
        likely = [item for item in weights.items() if shared[item[0]] >= LONG_PRINTS]
        ranked = sorted(likely, key=lambda item: (-item[1], item[0]))[:CHECKED]
        return [sha256 for key, _ in ranked if (sha256 := self.file_of(key)) is not None]

    def file_of(self, key: int) -> str | None:
        """The file that the index knows by a number."""
        prefix = f"{key:012x}"
        row = self.connection.execute(
            "SELECT sha256 FROM files WHERE sha256 BETWEEN ? AND ?", (prefix, prefix + "g")
        ).fetchone()
        return None if row is None else str(row[0])

    def holders(self, han: str, passage: Alignment) -> int:
        """How many files hold a passage of ``han``, as far as fingerprints tell; two at least.

        Of every 33 汉字 in a row the best known fingerprint speaks, and of those the rarest: a
        formula at the end of a long passage does not make the whole a formula.
        """
        import numpy as np

        shingles = passages.shingles_of(han[passage.one : passage.one_end])
        # Where the passage is too short for the fingerprints of any one paper, other papers may
        # have chosen another of its shingles.
        chosen = set(passages.prints_of(han[passage.one : passage.one_end]))
        short = len(shingles) <= passages.WINDOW
        held = np.array(
            [self._holding(p) if short or p in chosen else 0 for p in shingles.tolist()]
        )
        if not len(held):
            return 2
        if not short:
            held = np.lib.stride_tricks.sliding_window_view(held, passages.WINDOW).max(axis=1)
        known = held[held >= 2]
        if not len(known):
            return 2
        return int(known.max() if short else known.min())

    def _holding(self, print_: int) -> int:
        if print_ not in self._held:
            (count,) = self.connection.execute(
                "SELECT count(*) FROM (SELECT 1 FROM passages WHERE print = ? LIMIT ?)",
                (print_, MANY),
            ).fetchone()
            self._held[print_] = int(count)
        return self._held[print_]


def is_common(holders: int, length: int) -> bool:
    """Whether a passage is a formula that many papers have, and no evidence."""
    return length < LONG and holders >= (COMMON_SHORT if length < SHORT else COMMON)

"""The main text of a document as passages are counted in it: its 汉字, and where each stands."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hongtou.notation.characters import HAN

__all__ = ["Article", "MainText", "covered", "read_main_text"]

_HAN_RUN: Final = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class Article:
    """A segment: its own words end where those of its first child begin."""

    path: str
    label: str  # 一、: numbering, and no words of the paper
    start: int
    end: int
    own_end: int


@dataclass(frozen=True)
class MainText:
    """Articles and attachments of one document, without header, title and imprint.

    ``han`` is what is compared: marks, spaces and digits differ between print and web page.
    """

    document_id: str
    file_sha256: str
    clean: str  # of the whole file
    spans: tuple[tuple[int, int], ...]  # of the main text in ``clean``, in order, disjoint
    articles: tuple[Article, ...]  # in order of position; a parent before its children

    @cached_property
    def _runs(self) -> tuple[tuple[int, int, str], ...]:
        return tuple(
            (match.start(), match.end(), match[0])
            for start, end in self.spans
            for match in _HAN_RUN.finditer(self.clean, start, end)
        )

    @cached_property
    def han(self) -> str:
        """All 汉字 of the main text in a row."""
        return "".join(run[2] for run in self._runs)

    @cached_property
    def _offsets(self) -> list[int]:
        return [at for start, end, _ in self._runs for at in range(start, end)]

    def span_of(self, first: int, end: int) -> tuple[int, int]:
        """Where ``han[first:end]`` stands in ``clean``."""
        return self._offsets[first], self._offsets[end - 1] + 1

    def paths_of(self, start: int, end: int) -> tuple[str, ...]:
        """The articles whose own words a span of ``clean`` touches, in order, each once."""
        touched = (a.path for a in self.articles if a.start < end and start < a.own_end)
        return tuple(dict.fromkeys(path for path in touched if path))


def read_main_text(connection: sqlite3.Connection, document_id: str) -> MainText | None:
    """The main text of a held document; ``None`` for a ghost."""
    row = connection.execute(
        "SELECT d.file_sha256, t.clean FROM documents d JOIN texts t USING (file_sha256)"
        " WHERE d.document_id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        return None
    articles = tuple(
        Article(*found)
        for found in connection.execute(
            "SELECT path, label, start, end, own_end FROM segments WHERE document_id = ?"
            " ORDER BY start, -end",
            (document_id,),
        )
    )
    return MainText(document_id, row[0], row[1], _merged(articles), articles)


def _merged(articles: Iterable[Article]) -> tuple[tuple[int, int], ...]:
    """What articles cover, without their labels: 二、 here may be 三、 there."""
    merged: list[tuple[int, int]] = []
    for article in articles:
        start = article.start + len(article.label)
        if not merged or article.start > merged[-1][1]:
            merged.append((start, article.end))
            continue
        first, last = merged.pop()
        if article.label and first < article.start:
            merged.append((first, article.start))
            first = start
        merged.append((max(first, start) if article.label else first, max(last, article.end)))
    return tuple(merged)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many characters lie in one of the spans at least."""
    total = last = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, last))
        last = max(last, end)
    return total

"""Whether a paper has the provision that is cited: 第八条第二款 of a regulation."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.errors import NotationError
from hongtou.notation.labels import read_label
from hongtou.notation.numerals import read_han_integer

__all__ = ["missing_provision"]

_NUMERAL: Final = r"[一二三四五六七八九十百零〇0-9]{1,7}"
_STEP: Final = re.compile(
    rf"第 ?(?P<numerals>{_NUMERAL}(?:[、和至]{_NUMERAL})*) ?(?P<unit>条|款|项)(?P<insert>之)?"
    rf"|第?[（(](?P<bracketed>{_NUMERAL})[）)] ?项"
)
# An article with a number may stand below chapters; attachments have articles of their own.
_ARTICLES: Final = (
    "SELECT document_id, path, label, text FROM segments WHERE kind = 'article'"
    " AND document_id IN ({marks}) ORDER BY document_id, start"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a provision: unit 条, 款 or 项 and its number, from 1."""

    unit: str
    ordinal: int


def missing_provision(
    connection: sqlite3.Connection, document_ids: Sequence[str], provision: str
) -> str | None:
    """What is missing, in words, where none of the documents has the provision; else ``None``.

    Only articles (条), their paragraphs (款) and items (项) are looked for: chapters move.
    """
    marks = ",".join("?" * len(document_ids))
    rows = connection.execute(_ARTICLES.format(marks=marks), tuple(document_ids)).fetchall()
    articles: dict[int, list[str]] = {}
    for row in rows:
        label = read_label(row[2])
        if label is not None:
            articles.setdefault(label.ordinal, []).append(row[3])
    steps = list(read_steps(provision))
    if not any(step.unit == "条" for step in steps):
        return None
    if not articles:
        return "该文件没有以“条”编号的条款"
    return next(filter(None, _missing(steps, articles)), None)


def _missing(steps: Sequence[Step], articles: dict[int, list[str]]) -> Iterator[str | None]:
    texts: list[str] = []
    article = ""
    for step in steps:
        if step.unit == "条":
            article = f"第{step.ordinal}条"
            texts = articles.get(step.ordinal, [])
            if not texts:
                yield f"该文件没有{article}（最末为第{max(articles)}条）"
        elif step.unit == "款" and texts:
            most = max(map(paragraphs_of, texts))
            if step.ordinal > most:
                yield f"该文件{article}只有 {most} 款，没有第{step.ordinal}款"
        elif step.unit == "项" and texts:
            most = max(map(items_of, texts))
            if step.ordinal > most:
                yield f"该文件{article}只有 {most} 项，没有第{step.ordinal}项"


def read_steps(provision: str) -> Iterator[Step]:
    """The parts of a provision in order: ``第三条、第五条第（二）项`` -> 3条, 5条, 2项.

    第八条之一 is left out: what was put in later is told by no number.
    """
    for match in _STEP.finditer(provision):
        if match["insert"]:
            continue
        numerals = match["numerals"] or match["bracketed"]
        for numeral in re.split("[、和至]", numerals):
            try:
                ordinal = int(numeral) if numeral.isdecimal() else read_han_integer(numeral)
            except NotationError:
                continue
            yield Step(match["unit"] or "项", ordinal)


def paragraphs_of(article: str) -> int:
    """款 of an article: its lines that are no items (Legislation Law, article 65)."""
    lines = article.split("\n")
    return 1 + sum(1 for line in lines[1:] if line.strip() and read_label(line.strip()) is None)


def items_of(article: str) -> int:
    """项 of an article: the largest number of a line that begins with （一）."""
    labels = (read_label(line.strip()) for line in article.split("\n")[1:])
    return max((label.ordinal for label in labels if label is not None), default=0)

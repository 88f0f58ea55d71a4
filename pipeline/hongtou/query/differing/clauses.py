"""Clauses of a paper: sentences of its articles, without headings, frame and letterhead."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from hongtou.errors import LexiconError
from hongtou.lexicon import read_table
from hongtou.query.differing.forcing import force_in
from hongtou.query.differing.results import Clause, Tags

__all__ = ["Article", "clauses_of", "is_frame", "with_tags"]

# A sentence ends with its closing mark, and with quotes and brackets that close behind it.
SENTENCE: Final = re.compile(r"[^。！？\n]+(?:[。！？]+[”’」』）)】》〉]*)?")
# Blanks and marks that lead up to a sentence: behind a label, a heading, a bracket.
LEAD: Final = re.compile(r"[\s　、.．。：:]*")
LETTER: Final = re.compile(r"\w")
ARTICLE: Final = re.compile("第.+条")
DIGIT: Final = re.compile(r"\d")
# Longer ones are no headings that run into the text.
TITLE: Final = 24
# Forces that headings do not have; 支持产业升级 and 引导… are headings.
ASKING: Final = ("must", "must_not", "should", "may")
# Shorter than this is the tail of the sentence before: 下同。
SHORT: Final = 4
# A sentence longer than this is cut at a semicolon, else at a comma: no page is one clause.
LONGEST: Final = 600
CUTS: Final = ("；", "，", "、")


@dataclass(frozen=True, slots=True)
class Article:
    """A segment's own words, before those of its first child; offsets are in the clean text."""

    document_id: str
    path: str
    label: str
    heading: str | None
    heading_start: int | None
    heading_end: int | None
    text: str
    start: int
    is_leaf: bool = True


def clauses_of(
    articles: Sequence[Article], leave_out: Sequence[tuple[int, int]] = ()
) -> tuple[Clause, ...]:
    """The clauses of a paper in the order of print.

    Headings are no clauses unless they say all: 二、加大信贷投放力度。 with nothing under it. What
    only carries the paper (现将…转发给你们) and ``leave_out`` (wishes to forward it) are none.
    """
    found: list[Clause] = []
    for article in articles:
        for start, end in _sentences(article):
            text = article.text[start - article.start : end - article.start]
            if is_frame(text) or any(a < end and start < b for a, b in leave_out):
                continue
            found.append(_clause(len(found), article, text, start, end))
    return tuple(found)


def _clause(number: int, article: Article, text: str, start: int, end: int) -> Clause:
    """A clause; a heading that is itself a sentence, and so a clause, is not named besides."""
    heading_end = article.heading_end
    is_clause = heading_end is not None and article.start + _body(article) < heading_end
    heading = None if is_clause else article.heading
    return Clause(number, article.document_id, article.path, heading, text, start, end)


def with_tags(clauses: Sequence[Clause], tags: Tags) -> tuple[Clause, ...]:
    """Each clause with the tags that begin inside it; all are of one document."""
    starts = [clause.start for clause in clauses]
    kept: list[tuple[list[int], ...]] = [([], [], [], []) for _ in clauses]
    sources = (
        [norm.start for norm in tags.norms],
        [start for start, _, _ in tags.amounts],
        [start for start, _, _ in tags.dates],
        [start for start, _ in tags.doubts],
    )
    for kind, positions in enumerate(sources):
        for index, position in enumerate(positions):
            at = bisect_right(starts, position) - 1
            if at >= 0 and position < clauses[at].end:
                kept[at][kind].append(index)
    return tuple(
        replace(
            clause,
            tags=Tags(
                tuple(tags.norms[i] for i in norms),
                tuple(tags.amounts[i] for i in amounts),
                tuple(tags.dates[i] for i in dates),
                tuple(tags.doubts[i] for i in doubts),
            ),
        )
        for clause, (norms, amounts, dates, doubts) in zip(clauses, kept, strict=True)
    )


def is_frame(text: str) -> bool:
    """Whether a sentence only carries the paper: ``现将《…》转发给你们，请遵照执行。``."""
    bare = text.strip()
    return any(pattern.search(bare) for pattern in _frames())


@lru_cache
def _frames() -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(row["regex"]) for row in read_table("frame_patterns"))
    except re.error as error:
        raise LexiconError(
            f"词表 frame_patterns.csv 中有错误的表达式：{error.pattern!r}"
        ) from error


def _sentences(article: Article) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of an article, its label and heading left out."""
    text, begin = article.text, _body(article)
    spans: list[tuple[int, int]] = []
    for match in SENTENCE.finditer(text, begin):
        lead = LEAD.match(text, match.start())
        start, end = lead.end() if lead else match.start(), match.start() + len(match[0].rstrip())
        letters = len(LETTER.findall(text, start, end)) if end > start else 0
        if not letters:
            continue
        if letters < SHORT and spans and "\n" not in text[spans[-1][1] : start]:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    for start, end in spans:
        for piece_start, piece_end in _pieces(text, start, end):
            yield article.start + piece_start, article.start + piece_end


def _body(article: Article) -> int:
    """Where the words of an article begin.

    What the outline takes for a heading may be the first sentence. One closed by a colon belongs
    to its sentence (贷款金额：原则上5万元以下), and so does one with nothing behind it or under it.
    """
    text, label = article.text, len(article.label)
    if article.heading is None or article.heading_end is None or article.heading_start is None:
        return label
    end = article.heading_end - article.start
    begin = article.heading_start - article.start
    behind = text[end : end + 1]
    alone = article.is_leaf and not LETTER.search(text, end)
    run_in = behind not in ("\n", "") and _is_sentence(article)
    return begin if alone or run_in or behind in ("：", ":") else end


def _is_sentence(article: Article) -> bool:
    """Whether what stands before the first full stop asks for something and is no heading.

    第三条 has no run-in heading; 二、中职卡免收开卡手续费，自开卡之日起三年内免年费。 is a
    sentence as well, （二）增强再贷款政策的普惠性。 is none.
    """
    heading = article.heading or ""
    if ARTICLE.match(article.label) or len(heading) > TITLE or DIGIT.search(heading):
        return True
    return force_in(heading) in ASKING


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in parts that are not too long."""
    while end - start > LONGEST:
        cut = next(
            (at + 1 for mark in CUTS if (at := text.rfind(mark, start, start + LONGEST)) > start),
            start + LONGEST,
        )
        yield start, cut
        start = cut
    yield start, end

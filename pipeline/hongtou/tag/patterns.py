"""Obligations by the user's own patterns, and finds that such a pattern takes away.

A pattern is tried on each sentence of the body. What it finds is the clauses that it touches;
named groups of a regular expression say bearer, action, object and condition.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import regex

from hongtou.errors import LexiconError
from hongtou.lexicon import Pattern, own_folder, read_patterns
from hongtou.model import Obligation, Outline, Span, TaggedDocument
from hongtou.tag.duties.bearers import find_bearer
from hongtou.tag.duties.circumstances import ends_condition
from hongtou.tag.duties.clauses import Sentence, find_sentences, mask
from hongtou.tag.duties.forces import ForceHit
from hongtou.tag.duties.obligations import obligation_of
from hongtou.tag.duties.units import Memory, Paper, Unit
from hongtou.tag.token_runs import Runs, longest_first, runs_of

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

# Seconds for one expression on one sentence. An honest one takes microseconds; (.*)*x would take
# years, and the ``re`` of Python cannot be stopped.
_PATIENCE: Final = 2.0
# Of a longer sentence (a table without marks) the rest is not looked at.
_LONGEST: Final = 2_000
_GROUPS: Final = ("bearer", "action", "object", "condition")
_EDGE: Final = "，、；。：！？ \u3000"


@dataclass(frozen=True)
class _Finder:
    """The patterns of one folder, ready to run."""

    expressions: tuple[tuple[Pattern, "regex.Pattern[str]"], ...]
    runs: tuple[Runs, ...]  # of the token patterns
    matcher: "Matcher | None"  # of single tokens, each under the key that the runs name
    vocab: "Vocab | None"
    by_name: dict[str, Pattern]


@dataclass(frozen=True, slots=True)
class _Match:
    pattern: Pattern
    span: Span
    groups: dict[str, Span]


def check_own_patterns() -> None:
    """Compile the user's patterns, so that a mistake is told before any file is read.

    Raises:
        LexiconError: For the first mistake, with file, line and the way out.
    """
    _finder(own_folder())


def find_pattern_duties(tagged: TaggedDocument) -> tuple[Obligation, ...]:
    """The obligations of a document as the user's patterns change them, in order of position.

    A pattern of kind ``none`` takes away every obligation of ours that overlaps what it finds. One
    of kind ``obligation`` adds one with ``found_by`` ``pattern:NAME``, unless an obligation with
    the same force overlaps it already.

    Raises:
        LexiconError: If a pattern is broken or takes too long.
    """
    finder = _finder(own_folder())
    if not finder.by_name:
        return tagged.obligations
    outline = tagged.outline
    document = outline.document.span
    masked = " " * document.start + mask(document.of(outline.text))
    matches = [
        (sentence, match)
        for sentence in _sentences(outline, masked)
        for match in _find_matches(finder, outline.text, sentence)
    ]
    addressed = "、".join(p.name for p in tagged.parties if p.role == "main_recipient") or None
    paper = Paper(outline.text, masked, addressed)
    false = [match.span for _, match in matches if match.pattern.kind == "none"]
    duties = [o for o in tagged.obligations if not any(o.span.overlaps(span) for span in false)]
    for sentence, match in matches:
        duty = _duty(tagged, paper, sentence, match)
        if duty is not None and not any(
            o.force == duty.force and o.span.overlaps(duty.span) for o in duties
        ):
            duties.append(duty)
    return tuple(sorted(duties, key=lambda o: (o.span, o.found_by)))


def _sentences(outline: Outline, masked: str) -> list[Sentence]:
    """All sentences of the body, run-in headings too: 一、柜面双人在岗。 may be all it says."""
    sentences = list(find_sentences(outline, masked))
    starts = sorted(sentence.span for sentence in sentences)
    for index, segment in enumerate(outline.segments):
        head = segment.heading
        if head is None or head.length <= 1:
            continue
        at = bisect_left(starts, Span(head.start, head.start))
        if not any(head.overlaps(span) for span in starts[max(0, at - 1) : at + 1]):
            sentences.append(Sentence(index, head, tuple(_clauses(masked, head))))
    return sorted(sentences, key=lambda sentence: sentence.span)


def _clauses(masked: str, head: Span) -> Iterator[Span]:
    start = head.start
    for words in head.of(masked).split("，"):
        if words.strip(_EDGE):
            yield Span(start, start + len(words.rstrip(_EDGE)))
        start += len(words) + 1


@lru_cache(maxsize=4)
def _finder(folder: Path | None) -> _Finder:
    """The patterns of ``folder``, which is the user's own."""
    patterns = read_patterns()
    expressions, by_tokens = [], []
    for pattern in patterns:
        if pattern.regex is None:
            by_tokens.append(pattern)
            continue
        try:
            expressions.append((pattern, regex.compile(pattern.regex)))
        except regex.error as error:
            raise LexiconError(
                f"{pattern.where}：正则表达式有误（{error}）；请检查括号和特殊符号"
            ) from error
        strange = sorted(set(expressions[-1][1].groupindex) - set(_GROUPS))
        if strange:
            raise LexiconError(
                f"{pattern.where}：不认识的组名 {'、'.join(strange)}；可用 {'、'.join(_GROUPS)}"
            )
        if expressions[-1][1].match("") is not None:
            raise LexiconError(f"{pattern.where}：正则表达式连空白也符合；请写明至少一个字")
    runs, matcher, vocab = _matcher(by_tokens) if by_tokens else ((), None, None)
    return _Finder(tuple(expressions), runs, matcher, vocab, {p.name: p for p in patterns})


def _matcher(patterns: Sequence[Pattern]) -> "tuple[tuple[Runs, ...], Matcher, Vocab]":
    import spacy
    from spacy.errors import MatchPatternError
    from spacy.matcher import Matcher

    vocab = spacy.blank("zh").vocab
    matcher = Matcher(vocab, validate=True)
    runs = []
    for pattern in patterns:
        singles = [{k: v for k, v in t.items() if k != "OP"} for t in pattern.tokens]
        keys = [json.dumps(single, sort_keys=True) for single in singles]
        runs.append(runs_of(pattern, keys))
        try:
            for key, single in zip(keys, singles, strict=True):
                if key not in matcher:
                    matcher.add(key, [[single]])
        # re.error from {"TEXT": {"REGEX": "("}}, which spaCy compiles as it is.
        except (MatchPatternError, ValueError, TypeError, KeyError, re.error) as error:
            said = " ".join(str(error).split())
            raise LexiconError(
                f"{pattern.where}：spaCy 不接受这个句式（{said}）；写法见 spaCy 的 Matcher"
            ) from error
    return tuple(runs), matcher, vocab


def _find_matches(finder: _Finder, text: str, sentence: Sentence) -> Iterator[_Match]:
    """What the patterns find in a sentence, those with expressions first."""
    start, end = sentence.span.start, min(sentence.span.end, sentence.span.start + _LONGEST)
    words = text[start:end]
    for pattern, expression in finder.expressions:
        try:
            for match in expression.finditer(words, timeout=_PATIENCE):
                groups = {
                    name: Span(start + match.start(name), start + match.end(name))
                    for name in expression.groupindex
                    if match.start(name) < match.end(name)
                }
                if match.end() > match.start():
                    yield _Match(pattern, Span(start + match.start(), start + match.end()), groups)
        except TimeoutError as error:
            raise LexiconError(
                f"{pattern.where}：在“{words[:20]}…”一句上超过 {_PATIENCE:g} 秒未得结果；"
                "请把 * 和 + 改为有上限的重复，如 [^，。]{0,40}"
            ) from error
    yield from _by_tokens(finder, words, start)


def _by_tokens(finder: _Finder, words: str, start: int) -> Iterator[_Match]:
    """Token patterns, which take thirty times as long, only where the anchor of one stands."""
    runs = [runs for runs in finder.runs if runs.pattern.anchor in words]
    if finder.matcher is None or not runs:
        return
    from spacy.tokens import Doc

    vocab = cast("Vocab", finder.vocab)
    doc = Doc(vocab, words=list(words), spaces=[False] * len(words))
    places: dict[str, set[int]] = {key: set() for each in runs for key in each.keys}
    for key, low, _ in finder.matcher(doc):
        places.setdefault(vocab.strings[key], set()).add(low)
    found = sorted(
        (low, high, each.pattern.name)
        for each in runs
        for low, high in longest_first(each, places, words)
    )
    for low, high, name in found:
        yield _Match(finder.by_name[name], Span(start + low, start + high), {})


def _duty(
    tagged: TaggedDocument, paper: Paper, sentence: Sentence, match: _Match
) -> Obligation | None:
    """The obligation that a match says: the clauses that it touches, from the first to the last.

    What the groups do not say is read as in any other duty.
    """
    pattern, groups = match.pattern, match.groups
    touched = [clause for clause in sentence.clauses if clause.overlaps(match.span)]
    if pattern.force is None or not touched:
        return None
    span = Span(touched[0].start, touched[-1].end)
    bearer = groups.get("bearer") or _subject(paper.masked, sentence, match.span)
    begin = max(match.span.start, groups["bearer"].end if "bearer" in groups else 0)
    unit = Unit(
        span.start, span.end, pattern.force, ForceHit(begin, begin, pattern.force, ""),
        bearer=bearer, said=bearer is not None and bearer.overlaps(span),
        found_by=f"pattern:{pattern.name}",
    )  # fmt: skip
    memory = Memory(bearer=bearer or _named_before(tagged, sentence, match.span))
    duty = obligation_of(paper, sentence.segment, unit, memory)
    told = {name: at.of(paper.text).strip(_EDGE) for name, at in groups.items()}
    return replace(
        duty,
        action=told.get("action", duty.action),
        object=told.get("object", duty.object),
        condition=told.get("condition", duty.condition),
    )


def _subject(masked: str, sentence: Sentence, span: Span) -> Span | None:
    """Who stands before a match in its clause, else in those before: 各支行…，杜绝|一人多岗.

    客户销户时，… says when, not who.
    """
    for clause in reversed([c for c in sentence.clauses if c.start < span.start]):
        if clause.end <= span.start and ends_condition(masked, clause.start, clause.end):
            continue
        bearer = find_bearer(masked, clause.start, min(clause.end + 1, span.start))
        if bearer is not None:
            return bearer
    return None


def _named_before(tagged: TaggedDocument, sentence: Sentence, span: Span) -> Span | None:
    """Who was named last in the same segment or in one above it."""
    around: set[int] = set()
    index: int | None = sentence.segment
    while index is not None:
        around.add(index)
        index = tagged.outline.segments[index].parent
    before = [
        duty.bearer_span
        for duty in tagged.obligations
        if duty.segment in around and duty.span.start < span.start and duty.bearer_span is not None
    ]
    return before[-1] if before else None

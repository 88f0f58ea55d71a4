"""Token patterns find what spaCy's own Matcher finds, in time that the sentence bounds."""

import json
import random
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from hongtou.lexicon import ENVIRONMENT, own_folder
from hongtou.model import Span
from hongtou.tag.duties.clauses import Sentence
from hongtou.tag.patterns import _find_matches, _finder

LIMIT = {"TEXT": "限"}
OPERATORS = (None, None, "?", "*", "+", "!", "{2}", "{1,3}", "{0,2}", "{,2}", "{2,}")


def found(folder: Path, pattern: list[dict[str, Any]], words: str) -> list[tuple[int, int]]:
    said = {"id": "甲", "label": "none", "pattern": pattern, "source": "内控手册"}
    folder.mkdir(exist_ok=True)
    (folder / "patterns.jsonl").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    finder = _finder(own_folder())
    sentence = Sentence(0, Span(0, len(words)), ())
    return [(m.span.start, m.span.end) for m in _find_matches(finder, words, sentence)]


@cache
def _vocab() -> Vocab:
    return spacy.blank("zh").vocab


def spans_of_spacy(pattern: list[dict[str, Any]], words: str) -> list[tuple[int, int]]:
    vocab = _vocab()
    matcher = Matcher(vocab)
    matcher.add("甲", [pattern], greedy="LONGEST")
    return sorted((low, high) for _, low, high in matcher(Doc(vocab, words=list(words))))


def test_runs_are_those_of_spacy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    some: list[dict[str, Any]] = [
        {"TEXT": "限"},
        {"TEXT": "额"},
        {"TEXT": {"IN": ["额", "3"]}},
        {"IS_DIGIT": True},
        {},
    ]
    matched = 0
    for at in range(150):
        pattern: list[dict[str, Any]] = [LIMIT]
        for token in chance.choices(some, k=chance.randint(1, 3)):
            operator = chance.choice(OPERATORS if token else OPERATORS[:5])
            each = {**token, "OP": operator} if operator else dict(token)
            pattern.insert(chance.randint(0, len(pattern)), each)
        words = "".join(chance.choices("限额3的", k=12))
        monkeypatch.setenv(ENVIRONMENT, str(tmp_path / str(at)))
        ours = found(tmp_path / str(at), pattern, words)
        covered = {place for low, high in ours for place in range(low, high)}
        theirs = spans_of_spacy(pattern, words)
        assert covered == {p for low, high in theirs for p in range(low, high)}, (pattern, words)
        matched += bool(theirs)
    assert matched > 60


@pytest.mark.parametrize("operators", [["*"] * 8, ["{0,40}"] * 7, ["+"] * 99, ["?"] * 99])
@pytest.mark.parametrize("words", ["限" * 2_000, "限" + "额" * 1_999, "限额" * 1_000])
def test_the_worst_sentence_takes_less_than_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operators: list[str], words: str
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    pattern = [LIMIT, *({"OP": operator} for operator in operators)]
    found(tmp_path, pattern, "限额")  # loads spaCy
    begun = time.process_time()
    assert found(tmp_path, pattern, words)
    assert time.process_time() - begun < 2

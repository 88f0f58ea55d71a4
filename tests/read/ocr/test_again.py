"""Lines under a seal: which of two readings counts."""

import pytest

from hongtou.read.ocr.again import better, both_of
from hongtou.read.ocr.engine import CarefulEngine, OcrCharacter, OcrText
from hongtou.read.ocr.engines import choose_engine


def said(text: str, *confidences: float) -> OcrText:
    given = confidences or (0.99,) * len(text)
    characters = tuple(
        OcrCharacter(character, number / len(text), (number + 1) / len(text), confidence)
        for number, (character, confidence) in enumerate(zip(text, given, strict=True))
    )
    return OcrText(characters, sum(given) / len(text) if text else 0.0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (said("某某市分行"), said("某某币分行"), "某某市分行"),  # equally sure: the first stays
        (said("某某币分行", 0.9, 0.9, 0.4, 0.9, 0.9), said("某某市分行"), "某某市分行"),
        (said("某某市分行", 0.9, 0.9, 0.9, 0.9, 0.9), said("某某币分行"), "某某市分行"),  # no lead
        (said("某某市分行", 0.9, 0.9, 0.4, 0.9, 0.9), said("某某分行"), "某某市分行"),  # shorter
        (said(""), said("分行"), "分行"),
        (said("分行"), said(""), "分行"),
    ],
)
def test_better(first: OcrText, second: OcrText, expected: str) -> None:
    assert better(first, second).text == expected


def test_both_readings_are_kept() -> None:
    both = both_of(said("某某币分行", 0.9, 0.9, 0.4, 0.9, 0.9), said("某某市分行"))
    assert both.text == "某某市分行"
    assert [c.confirmed for c in both.characters] == [True, True, False, True, True]
    assert [c.alternatives for c in both.characters] == [(), (), (("币", 0.06),), (), ()]
    assert not any(c.confirmed for c in both_of(said("分行"), said("")).characters)


def test_the_cascade_can_take_more_pains() -> None:
    assert isinstance(choose_engine("cascade", None), CarefulEngine)

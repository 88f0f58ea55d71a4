"""Tokens are those of spaCy's character segmenter, and a long text takes linear time."""

import time
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.language import Language

from hongtou.tag.pipeline import build_pipeline
from hongtou.tag.views import blank_pipeline

# Letters, marks, blanks of several kinds, control characters, a character beyond the first plane.
TEXTS = st.text(st.sampled_from("关于银1〔〕 \u3000\n\t\r\x1c\x85\u00a0\u200b\u202e𠮷e\u0301"))


@pytest.fixture(scope="module")
def of_spacy() -> Language:
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})


@given(text=TEXTS)
@example(text="")
@example(text="  关于  做好 \n\n工作 ")
def test_tokens_are_those_of_spacy(of_spacy: Language, text: str) -> None:
    theirs, ours = of_spacy.make_doc(text), blank_pipeline().make_doc(text)
    assert [(t.text, t.whitespace_, t.idx) for t in ours] == [
        (t.text, t.whitespace_, t.idx) for t in theirs
    ]
    assert ours.text == text


def test_a_long_text_takes_linear_time() -> None:
    """400,000 characters took 20 s when each character cut the text anew."""
    nlp = build_pipeline()
    started = time.process_time()
    doc = nlp.make_doc("根据银发〔2021〕63号做好工作。" * 20_000)
    assert len(doc) == 340_000 + 20_000
    assert time.process_time() - started < 5


def test_a_pipeline_that_was_written_reads_back(tmp_path: Path) -> None:
    text = "关于 做好\n工作"
    blank_pipeline().to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert [t.text for t in again.make_doc(text)] == [
        t.text for t in blank_pipeline().make_doc(text)
    ]

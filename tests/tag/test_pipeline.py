"""The spaCy pipeline: a view on our tags, open to components of the caller."""

import re

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from hongtou.clean import clean
from hongtou.errors import HongtouError
from hongtou.model import TaggedDocument
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import build_pipeline, tag
from hongtou.tag.pipeline import STEPS, tags_of
from tests.support import outline_of, transcript_of

RAW = """某局文件
某发〔2022〕7号
某局关于落实《某指导意见》的通知
各银行机构：
现通知如下：
一、各银行机构应当按月报送，单户贷款不得超过10万元。
二、力争2022年末前覆盖率达到85%以上。"""


def _outline(raw: str = RAW):  # type: ignore[no-untyped-def]
    bundle = split(clean(transcript_of(raw)))
    return segment(bundle, bundle.documents[0])


def test_spans_of_the_doc_are_the_tags() -> None:
    seen: list[Doc] = []
    nlp = build_pipeline()

    def look(doc: Doc) -> Doc:
        seen.append(doc)
        return doc

    Language.component("test_look", func=look)
    nlp.add_pipe("test_look")
    tagged = tag(_outline(), pipeline=nlp)
    (doc,) = seen
    assert doc.text == tagged.outline.document.span.of(tagged.outline.text)
    base = tagged.outline.document.span.start
    for name in ("citations", "obligations", "quantities", "deadlines"):
        tags = getattr(tagged, name)
        shown = [(s.start_char + base, s.end_char + base) for s in doc.spans[name]]
        assert shown == [(t.span.start, t.span.end) for t in tags], name
        assert tags, name


def test_tags_quote_the_text() -> None:
    """The span of each tag holds what the tag says."""
    tagged = tag(_outline())
    text = tagged.outline.text
    assert tagged.metadata.number is not None
    number = tagged.metadata.number
    assert str(number.serial) in number.span.of(text)
    for party in tagged.parties:
        assert party.span is not None
        assert re.sub(r"\s", "", party.span.of(text)) == party.name
    for obligation in tagged.obligations:
        if obligation.bearer_span is not None and obligation.bearer is not None:
            assert obligation.bearer_span.of(text) in obligation.bearer
        segment_span = tagged.outline.segments[obligation.segment].span
        assert segment_span.contains(obligation.span)
    for quantity in tagged.quantities:
        assert tagged.outline.segments[quantity.segment].span.contains(quantity.span)
    for citation in tagged.citations:
        assert citation.title is None or citation.title in re.sub(r"\s", "", citation.span.of(text))


def test_tagging_twice_gives_the_same() -> None:
    assert tag(_outline()) == tag(_outline())


def test_the_pipeline_names_its_steps() -> None:
    assert build_pipeline().pipe_names == [f"hongtou_{name}" for name, _ in STEPS]


def test_a_doc_of_somebody_else_is_refused() -> None:
    with pytest.raises(HongtouError, match="红头"):
        tags_of(build_pipeline().make_doc("正文"))


def test_an_empty_document_has_no_tags() -> None:
    tagged = tag(outline_of(""))
    assert isinstance(tagged, TaggedDocument)
    assert tagged.obligations == tagged.quantities == ()

"""Laws of citations for any text: they quote, keep order, point back, never mean the paper."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import Outline
from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag.citing.citations import find_citations
from hongtou.tag.metadata import read_metadata
from hongtou.tag.parties import find_parties
from tests.support import outline_of, transcript_of

ROOT = Path(__file__).parents[2]
NOTICES = sorted(
    path for folder in ("corpus", "tests/invented") for path in (ROOT / folder).rglob("*.txt")
)
OWN = read_document_number("银发〔2021〕1号")

# Pieces of which notices are made; broken ones too.
PIECES = st.sampled_from([
    "《甲办法》", "《乙通知》（银发〔2001〕2号）", "《关于做好〈丙规定〉的通知》",
    "银发〔2021〕1号", "（银发〔2001〕2号、证监发〔2001〕3号）", "（以下简称《办法》）",
    "（以下统称“制度办法”）", "《办法》", "制度办法", "第八条第二款", "第三条、", "上述通知",
    "该办法", "和", "、", "。", "\n", "根据", "同时废止", "转发", "中国人民银行等五部委",
    "国务院令第768号", "公告〔2003〕第6号", "现将", "印发给你们", "（", "《", "》", "〔2021〕",
    "1.", "，以下简称《甲》", "（试行）", "已于昨日以", "发布", "等规定", "将该通知转发各行",
])  # fmt: skip


def _bare(text: str) -> str:
    """Without spaces and 》, which may stand before （试行） or behind it."""
    return "".join(text.replace("》", "").split())


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_laws(text: str) -> None:
    citations = find_citations(outline_of(text), own_number=OWN, title=None)
    assert [c.span for c in citations] == sorted(c.span for c in citations)
    for index, citation in enumerate(citations):
        quoted = _bare(citation.span.of(text))
        refers = citation.named_by in ("short-name", "anaphor")
        assert citation.title or citation.number
        if not refers:
            assert citation.title is None or _bare(citation.title) in quoted
            assert citation.number is None or str(citation.number.serial) in quoted
        assert citation.provision is None or quoted.endswith(citation.provision)
        if citation.number is not None:
            assert number_key(citation.number) != "银发|2021|1"
        if citation.antecedent is not None:
            earlier = citations[citation.antecedent]
            assert refers and citation.antecedent < index
            assert earlier.named_by not in ("short-name", "anaphor")
            assert citation.title is None or earlier.title is None or (
                _bare(earlier.title) == _bare(citation.title)
                or earlier.number is not None
            )  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_same_text_gives_the_same_citations(text: str) -> None:
    once = find_citations(outline_of(text), own_number=None, title=None)
    assert once == find_citations(outline_of(text), own_number=None, title=None)


def _outlines(text: str) -> list[Outline]:
    bundle = split(clean(transcript_of(text), finders=()))  # layout is enough here
    return [segment(bundle, document) for document in bundle.documents]


def test_where_the_own_number_is_lost_no_cited_one_takes_its_place() -> None:
    """The line of the own number is deleted: then the paper has none, or says it elsewhere."""
    judged = 0
    for path in NOTICES:
        outline = _outlines(path.read_text("utf-8-sig"))[0]
        own = read_metadata(outline, find_parties(outline)).number
        if own is None:
            continue
        start = outline.text.rfind("\n", 0, own.span.start) + 1
        end = outline.text.find("\n", own.span.end)
        without = _outlines(outline.text[:start] + outline.text[end + 1 :])[0]
        number = read_metadata(without, find_parties(without)).number
        assert number is None or number_key(number) == number_key(own), path.name
        judged += 1
    assert judged >= 35


@pytest.mark.parametrize(
    "piece",
    ["《甲》（以下简称《乙》）《乙》", "《甲通知》上述通知", "银发〔2021〕1号、", "《甲》第一条、",
     "国务院令第1号", "\n1.《甲通知》", "（以下简称办法）", "中国人民银行、", "第一条第二款"],
)  # fmt: skip
def test_hostile_repetition_stays_fast(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    find_citations(outline_of(text), own_number=None, title=None)
    assert time.process_time() - start < 4

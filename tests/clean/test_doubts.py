"""What the reader doubted is found again in the clean text."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import CleanText, RawFinding, RawSpan
from tests.clean.test_rules import NOISE
from tests.support import transcript_of

MESSAGE = "此处盖有印章，识别结果请对照原件"
NOTICE = """　　　　　　某局关于做好工作的通知
各单位：
　　各单位要认真贯彻落实上级要求，切实加强组织领导，明确责
任分工，不断提高服务水平，确保各项任务按期完成，并于１２月
底前报送。
　　　　　　　　　　　　　　　　　　　某　局
　　　　　　　　　　　　　　　　　2021年5月28日
　　　　　　　　　　　　　　　　　　　　　　— 1 —
"""


def _doubted(raw: str, *words: str) -> CleanText:
    spans = []
    for word in words:
        at = raw.index(word)
        spans.append(RawFinding("under-seal", MESSAGE, RawSpan(at, at + len(word))))
    return clean(replace(transcript_of(raw), raw_findings=tuple(spans)))


def _seen(result: CleanText) -> list[str]:
    return [f.span.of(result.text) for f in result.findings if f.span and f.code == "under-seal"]


def test_a_seal_is_found_where_the_text_went() -> None:
    assert _seen(_doubted(NOTICE, "某　局", "2021年5月28日")) == ["某局", "2021年5月28日"]


def test_a_seal_over_the_end_of_a_line_is_one_finding() -> None:
    assert _seen(_doubted(NOTICE, "，明确责", "任分工")) == ["，明确责任分工"]


def test_repaired_characters_keep_their_doubt() -> None:
    assert _seen(_doubted(NOTICE, "２月")) == ["12月"]  # the figure was repaired as a whole


def test_what_was_removed_needs_no_look() -> None:
    assert _seen(_doubted(NOTICE, "— 1 —")) == []


@given(st.text(alphabet=NOISE, max_size=80), st.data())
def test_each_character_that_stayed_keeps_its_doubt(raw: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, len(raw)), max_size=6))
    doubts = tuple(
        RawFinding("under-seal", MESSAGE, RawSpan(start, min(len(raw), start + 3)))
        for start in starts
    )
    result = clean(replace(transcript_of(raw), raw_findings=doubts))
    spans = [f.span for f in result.findings if f.code == "under-seal" and f.span]
    for doubt in doubts:
        shown = result.to_clean(doubt.span)
        assert not shown.of(result.text).strip() or any(s.contains(shown) for s in spans)
    assert all(a.end < b.start for a, b in pairwise(spans))


def test_thousands_of_doubts_take_linear_time() -> None:
    raw = "各 单 位 要 认 真 落 实。\n" * 4_000
    doubts = tuple(
        RawFinding("under-seal", MESSAGE, RawSpan(at, at + 1)) for at in range(0, len(raw), 5)
    )
    result = clean(replace(transcript_of(raw), raw_findings=doubts))
    assert len(result.findings) > 5_000

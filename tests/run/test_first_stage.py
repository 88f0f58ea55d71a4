"""What is kept of a file on its own, and the transcript that comes back from the tables."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import (
    Alternatives,
    Box,
    Bundle,
    Cell,
    Finding,
    PageReading,
    RawFinding,
    RawSpan,
    Run,
    Source,
    Table,
    Transcript,
)
from hongtou.run.first_stage import first_reading_of, is_doubted, rest_of, transcript_of
from hongtou.store import open_store
from hongtou.store.first_readings import as_stored, held, stored
from tests.support import transcript_of as plain

SOURCE = Source("ab" * 32, "收文/扫描.pdf", "扫描.pdf", "application/pdf", 1234, "来文.pdf")
NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


def scanned(text: str, boxes: list[Box | None], doubt: float | None) -> Transcript:
    runs = tuple(
        Run(RawSpan(at, at + 1), 1, box, doubt) for at, box in enumerate(boxes[: len(text)])
    )
    cells = (Cell(RawSpan(0, 1), 0, 0),)
    return Transcript(
        SOURCE, text, runs, "pdf", 1, (Finding("read.example", "看不清"),),
        (RawFinding("under-seal", "印章", RawSpan(0, 1)),), (Table(RawSpan(0, 1), cells),),
        (PageReading(1, 595.3, None, "ocr", "扫描件"),),
        (Alternatives(RawSpan(0, 1), (("提", 0.3), ("", 0.125))),),
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    text=st.text(alphabet="捉升普惠金融。\n", min_size=1, max_size=8),
    boxes=st.lists(st.none() | st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=8),
    doubt=st.none() | st.floats(0, 1),
)
def test_a_transcript_comes_back_from_the_tables(
    text: str,
    boxes: list[Box | None],
    doubt: float | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    transcript = as_stored(scanned(text, boxes, doubt))
    cleaned = clean(transcript)
    with open_store(tmp_path_factory.mktemp("k") / "k.db") as store:
        first = first_reading_of(cleaned)
        store.write_source(Bundle(cleaned, ()), (), version="1", first=first)
        kept = held(store.db.conn, SOURCE.sha256)
        assert kept is not None and kept.stale
        assert kept.text == cleaned.text
        back = transcript_of(stored(store.db.conn, SOURCE.sha256), kept.transcript)
        assert back == transcript
        assert clean(back) == cleaned
    assert as_stored(transcript) == transcript
    assert rest_of(transcript) == first.transcript


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("各银行要切实解决门槛高的间题。", True),  # 问题
        ("美于做好工作的通知\n各单位：\n请认真落实。", True),
        ("要认真抓好落实，切实提高管理水平，加强\n二、任务\n各单位要落实。", True),  # torn
        ("各银行要切实解决门槛高的问题。", False),
        ("各银行要在３个工作日内 报送,逾期的予以通报.", False),  # widths and blanks
        ("某银发[2021]5号\n关于做好工作的通知\n各单位:\n请认真落实。", False),  # brackets
    ],
)
def test_plain_text_is_doubted_for_a_reason(text: str, doubted: bool) -> None:
    result = clean(plain(text))
    assert is_doubted(result) == doubted
    assert (first_reading_of(result).transcript is not None) == doubted


def test_what_was_typed_is_not_doubted(tmp_path: Path) -> None:
    page = PageReading(1, 595.3, 841.9, "text", "有文字层")
    text = "各银行要切实解决门槛高的间题。"
    runs = (Run(RawSpan(0, len(text)), 1),)
    typed = Transcript(SOURCE, text, runs, "pdf", 1, page_readings=(page,))
    assert not is_doubted(clean(typed))
    read = Transcript(
        SOURCE, text, runs, "pdf", 1, page_readings=(PageReading(1, 595.3, 841.9, "ocr", ""),)
    )
    assert is_doubted(clean(read))

"""Pages really printed, worn and recognised; the truth beside each line."""

from pathlib import Path

import numpy as np
import pytest

from hongtou.read.ocr.engines import missing_parts
from tests.noise.__main__ import main
from tests.noise.counting import edits, normal
from tests.noise.grades import GRADES, wear
from tests.noise.pairs import MADE_UP, read_pairs
from tests.noise.records import (
    Record,
    printable,
    read_record,
    recognise_notice,
    shuffled_characters,
)
from tests.press import Notice, lay_out
from tests.press.fonts import needs_fonts
from tests.press.samples import NOTICE

pytestmark = needs_fonts()
SHORT = Notice(
    title=("关于加强管理的通知",), recipients="各县人民政府：",
    body=("现将有关事项通知如下，请认真贯彻执行。", "一、提高思想认识。各单位要高度重视。"),
)  # fmt: skip
needs_engine = pytest.mark.skipif(bool(missing_parts("tiny")), reason="no recogniser installed")


@pytest.mark.parametrize("grade", ["specked", "copied-fax", "small"])
def test_wear_is_the_same_for_the_same_seed(grade: str) -> None:
    pages = lay_out(SHORT)
    (one,), (other,) = (list(wear(pages, grade, seed=3)) for _ in range(2))
    assert np.array_equal(one.pixels, other.pixels)
    assert one.pixels.dtype == np.uint8 and one.pixels.shape[2] == 3


@pytest.mark.parametrize("grade", GRADES)
def test_truth_moves_along(grade: str) -> None:
    """The middle of the title's line is darker than the paper above it."""
    (worn,) = wear(lay_out(SHORT), grade, seed=3)
    title = next(line for line in worn.page.lines if line.kind == "title")
    scale = worn.dpi / 72
    boxes = [glyph.box for glyph in title.glyphs]
    ink = [_darkness(worn.pixels, b.x0, b.top, b.x1, b.bottom, scale) for b in boxes]
    paper = [_darkness(worn.pixels, b.x0, b.top - 40, b.x1, b.top - 20, scale) for b in boxes]
    assert np.median(ink) > np.median(paper) + 15


def _darkness(
    pixels: np.ndarray, x0: float, top: float, x1: float, bottom: float, scale: float
) -> float:
    rows = slice(round(top * scale), round(bottom * scale))
    return float(255 - pixels[rows, round(x0 * scale) : round(x1 * scale)].mean())


@pytest.fixture(scope="module")
def record() -> Record:
    made = recognise_notice(NOTICE, "样张", grade="fax", engine="tiny", pages=1)
    assert made is not None
    return made


@needs_engine
def test_lines_stand_beside_their_readings(record: Record) -> None:
    printed = [pair for pair in record.pairs if pair.kind != MADE_UP]
    assert "\n".join(pair.truth for pair in printed) == record.truth[0]
    wrong = sum(len(edits(normal(pair.truth), normal(pair.read))) for pair in printed)
    assert wrong < 0.02 * sum(len(normal(pair.truth)) for pair in printed)
    for pair in record.pairs:
        assert len(pair.confidences) == len(pair.under_seal) == len(pair.read)
        assert len(pair.sealed) == len(pair.truth)


@needs_engine
def test_records_are_kept(record: Record, tmp_path: Path) -> None:
    from tests.noise.records import write_record

    write_record(record, tmp_path / "one.json.gz")
    assert read_record(tmp_path / "one.json.gz") == record
    whole, bare = (record.transcript(page_numbers=n).text for n in (True, False))
    assert normal(record.truth[0])[:8] in normal(whole)
    assert whole.startswith(bare) and len(normal(whole[len(bare) :])) <= 3  # at most — 1 —


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("登记有效—3—的机构", "登记有效的机构"),
        ("印发\n— 2 —\n附件", "印发\n\n附件"),
        ("2021—2023年", "2021—2023年"),
        ("见第1—3—5条", "见第1—3—5条"),
    ],
)
def test_stray_page_numbers_are_not_printed(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_shuffled_characters() -> None:
    texts = [block for number in (1, 2) for block in shuffled_characters(number).body]
    assert all(isinstance(text, str) and len(text) == len(set(text)) == 26 for text in texts)
    assert texts[0] != texts[22]


def test_command_draws_misreads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.txt").write_text("关于加强管理的通知\n" + "请认真贯彻执行。" * 40, "utf-8")
    out = tmp_path / "pairs.jsonl"
    main([str(tmp_path), "-o", str(out), "--channel", "0.1"])
    pairs = list(read_pairs(out))
    wrong = sum(pair.truth != pair.read for pair in pairs)
    assert wrong > 3 and {pair.engine for pair in pairs} == {"channel"}
    assert "channel channel: 3" in capsys.readouterr().out

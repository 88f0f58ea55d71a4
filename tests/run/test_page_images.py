"""Pictures of pages: made once, kept beside the doorway JSON, never of another content."""

import zipfile
from pathlib import Path

import pytest
from PIL import Image

from hongtou.errors import DoorwayError, LookupFailedError, ReadError, UnsupportedFormatError
from hongtou.run import document_page_image, page_image
from tests.cli.test_cli import run as command
from tests.press import lay_out
from tests.press.pdf import to_pdf
from tests.run.test_ingest import run

TEXT = "甲银发〔2021〕1号\n\n关于某事的通知\n\n各支行：\n请按乙银发〔2020〕2号办理。\n"


@pytest.fixture(scope="module")
def printed() -> bytes:
    return to_pdf(lay_out(TEXT))


@pytest.fixture
def file(tmp_path: Path, printed: bytes) -> Path:
    (tmp_path / "n.pdf").write_bytes(printed)
    return tmp_path / "n.pdf"


def test_made_once_and_kept(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = page_image(file, 1, extracted=out)
    assert made.name == "1.png" and made.parent.name == "pages"
    with Image.open(made) as picture:
        assert picture.size == (1240, 1754)  # A4 at 150 dots an inch
    coarse = page_image(file, 1, extracted=out, dpi=50)
    assert coarse.name == "1@50.png"
    made.write_bytes(b"kept")
    assert page_image(file, 1, extracted=out).read_bytes() == b"kept"
    assert [p.name for p in out.iterdir()] == [made.parent.parent.name]  # no draft


def test_an_ingest_keeps_them(file: Path, tmp_path: Path) -> None:
    made = page_image(file, 1, extracted=tmp_path / "out")
    assert run(file, into=tmp_path).exit_code == 0
    assert made.is_file() and (made.parent.parent / "1-transcript.json").is_file()
    run(file, into=tmp_path, force=True)
    assert made.is_file()
    assert (
        document_page_image(tmp_path / "k.db", "甲银发〔2021〕1号", 1, extracted=tmp_path / "out")
        == made
    )


@pytest.mark.parametrize(("page", "said"), [(2, "没有第 2 页"), (0, "没有第 0 页")])
def test_no_such_page(file: Path, tmp_path: Path, page: int, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        page_image(file, page, extracted=tmp_path / "out")


def test_what_has_no_pages(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(UnsupportedFormatError, match="没有固定版面"):
        page_image(tmp_path / "n.txt", 1, extracted=tmp_path / "out")


def test_no_place_for_it(file: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DoorwayError, match="无法建立"):
        page_image(file, 1, extracted=tmp_path / "out")


def test_originals_that_are_gone_or_changed(file: Path, tmp_path: Path) -> None:
    run(file, into=tmp_path)
    kept = file.read_bytes()
    file.write_bytes(kept + b"\n")
    with pytest.raises(ReadError, match="有改动"):
        document_page_image(tmp_path / "k.db", "甲银发〔2021〕1号", 1, extracted=tmp_path / "o2")
    file.unlink()
    with pytest.raises(ReadError, match="原件已不在"):
        document_page_image(tmp_path / "k.db", "甲银发〔2021〕1号", 1, extracted=tmp_path / "o2")
    with pytest.raises(LookupFailedError, match="只被引用"):
        document_page_image(tmp_path / "k.db", "乙银发〔2020〕2号", 1, extracted=tmp_path / "o2")


def test_a_member_of_an_archive(tmp_path: Path, printed: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "通知.zip", "w") as archive:
        archive.writestr("附件/n.pdf", printed)
    run(tmp_path / "通知.zip", into=tmp_path)
    made = document_page_image(
        tmp_path / "k.db", "甲银发〔2021〕1号", 1, extracted=tmp_path / "out"
    )
    assert made.is_file()


def test_command(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(file, into=tmp_path, extracted=tmp_path / "k.extracted")
    db, picture = tmp_path / "k.db", tmp_path / "第1页.png"
    assert command("page", "甲银发〔2021〕1号", 1, "--db", db, "-o", picture, "--dpi", 60) == 0
    assert capsys.readouterr().out == f"{picture}\n"
    with Image.open(picture) as opened:
        assert opened.format == "PNG"
    assert command("page", "甲银发〔2021〕1号", 7, "--db", db) == 3
    assert "没有第 7 页" in capsys.readouterr().err

import dataclasses
import hashlib
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import EmptyFileError, EncodingError, ReadError, UnsupportedFormatError
from hongtou.model import RawSpan
from hongtou.read import open_source, read
from hongtou.read.media_types import name_of, signatures
from hongtou.read.sources import unchanged

NOTICE = "关于报送工作情况的通知\n\n各支行：\n    请于5月底前报送。\r\n"


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def package(path: Path, *members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return path


def test_source(tmp_path: Path) -> None:
    path = put(tmp_path / "通知.txt", NOTICE.encode())
    source = open_source(path, origin="001_9105.txt")
    assert source.sha256 == hashlib.sha256(NOTICE.encode()).hexdigest()
    assert (source.name, source.path) == ("通知.txt", str(path))
    assert (source.media_type, source.size) == ("text/plain", len(NOTICE.encode()))
    assert source.origin == "001_9105.txt"


@pytest.mark.parametrize(
    ("encoding", "reader"),
    [
        ("utf-8", "text/utf-8"),
        ("utf-8-sig", "text/utf-8-sig"),
        ("gb18030", "text/gb18030"),
        ("utf-16-le", "text/utf-16-le"),
    ],
)
def test_transcript(tmp_path: Path, encoding: str, reader: str) -> None:
    source = open_source(put(tmp_path / "n.txt", NOTICE.encode(encoding)))
    transcript = read(source)
    assert transcript.text == NOTICE  # raw is raw: line ends and blanks stay
    assert transcript.reader == reader
    assert transcript.pages == 1
    assert [(r.span, r.page, r.box) for r in transcript.runs] == [
        (RawSpan(0, len(NOTICE)), 1, None)
    ]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 64, "application/x-ole-storage"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"BM\x36\0\0\0\0\0\0\0\x36", "image/bmp"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"  <!DOCTYPE html><html>", "text/html"),
        (b"\xef\xbb\xbf<!-- saved --> <html lang='zh'>", "text/html"),
        (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
        (b"PK\x03\x04 damaged", "application/zip"),
        (b"BM25 ranks documents", "text/plain"),  # the look-alike of a bitmap
        ("<通知> 不是网页".encode(), "text/plain"),
        (b"%PDX", "text/plain"),
    ],
)
def test_media_type_by_content(tmp_path: Path, content: bytes, media_type: str) -> None:
    assert open_source(put(tmp_path / "notice.txt", content)).media_type == media_type


@pytest.mark.parametrize(
    ("member", "media_type"),
    [
        ("word/document.xml", "wordprocessingml"),
        ("OFD.xml", "application/ofd"),
        ("xl/workbook.xml", "spreadsheetml"),
        ("notice.txt", "application/zip"),
    ],
)
def test_packages_by_their_members(tmp_path: Path, member: str, media_type: str) -> None:
    assert media_type in open_source(package(tmp_path / "a.txt", member)).media_type


def test_unsupported_says_what_it_is_and_what_can_be_read(tmp_path: Path) -> None:
    source = open_source(put(tmp_path / "notice.txt", b"SQLite format 3\0..."))
    with pytest.raises(UnsupportedFormatError, match=r"SQLite.*能读：.*纯文本") as caught:
        read(source)
    assert "密码" not in str(caught.value)  # what only asks for a password is no format to save as


@pytest.mark.parametrize("content", [b" \r\n\t", "\ufeff\u3000\u200b\n".encode(), b"\xef\xbb\xbf"])
def test_only_blanks(tmp_path: Path, content: bytes) -> None:
    source = open_source(put(tmp_path / "n.txt", content))
    with pytest.raises(EmptyFileError, match="只有空白"):
        read(source)


def test_no_bytes(tmp_path: Path) -> None:
    source = open_source(put(tmp_path / "n.txt", b""))
    with pytest.raises(EmptyFileError, match="0 字节"):
        read(source)


def test_binary_junk(tmp_path: Path) -> None:
    source = open_source(put(tmp_path / "n.txt", bytes(range(256)) * 4))
    with pytest.raises(EncodingError, match=r"n\.txt.*控制字节"):
        read(source)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.txt", "没有这个文件"),
        ("x" * 300, "没有这个文件|无法访问"),
        ("\udcff.txt", "不是 UTF-8"),
        (".", "目录"),
        ("pipe", "不是普通文件"),
    ],
)
def test_no_file(tmp_path: Path, name: str, reason: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match=reason):
        open_source(tmp_path / name)


def test_changed_while_it_is_read(tmp_path: Path) -> None:
    path = put(tmp_path / "n.txt", NOTICE.encode())
    source = open_source(path)
    path.write_text("另一份文件")
    with pytest.raises(ReadError, match="被改动"):
        read(source)


@pytest.mark.parametrize("head", [
    b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<!DOCTYPE html><html>", b"{\\rtf1\\ansi",
])  # fmt: skip
@pytest.mark.parametrize("size", [40, 0])
def test_whatever_the_format_the_change_is_told(tmp_path: Path, head: bytes, size: int) -> None:
    """Another content is no fault of the paper, even where it cannot be read at all."""
    path = put(tmp_path / "n", head + bytes(40))
    source = open_source(path)
    if source.media_type == "application/zip":  # what its members would say
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        source = dataclasses.replace(source, media_type=word)
    put(path, head[:size] + b"x" * size)
    with pytest.raises(ReadError, match="被改动"):
        read(source)


def test_a_reader_that_stumbles_over_the_change(tmp_path: Path) -> None:
    source = open_source(put(tmp_path / "n.txt", NOTICE.encode()))
    with pytest.raises(ReadError, match="被改动"), unchanged(source):
        put(tmp_path / "n.txt", b"")
        raise EncodingError("乱码")
    put(tmp_path / "n.txt", NOTICE.encode())
    with pytest.raises(EncodingError, match="乱码"), unchanged(source):
        raise EncodingError("乱码")


def test_gone_while_it_is_read(tmp_path: Path) -> None:
    path = put(tmp_path / "n.txt", NOTICE.encode())
    source = open_source(path)
    path.unlink()
    with pytest.raises(ReadError, match="读不出来"):
        read(source)


def test_too_large(tmp_path: Path) -> None:
    source = open_source(put(tmp_path / "n.txt", NOTICE.encode()))
    with pytest.raises(ReadError, match="上限"):
        read(dataclasses.replace(source, size=1 << 30))


@given(st.binary(min_size=1, max_size=200))
def test_identity_is_content(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("same")
    first, second = put(folder / "a", content), put(folder / "b", content)
    assert open_source(first).sha256 == open_source(second).sha256


def test_every_signature_has_a_name() -> None:
    assert all(name_of(s.media_type) for s in signatures())
    assert name_of("text/html") == "网页（HTML）"

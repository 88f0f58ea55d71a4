"""Old Word files and their kin through a real LibreOffice, and what happens without one."""

import io
import os
import sys
import time
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import psutil
import pytest
from PIL import Image

from hongtou.errors import (
    DamagedFileError,
    EncryptedFileError,
    MissingProgramError,
    ReadError,
    ReaderTimeoutError,
)
from hongtou.read import open_source, render_page
from hongtou.read.office import libreoffice
from hongtou.read.office.libreoffice import converted, find_libreoffice
from tests.read.office.ole import write_ole
from tests.read.office.test_numbering import NOTICE
from tests.read.office.word import RULED, numbered, p, row, run, table, transcribe, write_docx

needs_libreoffice = pytest.mark.skipif(
    find_libreoffice() is None and os.environ.get("CI") != "true",
    reason="LibreOffice 未安装：apt install libreoffice-writer-nogui",
)
BODY = (
    p("云州市人民政府办公室文件")
    + p("关于做好登记工作的通知")
    + p("明确范围", numbered(1))
    + p("首次登记应当于2024年6月30日前完成。", numbered(1, 1))
    + p("登记率不低于95%。", numbered(1, 1))
    + p(run("留下") + '<w:del w:id="9"><w:r><w:delText>删去</w:delText></w:r></w:del>')
    + table(row("单位", "数量"), row("甲局", "3"), properties=RULED)
    + p("加强领导", numbered(1))
)
TEXT = (
    "云州市人民政府办公室文件\n关于做好登记工作的通知\n一、明确范围\n"
    "（一）首次登记应当于2024年6月30日前完成。\n（二）登记率不低于95%。\n留下\n"
    "单位\t数量\n甲局\t3\n二、加强领导\n"
)


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("word")
    return write_docx(folder / "n.docx", BODY, numbering=NOTICE)


@needs_libreoffice
@pytest.mark.parametrize(
    ("target", "suffix", "reader", "media_type"),
    [
        ("doc:MS Word 97", ".doc", "doc/libreoffice", "application/msword"),
        ("odt", ".odt", "odt/libreoffice", "application/vnd.oasis.opendocument.text"),
    ],
)  # fmt: skip
def test_old_formats_read_as_docx(
    tmp_path: Path, notice: Path, target: str, suffix: str, reader: str, media_type: str
) -> None:
    old = tmp_path / f"通知 副本{suffix}"
    with converted(notice, suffix=".docx", target=target, shown="n") as file:
        old.write_bytes(file.read_bytes())
    assert open_source(old).media_type == media_type
    transcript = transcribe(old)
    assert transcript.reader == reader
    assert transcript.text == TEXT == transcribe(notice).text
    assert len(transcript.tables) == 1


def rtf(text: str) -> str:
    """As Word writes it in China: bytes of code page 936."""
    return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("gbk"))


def rtf_level(text: str, place: int) -> str:
    return (
        "{\\listlevel\\levelnfc37\\leveljc0\\levelfollow2\\levelstartat1"
        f"{{\\leveltext {text};}}{{\\levelnumbers\\'{place:02x};}}\\f0}}"
    )


@needs_libreoffice
def test_rtf_by_any_name(tmp_path: Path) -> None:
    """An RTF file that is called .doc, as old systems export it; its numbers are printed."""
    levels = rtf_level("\\'02\\'00\\'a1\\'a2", 1) + rtf_level("\\'03\\'a3\\'a8\\'01\\'a3\\'a9", 2)
    path = tmp_path / "通知.doc"
    path.write_text(
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}"
        f"{{\\*\\listtable{{\\list\\listtemplateid1{levels}\\listid7}}}}"
        "{\\*\\listoverridetable{\\listoverride\\listid7\\listoverridecount0\\ls1}}\\f0 "
        f"\\pard {rtf('关于检查的通知')}\\par\\pard\\ls1\\ilvl0 {rtf('明确范围')}\\par"
        f"\\pard\\ls1\\ilvl1 {rtf('登记率不低于95%')}\\par"
        f"\\pard\\ls1\\ilvl0 {rtf('加强领导')}\\par}}",
        "ascii",
    )
    transcript = transcribe(path)
    assert transcript.reader == "rtf/libreoffice"
    assert transcript.text == "关于检查的通知\n一、明确范围\n（一）登记率不低于95%\n二、加强领导\n"


@needs_libreoffice
def test_word_2003_xml(tmp_path: Path) -> None:
    path = tmp_path / "通知.xml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        "<w:p><w:r><w:t>关于检查的通知</w:t></w:r></w:p></w:body></w:wordDocument>",
        "utf-8",
    )
    assert transcribe(path).text == "关于检查的通知\n"


@needs_libreoffice
def test_pages_can_be_shown(notice: Path) -> None:
    """LibreOffice prints them, so that people can compare."""
    with Image.open(io.BytesIO(render_page(open_source(notice), 1, dpi=50))) as picture:
        assert picture.format == "PNG"
        assert picture.convert("L").getextrema()[0] < 128  # something is printed on it
    with pytest.raises(ReadError, match=r"n\.docx：没有第 9 页（共 1 页）"):
        render_page(open_source(notice), 9)


@needs_libreoffice
def test_nobody_is_called(tmp_path: Path) -> None:
    """Pictures and texts that a paper names by their address are not fetched.

    With its usual settings LibreOffice fetches both from this file.
    """
    called: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            called.append(format)

    server = HTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    path = tmp_path / "n.odt"
    office = "urn:oasis:names:tc:opendocument:xmlns"
    image = (
        '<draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">'
        f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed"'
        ' xlink:actuate="onLoad"/></draw:frame>'
    )
    section = (
        f'<text:section text:name="s"><text:section-source xlink:href="{address}/b.odt"/>'
        "<text:p>old</text:p></text:section>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}:office:1.0"'
            f' xmlns:text="{office}:text:1.0" xmlns:draw="{office}:drawing:1.0"'
            f' xmlns:svg="{office}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
            ' office:version="1.3"><office:body><office:text><text:p>Text</text:p>'
            f"<text:p>{image}</text:p>{section}</office:text></office:body>"
            "</office:document-content>",
        )
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0" manifest:version="1.3">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type='
            '"application/vnd.oasis.opendocument.text"/><manifest:file-entry'
            ' manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    try:
        assert transcribe(path).text.startswith("Text\n")
    finally:
        server.shutdown()
        server.server_close()
    assert called == []


@needs_libreoffice
def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = write_ole(tmp_path / "broken.doc", {"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 5000})
    with pytest.raises(DamagedFileError, match=r"broken\.doc：LibreOffice 打不开"):
        transcribe(path)


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "PROGRAMS", ())
    monkeypatch.setattr(libreoffice, "USUAL_PLACES", {})
    path = write_ole(tmp_path / "a.doc", {"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 5000})
    with pytest.raises(MissingProgramError, match=r"a\.doc：.*apt install libreoffice-writer"):
        transcribe(path)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_a_hang_ends_with_all_its_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hangs is a child of the starter, as soffice.bin is."""
    note = tmp_path / "child"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > '{note}'\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    source = tmp_path / "n.doc"
    source.write_bytes(b"x")
    begun = time.monotonic()
    with (
        pytest.raises(ReaderTimeoutError, match=r"n\.doc：LibreOffice 转换超过 1 秒"),
        converted(source, suffix=".doc", shown="n.doc", seconds=1),
    ):
        pass
    assert time.monotonic() - begun < 20
    assert ended(int(note.read_text()), seconds=10)


def ended(pid: int, *, seconds: float) -> bool:
    """Whether the process is gone, or dead and not yet collected: a kill takes a moment."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_a_password_is_asked_for_before_anything_runs(tmp_path: Path) -> None:
    flags = (0x0100).to_bytes(2, "little")
    word = b"\xec\xa5\xc1\0" + b"\0" * 6 + flags + b"\0" * 5000
    for name, streams in (
        ("a.doc", {"WordDocument": word, "1Table": b"x" * 5000}),
        ("b.docx", {"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x"}),
    ):
        with pytest.raises(EncryptedFileError, match="密码"):
            transcribe(write_ole(tmp_path / name, streams))


@pytest.mark.parametrize(
    ("streams", "media_type"),
    [
        ({"WordDocument": b"", "1Table": b""}, "application/msword"),
        ({"WordDocument": b"", "WpsCustomData": b""}, "application/msword"),
        ({"Workbook": b""}, "application/vnd.ms-excel"),
        ({"Book": b""}, "application/vnd.ms-excel"),
        ({"PowerPoint Document": b""}, "application/vnd.ms-powerpoint"),
        ({"EncryptedPackage": b"", "EncryptionInfo": b""}, "application/x-encrypted-office"),
        ({"__properties_version1.0": b""}, "application/vnd.ms-outlook"),
        ({"Something": b""}, "application/x-ole-storage"),
        ({"NotWordDocument": b""}, "application/x-ole-storage"),
    ],
)
def test_kinds_of_ole_files(tmp_path: Path, streams: dict[str, bytes], media_type: str) -> None:
    assert open_source(write_ole(tmp_path / "a.bin", streams)).media_type == media_type


def test_kinds_of_packages(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a/>")
    assert open_source(path).media_type == "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word\\document2.xml", "<a/>")
    assert "wordprocessingml" in open_source(path).media_type


def test_a_folder_that_changes_can_be_measured(tmp_path: Path) -> None:
    """LibreOffice makes and removes files while its output is measured."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"12345")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert libreoffice._size(tmp_path) >= 5
    assert libreoffice._size(tmp_path / "nowhere") == 0

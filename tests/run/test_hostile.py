"""A folder of all that is bad: each file one clear row, in bounded time and memory, the good done.

Names say what is wrong. The readers' own tests look closer; here is seen that nothing of it
reaches the batch.
"""

import io
import struct
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest
from reportlab.pdfgen.canvas import Canvas

from hongtou.run import Bounds, IngestReport, own_rooms
from tests.press import lay_out
from tests.press.pdf import to_pdf
from tests.run.bad_readers import read_hostile
from tests.run.test_ingest import query, run

GOOD = "甲银发〔2021〕1号\n\n关于某事的通知\n\n各支行：\n请按乙银发〔2020〕2号办理。\n"
MEGABYTE = 1 << 20
MEMORY = 1200 * MEGABYTE
BOUNDS = Bounds(
    first_page_seconds=60, page_seconds=8, seconds=90, seconds_per_megabyte=1, memory=MEMORY
)

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = "http://www.ofdspec.org/2016"


def packed(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return made.getvalue()


def docx(prologue: str, text: str) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    body = (
        f'{prologue}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    return packed({"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": body})


def ofd(prologue: str, text: str) -> bytes:
    return packed({
        "OFD.xml": f'{prologue}<ofd:OFD xmlns:ofd="{OFD}" DocType="OFD" Version="1.0"><ofd:DocBody>'
        f"<ofd:DocRoot>Doc_0/Document.xml{text}</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD}"/>',
    })  # fmt: skip


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(20 * MEGABYTE), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def tiff(width: int, height: int) -> bytes:
    entries = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (278, height),
               (279, 100)]  # fmt: skip
    directory = struct.pack("<H", len(entries))
    for tag, value in entries:
        directory += struct.pack("<HHII", tag, 4, 1, value)
    return b"II*\x00" + struct.pack("<I", 8) + directory + bytes(4)


def sheet(size: tuple[float, float], *, password: str | None = None) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size, encrypt=password)
    canvas.drawString(72, 72, "Notice 2021")
    canvas.save()
    return made.getvalue()


def nested(depth: int) -> bytes:
    inner = packed({"通知.txt": GOOD.replace("1号", "9号")})
    for _ in range(depth):
        inner = packed({"内.zip": inner})
    return inner


@dataclass(frozen=True)
class Case:
    """A file and what its row must say."""

    make: Callable[[], bytes]
    said: str = ""  # one of these words, set apart by |
    status: str = "failed"


def broken(order: str) -> Callable[[], bytes]:
    return lambda: f"%PDF-坏 {order}".encode()


PRINTED = to_pdf(lay_out(GOOD))

CASES = {
    "好.txt": Case(GOOD.encode, "1 件公文", "done"),
    "好.pdf": Case(lambda: PRINTED, "1 件公文", "done"),
    "半截.pdf": Case(lambda: PRINTED[: len(PRINTED) // 3], "损坏|不完整|打不开"),
    "加密.pdf": Case(lambda: sheet((595, 842), password="hidden"), "密码|加密"),
    "巨页.pdf": Case(lambda: sheet((100_000, 100_000)), "1 件公文", "done"),
    "乱码.pdf": Case(lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "损坏|打不开"),
    "炸弹.zip": Case(lambda: packed({"n.txt": bytes(80 * MEGABYTE)}), "压缩包", "done"),
    "炸弹.zip/n.txt": Case(bytes, "上限|倍|过大"),
    "外逃.zip": Case(lambda: packed({"../../逃.txt": GOOD, "好.txt": GOOD + "一"}), "", "done"),
    "外逃.zip/好.txt": Case(bytes, "1 件公文", "done"),
    "套娃.zip": Case(lambda: nested(6), "压缩包", "done"),
    "实体.docx": Case(lambda: docx(LAUGHS, "&a9;"), "实体|DTD|DOCTYPE"),
    "外部实体.docx": Case(lambda: docx(OUTSIDE, "&e;"), "实体|DTD|DOCTYPE"),
    "实体.ofd": Case(lambda: ofd(LAUGHS, "&a9;"), "实体|DTD|DOCTYPE"),
    "外部实体.ofd": Case(lambda: ofd(OUTSIDE, "&e;"), "实体|DTD|DOCTYPE"),
    "炸弹.docx": Case(
        lambda: packed({"word/document.xml": "<a>" + " " * (300 * MEGABYTE)}), "上限|倍|过大"
    ),
    "炸弹.png": Case(lambda: png(60_000, 60_000), "像素|过大|上限"),
    "炸弹.tif": Case(lambda: tiff(2_000_000, 2_000_000), "像素|过大|上限|损坏"),
    "空.txt": Case(bytes, "0 字节"),
    "空.pdf": Case(bytes, "0 字节"),
    "其实是PDF.txt": Case(lambda: PRINTED + b"\n", "1 件公文", "done"),
    "其实是文本.pdf": Case(lambda: (GOOD + "二").encode(), "1 件公文", "done"),
    "其实是文本.docx": Case(lambda: (GOOD + "三").encode(), "1 件公文", "done"),
    "程序.pdf": Case(lambda: b"\x7fELF" + bytes(500), "可执行文件"),
    "消失.pdf": Case(broken("vanish"), "被移走"),
    "变动.pdf": Case(broken("change"), "改动"),
    "崩溃.pdf": Case(broken("segfault"), "崩溃"),
    "被杀.pdf": Case(broken("kill"), "崩溃"),
    "退出.pdf": Case(broken("exit"), "崩溃（退出码 7）"),
    "挂起.pdf": Case(broken("hang"), "超时"),
    "吞内存.pdf": Case(broken("eat"), "内存"),
    "一口吞.pdf": Case(broken("gulp"), "内存"),
    "缺陷.pdf": Case(broken("defect"), "程序缺陷（ZeroDivisionError"),
    "最后.txt": Case((GOOD + "四").encode, "1 件公文", "done"),
}


@dataclass
class Seen:
    """What came of the batch."""

    report: IngestReport
    seconds: float
    peak: int  # bytes, of all processes together, as often as was looked
    base: Path


def _watch(peak: list[int], over: threading.Event) -> None:
    own = psutil.Process()
    begun = own.memory_info().rss
    while not over.wait(0.1):
        total = own.memory_info().rss - begun
        for child in own.children(recursive=True):
            with suppress(psutil.Error):
                total += child.memory_info().rss
        peak[0] = max(peak[0], total)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    base = tmp_path_factory.mktemp("hostile")
    box = base / "in"
    box.mkdir()
    for name, case in CASES.items():
        if "/" not in name:
            (box / name).write_bytes(case.make())
    peak, over = [0], threading.Event()
    watch = threading.Thread(target=_watch, args=(peak, over))
    watch.start()
    begun = time.monotonic()
    rooms = replace(own_rooms(), read=read_hostile)
    report = run(box, into=base, rooms=rooms, workers=2, bounds=BOUNDS)
    seconds = time.monotonic() - begun
    over.set()
    watch.join()
    yield Seen(report, seconds, peak[0], base)


@pytest.mark.parametrize("name", CASES)
def test_one_clear_row_a_file(seen: Seen, name: str) -> None:
    case = CASES[name]
    [row] = [o for o in seen.report.outcomes if o.path == f"{seen.base}/in/{name}"]
    assert row.status == case.status, row
    assert not case.said or any(word in row.message for word in case.said.split("|")), row
    assert row.status == "done" or "程序缺陷" not in row.message or "缺陷" in name, row
    # Chinese for officers, one line, nothing of the paper and no traceback.
    assert "\n" not in row.message and "Traceback" not in row.message and len(row.message) < 300


def test_members_that_want_out_stay_in(seen: Seen) -> None:
    assert not list(seen.base.parent.rglob("逃.txt"))
    rows = [o for o in seen.report.outcomes if "逃.txt" in o.path]
    assert [o.status for o in rows] == ["failed"]
    nested_rows = [o for o in seen.report.outcomes if "套娃.zip/" in o.path]
    assert len(nested_rows) == 1 and "嵌套" in nested_rows[0].message


def test_the_batch_is_bounded(seen: Seen) -> None:
    assert seen.report.exit_code == 2
    assert seen.seconds < 150
    assert seen.peak < 2 * MEMORY + 600 * MEGABYTE


def test_nothing_of_it_is_left(seen: Seen) -> None:
    assert psutil.Process().children(recursive=True) == []
    rows = query(seen.base, "SELECT count(*) FROM texts JOIN files ON sha256 = file_sha256"
                            " WHERE status <> 'done'")  # fmt: skip
    assert rows == [(0,)]
    assert query(seen.base, "SELECT count(*) FROM texts WHERE raw LIKE '%root:%'") == [(0,)]
    assert query(seen.base, "SELECT count(*) FROM citations WHERE status IS NULL") == [(0,)]

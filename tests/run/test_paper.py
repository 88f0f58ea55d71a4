"""Paper through the whole house: printed notices in, quotes with page and box out."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

import hongtou
from hongtou.errors import HongtouError, UnsupportedFormatError
from hongtou.model import Box
from hongtou.query import KnowledgeBase
from hongtou.read import ReadOptions
from hongtou.run import Bounds, Progress, ingest, own_rooms
from hongtou.store.content import Content
from tests.press import lay_out
from tests.press.ofd import to_ofd
from tests.press.pdf import to_pdf
from tests.run.bad_readers import read_bad
from tests.run.fakes import FAKES
from tests.run.test_archives import pack
from tests.run.test_ingest import content, files_below, query, run, statuses

CORPUS = Path(__file__).parents[2] / "corpus"
NOTICES = sorted(CORPUS.glob("*.txt"))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two notices as PDF, one of them as OFD and as text, and a copy of a PDF."""
    folder = tmp_path_factory.mktemp("paper")
    for number, notice in enumerate(NOTICES[:2]):
        pages = lay_out(notice.read_text(encoding="utf-8"))
        (folder / f"{number}.pdf").write_bytes(to_pdf(pages))
        if not number:
            (folder / "0.ofd").write_bytes(to_ofd(pages))
    (folder / "3.txt").write_bytes(NOTICES[3].read_bytes())
    (folder / "copy.pdf").write_bytes((folder / "0.pdf").read_bytes())
    return folder


@pytest.fixture(scope="module")
def held(paper: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of them, read by one process."""
    into = tmp_path_factory.mktemp("held")
    report = run(paper, into=into, rooms=None, workers=1)
    assert report.exit_code == 0, report.outcomes
    return into


@pytest.fixture
def kb(held: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(held / "k.db") as opened:
        yield opened


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_processes_does_not_show(
    paper: Path, held: Path, tmp_path: Path, workers: int
) -> None:
    files = sorted(paper.iterdir(), reverse=True)
    report = run(*files, into=tmp_path, rooms=None, workers=workers)
    assert [Path(o.path).name for o in report.outcomes] == [file.name for file in files]
    assert statuses(report) == {
        "copy.pdf": "done", "0.pdf": "duplicate", "1.pdf": "done", "0.ofd": "done", "3.txt": "done"
    }  # fmt: skip
    assert content(tmp_path) == content(held)
    assert files_below(tmp_path / "out") == files_below(held / "out")


@pytest.mark.parametrize("room", ["clean", "tag"])
def test_from_a_room_on_nothing_is_read(paper: Path, held: Path, room: str) -> None:
    before = content(held)
    report = run(paper, into=held, rooms=replace(own_rooms(), read=FAKES.read), from_room=room)
    assert report.count("done") == 4
    assert content(held) == before


def around(boxes: list[Box]) -> Box:
    return Box(
        min(b.x0 for b in boxes), min(b.top for b in boxes),
        max(b.x1 for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    both = max(0.0, width) * max(0.0, height)
    area = sum((x.x1 - x.x0) * (x.bottom - x.top) for x in (a, b)) - both
    return both / area


def test_a_quote_leads_to_the_place_where_it_is_printed(kb: KnowledgeBase) -> None:
    """Every article begins on the line that the press printed it on; one-line ones end there."""
    printed = [
        (line.text.strip(), page.number, around([g.box for g in line.glyphs if g.text.strip()]))
        for page in lay_out(NOTICES[0].read_text(encoding="utf-8"))
        for line in page.lines
        if len(line.text.strip()) > 5
    ]
    compared = 0
    for document in (d for d, name in documents(kb) if name == "0.pdf"):
        for article in kb.show(document).outline:
            for text, page, box in printed:
                if article.text.startswith(text):
                    assert article.page == page, article
                    assert article.box is not None
                    assert abs(article.box.top - box.top) < 4, (article, box)
                    if article.text == text:
                        assert overlap(article.box, box) > 0.5, (article, box)
                    compared += 1
    assert compared > 3


def documents(kb: KnowledgeBase) -> list[tuple[str, str]]:
    rows = kb.connection.execute(
        "SELECT document_id, f.name FROM documents JOIN files f ON sha256 = file_sha256 ORDER BY 1"
    )
    return [(row[0], row[1]) for row in rows]


def test_answers_have_pages(kb: KnowledgeBase) -> None:
    hits = [hit for hit in kb.search("贷款", limit=None) if hit.document.file != "3.txt"]
    assert hits and all(hit.page and hit.box for hit in hits if hit.start is not None)
    sheet = kb.show(next(d for d, name in documents(kb) if name == "0.pdf"))
    assert [p.number for p in sheet.pages] == [*range(1, len(sheet.pages) + 1)]
    assert {p.method for p in sheet.pages} == {"text"}
    assert all(p.width and p.reason for p in sheet.pages)
    text = kb.show(next(d for d, name in documents(kb) if name == "3.txt"))
    assert text.pages == () and all(f.page is None for f in text.findings)


def test_every_file_says_how_many_pages(held: Path) -> None:
    rows = query(
        held,
        "SELECT name, pages, (SELECT count(*) FROM pages WHERE file_sha256 = sha256), reader"
        " FROM files ORDER BY name",
    )
    assert [(name, reader) for name, _, _, reader in rows] == [
        ("0.ofd", "ofd"), ("0.pdf", "pdf"), ("1.pdf", "pdf"), ("3.txt", "text/utf-8"),
    ]  # fmt: skip
    assert all(told == counted or name == "3.txt" for name, told, counted, _ in rows)


def test_other_wishes_are_read_again_where_they_matter(paper: Path, tmp_path: Path) -> None:
    files = (paper / "0.pdf", paper / "3.txt")
    run(*files, into=tmp_path)
    never = ReadOptions(ocr="never", engine="unheard-of")
    assert statuses(run(*files, into=tmp_path, options=never)) == {
        "0.pdf": "done", "3.txt": "unchanged",
    }  # fmt: skip
    assert query(tmp_path, "SELECT name, options FROM files ORDER BY 1") == [
        ("0.pdf", "ocr=never"), ("3.txt", ""),
    ]  # fmt: skip
    assert set(statuses(run(*files, into=tmp_path, options=never)).values()) == {"unchanged"}
    run(*files, into=tmp_path, options=never, from_room="tag")
    assert query(tmp_path, "SELECT options FROM files ORDER BY 1") == [("",), ("ocr=never",)]


def test_progress_tells_pages(paper: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    run(paper / "0.pdf", into=tmp_path, on_progress=seen.append)
    readings = [p.reading for p in seen if p.reading]
    assert readings and readings[-1].page == readings[-1].pages == len(readings)
    assert [(p.done, p.total) for p in seen if not p.reading] == [(0, 1), (1, 1)]


TWICE = """
import sys
from hongtou.run import ingest
from tests.run.fakes import FAKES
from tests.run.test_archives import pack
from tests.run.bad_readers import read_bad
from dataclasses import replace
print("begun", flush=True)
ingest(sys.argv[1:-1], db=sys.argv[-1], extracted=None, workers=1,
       rooms=replace(FAKES, read=read_bad))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of a terminal")
def test_ctrl_c_ends_at_once_and_keeps_what_is_done(tmp_path: Path) -> None:
    for name, order in (("a", "good"), ("b", "hang")):
        (tmp_path / f"{name}.pdf").write_text(f"%PDF-甲银发〔2021〕1号 {order}", encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-c", TWICE, *map(str, sorted(tmp_path.glob("*.pdf"))),
         str(tmp_path / "k.db")],
        cwd=CORPUS.parent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 30
    while time.monotonic() < until and not _held(tmp_path):
        time.sleep(0.1)
    family = psutil.Process(started.pid).children(recursive=True)
    assert family
    started.send_signal(signal.SIGINT)
    begun = time.monotonic()
    started.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    assert query(tmp_path, "SELECT name FROM files WHERE status = 'done'") == [("a.pdf",)]


def _held(folder: Path) -> bool:
    try:
        return bool(query(folder, "SELECT 1 FROM files"))
    except HongtouError:
        return False


def test_a_reader_of_ones_own_works_here_and_there(tmp_path: Path) -> None:
    (tmp_path / "n.pdf").write_text("%PDF-甲银发〔2021〕1号 通知", encoding="utf-8")
    seen: list[Content] = []
    for name in ("apart", "here"):
        into = tmp_path / name
        into.mkdir()
        rooms = replace(FAKES, read=read_bad)
        if name == "here":
            rooms = replace(FAKES, read=lambda source, options: read_bad(source, options=options))
        report = ingest(
            [tmp_path / "n.pdf"], db=into / "k.db", extracted=None, rooms=rooms, bounds=Bounds()
        )
        assert report.exit_code == 0
        seen.append(content(into))
    assert seen[0] == seen[1]


def test_one_file_without_a_base(paper: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    options = ReadOptions(ocr="never", on_page=lambda page, pages: told.append((page, pages)))
    [document] = hongtou.process(paper / "1.pdf", options=options)
    assert told and told[-1][0] == told[-1][1]
    assert document.outline.bundle.clean.transcript.runs[0].box is not None
    pack(tmp_path / "通知.zip", {"a.txt": "通知"})
    with pytest.raises(UnsupportedFormatError, match="hongtou ingest"):
        hongtou.process(tmp_path / "通知.zip")

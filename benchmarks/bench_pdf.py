"""How many pages of PDF are read a second, beside pdfplumber and bare PDFium.

``python -m benchmarks.bench_pdf``: a hundred pages, printed here in three ways; CPU seconds of one
core, text and a box for every character included. Fonts that are not embedded cost PDFium itself
ten times the time; official papers embed theirs.
"""

import ctypes
import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from tests.press import lay_out
from tests.press.pdf import to_pdf

from hongtou.cli.screen import echo, table
from hongtou.read import ReadOptions, open_source, read

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus"
FACE: Final = "STSong-Light"
PAGES: Final = 100
LINES: Final = 22  # GB/T 9704—2012, 5.2.3
COLUMNS: Final = 28
GOAL: Final = 60.0  # pages a second a core
ROUNDS: Final = 3
FEW: Final = 5  # pages for what is slow


@dataclass(frozen=True)
class Speed:
    """Pages a CPU second, best of several rounds, since other work on the machine only adds."""

    paper: str
    reader: str
    pages: float


def printed(*, each_alone: bool) -> bytes:
    """A hundred full pages; ``each_alone``: a text object for every character, as Word prints."""
    pdfmetrics.registerFont(UnicodeCIDFont(FACE))
    text = "".join("".join(p.read_text("utf-8").split()) for p in sorted(CORPUS.glob("*.txt")))
    text *= 1 + PAGES * LINES * COLUMNS // len(text)
    stream, at = io.BytesIO(), 0
    canvas = Canvas(stream, pagesize=(595.3, 841.9), invariant=1, pageCompression=1)
    for number in range(1, PAGES + 1):
        canvas.setFont(FACE, 15.8)
        for line in range(LINES):
            y = 730 - 28.9 * line
            words = text[at : at + COLUMNS]
            at += COLUMNS
            for start, piece in enumerate(words) if each_alone else ((0, words),):
                canvas.drawString(79.4 + 15.8 * start, y, piece)
        canvas.drawString(430, 60, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def notices() -> bytes:
    """A hundred pages of notices as GB/T 9704 prints them, fonts embedded."""
    text = "\n".join(paper.read_text("utf-8") for paper in sorted(CORPUS.glob("*.txt")))
    pages = lay_out(text)
    return to_pdf((pages * (1 + PAGES // len(pages)))[:PAGES])


def by_hongtou(path: Path) -> int:
    return read(open_source(path), options=ReadOptions(ocr="never")).pages


def by_pdfium(path: Path) -> int:
    """Characters and loose boxes through pypdfium2's raw interface, and nothing made of them."""
    document = pypdfium2.PdfDocument(path)
    box = pdfium.FS_RECTF()
    for page in document:
        text_page = page.get_textpage()
        for index in range(pdfium.FPDFText_CountChars(text_page.raw)):
            pdfium.FPDFText_GetUnicode(text_page.raw, index)
            pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, ctypes.byref(box))
        text_page.close()
        page.close()
    return len(document)


def by_pdfplumber(path: Path) -> int:
    with pdfplumber.open(path, pages=list(range(1, FEW + 1))) as file:
        for page in file.pages:
            page.extract_text()
            page.close()
    return FEW


def speed_of(read_pages: Callable[[Path], int], path: Path) -> float:
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        pages = read_pages(path)
        best = max(best, pages / (time.process_time() - start))
    return best


def measure() -> list[Speed]:
    """Speeds on both papers, readers taken in turn."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        papers = (
            ("notices, fonts embedded", notices()),
            ("full pages, font not embedded", printed(each_alone=False)),
            ("the same, character by character", printed(each_alone=True)),
        )
        for name, content in papers:
            path = Path(folder) / "paper.pdf"
            path.write_bytes(content)
            for reader in (by_hongtou, by_pdfium, by_pdfplumber):
                label = reader.__name__.removeprefix("by_")
                found.append(Speed(name, label, speed_of(reader, path)))
    return found


def main() -> None:
    """Measure and print the table."""
    rows = [
        (
            speed.paper,
            speed.reader,
            f"{speed.pages:,.0f}",
            ("yes" if speed.pages >= GOAL else "NO") if speed.reader == "hongtou" else "—",
        )
        for speed in measure()
    ]
    headings = ("printed", "reader", "pages/CPU s", f"goal {GOAL:.0f}")
    echo(table("PDF, born digital", headings, rows))


if __name__ == "__main__":
    main()

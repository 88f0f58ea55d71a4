"""The seeds as real files: a scan with its seal, OFD, Word and a PDF with text."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.press.degrade import DPI, Way, degrade
from tests.press.docx import DocxStyle, to_docx
from tests.press.layout import lay_out
from tests.press.notice import Notice, guess_notice
from tests.press.ofd import OfdStyle, to_ofd
from tests.press.page import PrintedPage
from tests.press.pdf import to_image_pdf, to_pdf

CORPUS: Final = Path(__file__).resolve().parents[2] / "corpus"
FORWARDED: Final = "忻银发2021年49号-转发进一步落实好再贷款政策的通知.txt"
JOINT: Final = "赣银保监发2021年2号-转发过渡期脱贫人口小额信贷工作的通知.txt"
SCAN_DPI: Final = 150.0
SCAN_QUALITY: Final = 45  # of JPEG: legible, and a page stays under 200 KB


def print_corpus_files(out: Path) -> tuple[Path, ...]:
    """Print the seeds into ``out``: the same bytes on every run with the same fonts.

    The notice that forwards is a scan with its seal, the one that it carries a PDF with text;
    the joint notice is OFD, the one that it carries a Word file with automatic numbers.
    """
    out.mkdir(parents=True, exist_ok=True)
    first, second = papers(FORWARDED)
    third, fourth = papers(JOINT)
    files = {
        "忻银发2021年49号-扫描件.pdf": scanned_pdf(lay_out(first), dpi=SCAN_DPI, seed=49),
        "并银发2021年75号.pdf": to_pdf(lay_out(second)),
        "赣银保监发2021年2号.ofd": to_ofd(lay_out(third), OfdStyle(title="".join(third.title))),
        "银保监发2021年6号.docx": to_docx(fourth, DocxStyle(numbering=True)),
    }
    for name, content in files.items():
        (out / name).write_bytes(content)
    return tuple(out / name for name in files)


def papers(name: str) -> tuple[Notice, ...]:
    """The papers of a text of the corpus, each for itself."""
    whole = guess_notice((CORPUS / name).read_text("utf-8"))
    return (replace(whole, following=()), *whole.following)


def scanned_pdf(
    pages: Sequence[PrintedPage], *, way: Way = "scan", dpi: float | None = None, seed: int = 0,
    quality: int = SCAN_QUALITY,
) -> bytes:  # fmt: skip
    """A PDF of pictures only, one a page, after ``way``."""
    pictures = (degraded.pixels for degraded in degrade(pages, way, seed=seed, dpi=dpi))
    return to_image_pdf(pictures, dpi=dpi or DPI[way], quality=quality)

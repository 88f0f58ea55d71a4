"""Print a notice: ``python -m tests.press NOTICE.txt --format scan -o scan.pdf``."""

import argparse
from pathlib import Path
from typing import Final

from PIL import Image

from tests.press.corpus import print_corpus_files, scanned_pdf
from tests.press.degrade import WAYS, degrade
from tests.press.docx import DocxStyle, to_docx
from tests.press.flow import to_text
from tests.press.html import to_html
from tests.press.layout import Style, lay_out
from tests.press.notice import guess_notice
from tests.press.ofd import to_ofd
from tests.press.page import text_of
from tests.press.pdf import to_pdf
from tests.press.raster import save_tiff

FORMATS: Final = ("pdf", "ofd", "docx", "html", "txt", *WAYS)


def main() -> None:
    """Print one notice, or with ``--corpus`` the printed files of the corpus."""
    parser = argparse.ArgumentParser(prog="python -m tests.press", description=__doc__)
    parser.add_argument("notice", type=Path, nargs="?", help="plain text, one paragraph a line")
    parser.add_argument("--format", choices=FORMATS, default="pdf")
    parser.add_argument("-o", "--out", type=Path, help="for pictures: .pdf, .tif or .png")
    parser.add_argument("--dpi", type=float, help="of pictures")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--truth", type=Path, help="write the true lines here")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="print the corpus files")
    given = parser.parse_args()
    if given.corpus:
        for path in print_corpus_files(given.corpus):
            print(f"{path}: {path.stat().st_size:,} bytes")
        return
    if given.notice is None or given.out is None:
        parser.error("NOTICE and --out are needed")
    _print_notice(given)


def _print_notice(given: argparse.Namespace) -> None:
    notice = guess_notice(given.notice.read_text("utf-8"))
    pages = lay_out(notice, Style())
    if given.truth:
        given.truth.write_text(text_of(pages, furniture=True) + "\n", "utf-8")
    makers = {
        "pdf": lambda: to_pdf(pages),
        "ofd": lambda: to_ofd(pages),
        "docx": lambda: to_docx(notice, DocxStyle(numbering=True)),
        "html": lambda: to_html(notice),
        "txt": lambda: to_text(notice).encode(),
    }
    if given.format in makers:
        given.out.write_bytes(makers[given.format]())
        return
    suffix = given.out.suffix.lower()
    if suffix == ".pdf":
        made = scanned_pdf(pages, way=given.format, dpi=given.dpi, seed=given.seed)
        given.out.write_bytes(made)
        return
    found = list(degrade(pages, given.format, seed=given.seed, dpi=given.dpi))
    if suffix in (".tif", ".tiff"):
        save_tiff([picture.pixels for picture in found], str(given.out), dpi=found[0].dpi)
        return
    for number, picture in enumerate(found, start=1):
        image = Image.fromarray(picture.rgb)
        image.save(given.out.with_stem(f"{given.out.stem}-{number}"), dpi=(picture.dpi,) * 2)


if __name__ == "__main__":
    main()

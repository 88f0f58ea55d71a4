"""Tesseract as one more reader of worn pages: drawers hold what such programs made of paper.

Hongtou itself does not run it; where the program is missing there are no such pairs
(``apt-get install tesseract-ocr-chi-sim``, Apache-2.0).
"""

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import Image

from hongtou.model import Box
from hongtou.read.page import Glyph, Line, PageContent, PageImage

NAME: Final = "tesseract"
DPI: Final = 200.0  # coarser pictures are enlarged, as its manual asks for


def program() -> str | None:
    """Where Tesseract is: on the path, or as ``TESSERACT`` says."""
    return os.environ.get("TESSERACT") or shutil.which(NAME)


def recognise(image: PageImage) -> PageContent:
    """A page as Tesseract reads it; characters of a word share its box evenly.

    Raises:
        RuntimeError: If the program is missing or fails.
    """
    found = program()
    if found is None:
        raise RuntimeError("Tesseract is not installed: apt-get install tesseract-ocr-chi-sim")
    with tempfile.TemporaryDirectory(prefix="noise-") as folder:
        picture = Path(folder) / "page.png"
        scale = max(1.0, DPI / image.dpi)
        height, width = image.pixels.shape[:2]
        enlarged = Image.fromarray(image.pixels).resize(
            (round(width * scale), round(height * scale)), Image.Resampling.BICUBIC
        )
        enlarged.save(picture, dpi=(DPI, DPI), compress_level=1)
        command = [found, str(picture), "-", "-l", "chi_sim", "--psm", "6", "tsv"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{found}: {done.stderr.strip()}")
    to_points = 72 / (image.dpi * scale)
    blocks = tuple(_lines(done.stdout, to_points))
    return PageContent(image.number, image.width, image.height, "ocr", NAME, blocks)


def _lines(table: str, to_points: float) -> Iterator[Line]:
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row["level"] == "5" and row["text"].strip()]
    keys = ("block_num", "par_num", "line_num")
    for _, line in groupby(words, lambda row: tuple(row[key] for key in keys)):
        yield Line(tuple(glyph for word in line for glyph in _glyphs(word, to_points)))


def _glyphs(word: dict[str, str], to_points: float) -> Iterator[Glyph]:
    left, top, width, height = (
        float(word[key]) * to_points for key in ("left", "top", "width", "height")
    )
    step = width / len(word["text"])
    for at, character in enumerate(word["text"]):
        box = Box(left + at * step, top, left + (at + 1) * step, top + height)
        yield Glyph(character, box, float(word["conf"]) / 100)

"""One page of a PDF: its text layer in reading order."""

from hongtou.model import Box
from hongtou.read.order import lines_of
from hongtou.read.page import Glyph, PageContent, ReadOptions
from hongtou.read.pdf.characters import Characters
from hongtou.read.pdf.pdfium import PdfPage


def read_page(page: PdfPage, options: ReadOptions) -> PageContent:
    """What an open page says."""
    characters = page.characters()
    width, height = page.frame.width, page.frame.height
    lines = lines_of(glyphs_of(characters), width=width, height=height)
    method = "text" if lines else "none"
    return PageContent(page.number, width, height, method, "有文字层", lines)


def glyphs_of(characters: Characters) -> list[Glyph]:
    """The characters as glyphs, in the order of the file."""
    looks = characters.looks
    return [
        Glyph(text, Box(*place), None, looks[style].red)
        for text, place, style in zip(
            characters.texts, characters.places, characters.styles, strict=True
        )
    ]

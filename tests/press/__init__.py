"""press: prints any text as pages of GB/T 9704—2012, with the true box of every character.

The tests of ``read/`` need paper whose every character is known. ``lay_out`` places the glyphs,
the backends print the same pages as PDF, picture, fax, OFD, Word, web page or text.
"""

from tests.press.layout import Style, lay_out
from tests.press.notice import Notice, Table, TableCell, guess_notice
from tests.press.page import PrintedGlyph, PrintedLine, PrintedPage, text_of

__all__ = [
    "Notice",
    "PrintedGlyph",
    "PrintedLine",
    "PrintedPage",
    "Style",
    "Table",
    "TableCell",
    "guess_notice",
    "lay_out",
    "text_of",
]

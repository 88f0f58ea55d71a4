"""press: prints any text as pages of GB/T 9704—2012, with the true box of every character.

The tests of ``read/`` need paper whose every character is known. ``lay_out`` places the glyphs,
the backends print the same pages as PDF, picture, fax, OFD, Word, web page or text::

    notice = guess_notice(text)                       # or Notice(mark=…, number=…, title=…, …)
    pages = lay_out(notice, Style(seal_shift=(0, -20)))
    text_of(pages)                                    # the true lines; furniture=True: all
    pdf.to_pdf(pages)                                 # text, or what only looks so: PdfStyle
    for picture in degrade.degrade(pages, "scan", seed=1):
        picture.rgb, picture.page.glyphs              # pixels, and the truth on them in points
    ofd.to_ofd(pages), docx.to_docx(notice), html.to_html(notice), flow.to_text(notice)

A test module that prints says ``pytestmark = fonts.needs_fonts()``. By hand:
``python -m tests.press NOTICE.txt --format scan -o scan.pdf``.
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

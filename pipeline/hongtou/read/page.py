"""What every reader of paper gives, page by page: characters with their places, in order.

A PDF text layer, an OFD page and a recogniser see the same thing in the end, glyphs in boxes;
``layout`` puts them into lines and the lines into reading order, ``compose.py`` makes the
transcript. Points (1/72 inch) from the top left corner of the page as people hold it, everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hongtou.model import Box, PageMethod

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OcrWish = Literal["auto", "always", "never"]
# What a character may be instead, with a probability from 0 to 1, the likeliest first.
Readings = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a caller wants files read. ``on_page`` is told the page just read and how many there are.

    ``ocr``: ``auto`` recognises what has no text that can be trusted, ``always`` every page,
    ``never`` none.
    """

    ocr: OcrWish = "auto"
    engine: str = "auto"  # a name of an OcrEngine
    weights: Path | None = None  # a folder with recognition models of the user's own
    on_page: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character: usually one code point, sometimes a ligature or a base with marks.

    ``box`` is the em box, as pdfplumber gives it: as wide as the advance, as high as the font
    size. It is ``None`` for what order adds, such as a space between two columns of signatures.
    ``alternatives`` and ``confirmed`` come from a recogniser: what else a doubtful character may
    be, and whether a second reading under a seal said the same.
    """

    text: str
    box: Box | None
    confidence: float | None = None  # 0 to 1, of the recogniser
    red: bool = False  # printed in red: the mark of the issuing authority, or a seal
    under_seal: bool = False
    alternatives: Readings = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, in reading order. ``indent`` counts characters from the text's left edge.

    ``aside``: it runs along a margin and is no part of the text, such as 装订线.
    """

    glyphs: tuple[Glyph, ...]
    indent: int = 0
    aside: bool = False

    @property
    def text(self) -> str:
        """Its characters, without the indent."""
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its lines run on, since Chinese needs no space between them."""

    glyphs: tuple[Glyph, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page; ``cells`` in the order of rows."""

    cells: tuple[GridCell, ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page as it was read. ``blocks`` are in reading order.

    ``width`` and ``height`` are ``None``, and boxes missing, where the format has no pages.
    """

    number: int  # from 1
    width: float | None
    height: float | None
    method: PageMethod
    reason: str  # Chinese, for people: why so
    blocks: tuple[Line | Grid, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()  # code and message, about the page as a whole


@dataclass(frozen=True)
class PageImage:
    """The picture of a page. ``pixels``: height × width × 3, uint8, RGB; upright or not."""

    number: int  # from 1
    pixels: "NDArray[np.uint8]"
    width: float  # points
    height: float  # points

    @property
    def dpi(self) -> float:
        """Pixels an inch, of the wider side."""
        shape: tuple[Any, ...] = self.pixels.shape
        return float(max(shape[0] / self.height, shape[1] / self.width) * 72.0)

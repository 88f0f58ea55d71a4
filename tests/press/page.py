"""Pages of placed glyphs: the truth that readers are measured against.

Points (1/72 inch) from the top left corner of the page, everywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from hongtou.model import Box

Kind = Literal[
    "corner", "mark", "document_number", "signatory", "title", "recipients", "body", "heading",
    "table", "attachment_note", "signature", "date", "note", "attachment_label", "imprint",
    "page_number", "margin",
]  # fmt: skip

WIDTH: Final = 595.3  # A4
HEIGHT: Final = 841.9


@dataclass(frozen=True, slots=True)
class PrintedGlyph:
    """A character on paper.

    ``box`` is the em box: as wide as the advance, as high as the font size, with an eighth of
    it below the baseline; ``ink`` is what is black, ``None`` for a blank. ``sealed`` is the share
    of the ink (0 to 1) that the ink of a seal covers.
    """

    text: str
    box: Box
    ink: Box | None
    kind: Kind
    face: str
    size: float
    baseline: float
    red: bool = False
    under_seal: bool = False  # within the rim of a seal, whether or not ink meets ink
    sealed: float = 0.0

    @property
    def damaged(self) -> bool:
        """Whether ink of a seal lies on more than a trace of its ink."""
        return self.sealed > 0.02


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of print; ``spacing`` are points that the pen moves on besides the advance."""

    kind: Kind
    glyphs: tuple[PrintedGlyph, ...]
    spacing: float = 0.0
    vertical: bool = False  # characters stand below one another

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    def distance_to(self, x: float, y: float) -> float:
        """How far a point of the page (in points) is from the line, in em of its first glyph."""
        boxes = [glyph.box for glyph in self.glyphs]
        em = max(boxes[0].bottom - boxes[0].top, 1.0)
        left, right = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
        if self.vertical:
            top, bottom = min(b.top for b in boxes), max(b.bottom for b in boxes)
            return (max(left - x, 0, x - right) + max(top - y, 0, y - bottom)) / em
        # Along the line its slant counts: the true height is that of the glyph nearest in x.
        near = min(boxes, key=lambda b: abs((b.x0 + b.x1) / 2 - x))
        return abs((near.top + near.bottom) / 2 - y) / em + max(left - x, 0, x - right) / em / 2


@dataclass(frozen=True, slots=True)
class PrintedRule:
    """A straight line, horizontal or upright."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float
    red: bool = False


@dataclass(frozen=True, slots=True)
class PrintedSeal:
    """A round seal: a star in a ring of characters. ``turn`` in degrees, clockwise."""

    x: float
    y: float
    radius: float
    name: str
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page with its lines in reading order; page number and margin notes last."""

    number: int
    lines: tuple[PrintedLine, ...]
    rules: tuple[PrintedRule, ...] = ()
    seals: tuple[PrintedSeal, ...] = ()
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def glyphs(self) -> tuple[PrintedGlyph, ...]:
        """All characters in reading order, blanks among them."""
        return tuple(glyph for line in self.lines for glyph in line.glyphs)

    @property
    def text(self) -> str:
        """The lines of the page without its number and margin notes."""
        return "\n".join(line.text for line in self.lines if line.kind not in FURNITURE)


FURNITURE: Final = ("page_number", "margin")


def text_of(pages: Iterable[PrintedPage], *, furniture: bool = False) -> str:
    """The true lines in reading order, without indents; page numbers only if asked for."""
    return "\n".join(
        line.text
        for page in pages
        for line in page.lines
        if furniture or line.kind not in FURNITURE
    )


def runs_of(line: PrintedLine) -> Iterator[tuple[PrintedGlyph, ...]]:
    """Stretches of one face and size, as a backend prints them."""
    run: list[PrintedGlyph] = []
    for glyph in line.glyphs:
        if run and (glyph.face, glyph.size) != (run[-1].face, run[-1].size):
            yield tuple(run)
            run = []
        run.append(glyph)
    if run:
        yield tuple(run)

"""Printed pages as PDF: text that readers can take, text that lies, pictures only."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any, Final

from PIL import Image
from reportlab import rl_config
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import getFont, registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hongtou.model import Box
from tests.press.fonts import ASCENT, face, true_type
from tests.press.page import PrintedGlyph, PrintedLine, PrintedPage, runs_of
from tests.press.seal import seal_ink

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RED: Final = (0.86, 0.08, 0.1)
SEAL_DPI: Final = 200.0


@dataclass(frozen=True)
class PdfStyle:
    """How the text layer is made; the default is an honest one.

    ``codes``: the code point that stands in the file for a character (a lying or private map).
    ``each_alone``: every character a text object and a line of its own.
    ``invisible``: the text is there, yet not painted, as under the picture of a scanned page.
    """

    codes: Mapping[str, int] = field(default_factory=dict)
    unmapped: bool = False  # no ToUnicode: codes of glyphs, and nobody knows what they mean
    each_alone: bool = False
    invisible: bool = False
    rotate: int = 0  # /Rotate of every page: 0, 90, 180 or 270; the content turns against it
    user_password: str | None = None  # "" encrypts without asking anybody
    seals: bool = True
    pictures: Sequence["NDArray[np.uint8]"] = ()  # one a page, below the text
    quality: int = 75  # of JPEG pictures


@contextmanager
def _binary() -> Iterator[None]:
    """Streams as they are: reportlab would write them as text, a quarter longer."""
    before, rl_config.useA85 = rl_config.useA85, 0
    try:
        yield
    finally:
        rl_config.useA85 = before


@_binary()
def to_pdf(pages: Sequence[PrintedPage], style: PdfStyle | None = None) -> bytes:
    """The pages as PDF with embedded TrueType fonts; the same bytes for the same pages."""
    wanted = style or PdfStyle()
    lock = None
    if wanted.user_password is not None:
        lock = StandardEncryption(wanted.user_password, ownerPassword="press", strength=128)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(pages[0].width, pages[0].height), invariant=1,
                    pageCompression=1, encrypt=lock)  # fmt: skip
    fonts = _fonts(pages, wanted)
    for number, page in enumerate(pages):
        _start(canvas, page, wanted.rotate)
        if number < len(wanted.pictures):
            _picture(canvas, page, wanted.pictures[number], wanted.quality)
        else:
            _rules(canvas, page)
        for line in page.lines:
            _text(canvas, page, line, fonts, wanted)
        if wanted.seals and not wanted.pictures:
            _seals(canvas, page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@_binary()
def to_image_pdf(
    pictures: Iterable["NDArray[np.uint8]"], *, dpi: float, quality: int = 75
) -> bytes:
    """A PDF of nothing but pictures, as a scanner makes it; of each only its JPEG is kept."""
    stream = io.BytesIO()
    canvas: Any = None
    for pixels in pictures:
        size = (pixels.shape[1] * 72 / dpi, pixels.shape[0] * 72 / dpi)
        if canvas is None:
            canvas = Canvas(stream, pagesize=size, invariant=1, pageCompression=1)
        canvas.setPageSize(size)
        canvas.drawImage(_reader(pixels, quality), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lying_codes(pages: Sequence[PrintedPage], *, seed: int = 0) -> dict[str, int]:
    """A character map that gives each 汉字 another one's code: it looks right and reads wrong."""
    han = sorted({g.text for page in pages for g in page.glyphs if g.text >= "\u3400"})
    shift = 1 + seed % max(len(han) - 1, 1)
    return {c: ord(han[(at + shift) % len(han)]) for at, c in enumerate(han)}


def private_codes(pages: Sequence[PrintedPage]) -> dict[str, int]:
    """A character map into the private use area, as some typesetting programs write it."""
    found = sorted({g.text for page in pages for g in page.glyphs if not g.text.isspace()})
    return {c: 0xE000 + at for at, c in enumerate(found)}


def misread(
    pages: Sequence[PrintedPage], *, seed: int = 0, share: float = 0.2
) -> tuple[PrintedPage, ...]:
    """The pages as a poor recogniser of old took them down: wrong and lost characters, shifts."""
    random = Random(seed)
    han = sorted({g.text for page in pages for g in page.glyphs if "\u4e00" <= g.text <= "\u9fff"})
    made = []
    for page in pages:
        lines = []
        for line in page.lines:
            glyphs = [
                replace(g, text=random.choice(han) if random.random() < share / 2 else g.text)
                for g in line.glyphs
                if random.random() >= share / 2
            ]
            lines.append(replace(line, glyphs=tuple(glyphs)))
        made.append(replace(page, lines=tuple(line for line in lines if line.glyphs)))
    return tuple(made)


def stacked(pages: Sequence[PrintedPage]) -> tuple[PrintedPage, ...]:
    """The pages with one character a line, down the left edge, as some converters leave text."""
    made = []
    for page in pages:
        step = page.height / (len(page.glyphs) + 2)
        lines = []
        for at, glyph in enumerate(page.glyphs, start=1):
            size = min(step, glyph.size)
            box = Box(20.0, at * step, 20.0 + size, at * step + size)
            moved = replace(glyph, box=box, ink=None, size=size, baseline=box.top + ASCENT * size)
            lines.append(PrintedLine(glyph.kind, (moved,)))
        made.append(replace(page, lines=tuple(lines)))
    return tuple(made)


def _fonts(pages: Sequence[PrintedPage], style: PdfStyle) -> dict[str, str]:
    """The font name of each face, registered with the characters that the pages need."""
    wanted: dict[str, set[str]] = {}
    for page in pages:
        for glyph in page.glyphs:
            wanted.setdefault(glyph.face, set()).add(glyph.text)
    names = {}
    for name, characters in sorted(wanted.items()):
        label = "raw" if style.unmapped else ""
        made = true_type(face(name), characters, codes=style.codes, label=label)
        names[name] = made.name
        kind = _Unmapped if style.unmapped else TTFont
        registerFont(kind(made.name, io.BytesIO(made.content), shapable=False))
    return names


class _Unmapped(TTFont):
    """A font whose file does not say what its codes mean."""

    def addObjects(self, doc: Any) -> None:  # reportlab calls it so
        super().addObjects(doc)
        for font in doc.idToObject["BasicFonts"].dict.values():
            if getattr(font, "ToUnicode", None) is not None:
                font.ToUnicode = None


def _start(canvas: Any, page: PrintedPage, rotate: int) -> None:
    """The page, its content turned against /Rotate so that people hold it upright."""
    width, height = page.width, page.height
    canvas.setPageSize((width, height))  # reportlab turns the sheet with /Rotate
    canvas.setPageRotation(rotate)
    if rotate == 90:
        canvas.transform(0, 1, -1, 0, height, 0)
    elif rotate == 180:
        canvas.transform(-1, 0, 0, -1, width, height)
    elif rotate == 270:
        canvas.transform(0, -1, 1, 0, 0, width)


def _rules(canvas: Any, page: PrintedPage) -> None:
    for rule in page.rules:
        canvas.setStrokeColorRGB(*(RED if rule.red else (0, 0, 0)))
        canvas.setLineWidth(rule.width)
        canvas.line(rule.x0, page.height - rule.top, rule.x1, page.height - rule.bottom)


def _text(canvas: Any, page: PrintedPage, line: PrintedLine, fonts: Mapping[str, str],
          style: PdfStyle) -> None:  # fmt: skip
    canvas.setFillColorRGB(*(RED if line.glyphs and line.glyphs[0].red else (0, 0, 0)))
    runs = runs_of(line)
    if style.each_alone or line.vertical:
        runs = iter([(glyph,) for glyph in line.glyphs])
    for run in runs:
        _run(canvas, page, run, fonts, style, line.spacing)


def _run(canvas: Any, page: PrintedPage, run: tuple[PrintedGlyph, ...], fonts: Mapping[str, str],
         style: PdfStyle, spacing: float) -> None:  # fmt: skip
    font = getFont(fonts[run[0].face])
    words = "".join(chr(style.codes.get(g.text, ord(g.text))) for g in run)
    text = canvas.beginText()
    text.setFont(font.fontName, run[0].size)
    text.setCharSpace(spacing)
    if style.invisible:
        text.setTextRenderMode(3)
    at = 0
    # Each string has a place of its own: not every reader adds the spacing between strings.
    for _, codes in font.splitString(words, canvas._doc):
        text.setTextOrigin(run[at].box.x0, page.height - run[at].baseline)
        text.textOut(words[at : at + len(codes)])
        at += len(codes)
    text.setCharSpace(0)
    canvas.drawText(text)


def _seals(canvas: Any, page: PrintedPage) -> None:
    for seal in page.seals:
        ink = Image.fromarray(seal_ink(seal, SEAL_DPI))
        stamp = Image.new("RGBA", ink.size, tuple(round(c * 255) for c in (*RED, 0)))
        stamp.putalpha(ink.point(lambda value: round(value * 0.8)))
        half = ink.width / 2 * 72 / SEAL_DPI
        canvas.drawImage(ImageReader(stamp), seal.x - half, page.height - seal.y - half,
                         2 * half, 2 * half, mask="auto")  # fmt: skip


def _picture(canvas: Any, page: PrintedPage, pixels: "NDArray[np.uint8]", quality: int) -> None:
    canvas.drawImage(_reader(pixels, quality), 0, 0, page.width, page.height)


def _reader(pixels: "NDArray[np.uint8]", quality: int) -> Any:
    """Colour and grey as JPEG; black and white without loss."""
    image = Image.fromarray(pixels)
    if pixels.dtype == bool:
        return ImageReader(image.convert("L"))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return ImageReader(io.BytesIO(stream.getvalue()))

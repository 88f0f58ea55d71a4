"""The text layer of a PDF page, character by character, from PDFium's own interface."""

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from hongtou.read.layout.characters import Characters, Look, Place
from hongtou.read.pdf.frames import Frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# 套红: red marks of printers seen are (255, 0, 0), (255, 0, 51), (227, 0, 11), (192, 0, 0).
_RED: Final = 150
_NOT_RED: Final = 90

_INVISIBLE: Final = frozenset((3, 7))  # text render modes (ISO 32000-1, 9.3.6) that paint nothing
_STROKED: Final = 1

# PDFium writes a hyphen at the end of a line as one of these.
_HYPHENS: Final = frozenset((0x2, 0xFFFE, 0xAD))

_END_OF_UNICODE: Final = 0x110000
_HALVES: Final = (0xD800, 0xDFFF)  # of surrogate pairs

# Descent of 宋体, 仿宋 and 楷体, for fonts that tell none or an absurd one.
_DESCENT: Final = -0.14
_DEEPEST: Final = -0.5

# Far more than a page of the smallest print; a page with a million is an attack on memory.
MOST_CHARACTERS: Final = 60_000


def read_characters(page: Any, frame: Frame) -> Characters:
    """The characters of an open page; those that PDFium adds itself (line ends) are left out."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return Characters()
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page))
        return _Collector(_address(text_page), frame).collect(count)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _address(thing: Any) -> int:
    return int(ctypes.cast(thing, ctypes.c_void_p).value or 0)


@dataclass(frozen=True, slots=True)
class _Functions:
    """Functions of PDFium that take plain integers for pointers.

    They are called for every character, so what ctypes does about types counts; and text objects
    are compared, which pointers do not allow.
    """

    unicode_of: Any
    object_of: Any
    box_of: Any
    matrix_of: Any
    size_of: Any
    fill_of: Any
    stroke_of: Any
    mode_of: Any
    font_of: Any


@lru_cache(maxsize=1)
def _functions() -> _Functions:
    pointer, number = ctypes.c_void_p, ctypes.c_int
    at = (pointer, number)  # a text page and the index of a character

    def plain(function: Any, result: Any, *arguments: Any) -> Any:
        return ctypes.CFUNCTYPE(result, *arguments)(_address(function))

    colour = (number, pointer, pointer, pointer, pointer, pointer)
    return _Functions(
        plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, *at),
        plain(pdfium.FPDFText_GetTextObject, pointer, *at),
        plain(pdfium.FPDFText_GetLooseCharBox, number, *at, pointer),
        plain(pdfium.FPDFText_GetMatrix, number, *at, pointer),
        plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, *at),
        plain(pdfium.FPDFPageObj_GetFillColor, *colour),
        plain(pdfium.FPDFPageObj_GetStrokeColor, *colour),
        plain(pdfium.FPDFTextObj_GetTextRenderMode, number, pointer),
        plain(pdfium.FPDFTextObj_GetFont, pointer, pointer),
    )


class _Collector:
    """Walks over the characters of one text page; what it knows of fonts and looks is kept."""

    def __init__(self, text_page: int, frame: Frame) -> None:
        self.text_page = text_page
        self.frame = frame
        self.call = _functions()
        self.found = Characters()
        self.known: dict[object, tuple[int, int, float, float]] = {}
        self.descents: dict[int, float] = {}
        # What PDFium writes into: four parts of a colour, six numbers of a matrix.
        room = bytearray(4 * 10)
        self.at = ctypes.addressof(ctypes.c_char.from_buffer(room))
        self.colours, self.numbers = memoryview(room).cast("I"), memoryview(room).cast("f")
        self.shape = memoryview(room)[:32]  # without the place
        # Of each text object: its look; 1 if its font size is measured upwards, 0 sideways, -1
        # neither, and the two edges of its band.
        self.styles: list[int] = []
        self.bands: list[tuple[int, float, float]] = []
        self.owners: list[int] = []  # of each character, its text object

    def collect(self, count: int) -> Characters:
        """All characters with a place, of ``count`` that PDFium tells of."""
        found, handle, owners, bands = self.found, self.text_page, self.owners, self.bands
        unicode_of, object_of = self.call.unicode_of, self.call.object_of
        box_of = self.call.box_of
        found.count, count = count, min(count, MOST_CHARACTERS)
        rectangles = np.zeros((count, 4), np.float32)
        at, step = int(rectangles.ctypes.data), rectangles.strides[0]
        kept: list[int] = []
        codes: list[int] = []
        last = 0
        for index in range(count):
            owner = object_of(handle, index)
            if not owner:
                continue  # an end of line or a space that PDFium adds
            if owner != last:
                last = owner
                self._enter(owner, index)
            code = unicode_of(handle, index)
            if box_of(handle, index, at + step * index) and 0 < code < _END_OF_UNICODE:
                codes.append(code)
                owners.append(len(bands) - 1)
                kept.append(index)
        if kept:
            # FS_RECTF is left, top, right, bottom.
            boxes = rectangles[kept].astype(np.float64)[:, (0, 3, 2, 1)]
            self._finish(codes, boxes)
        return found

    def _finish(self, codes: list[int], boxes: "Numbers") -> None:
        found = self.found
        found.texts = list(map(chr, codes))
        if not _HYPHENS.isdisjoint(codes):
            found.texts = ["-" if ord(text) in _HYPHENS else text for text in found.texts]
        found.styles = np.array(self.styles)[self.owners].tolist()
        one = self._one_with_next(boxes)
        found.places = self.frame.shown(self._em_boxes(boxes)).tolist()
        if one.any():
            self._merge(one.tolist())
        if any(_HALVES[0] <= code <= _HALVES[1] for code in set(codes)):
            found.texts = [_joined(text) for text in found.texts]

    def _one_with_next(self, boxes: "Numbers") -> "NDArray[np.bool_]":
        """Which characters stand in the very place of the next: halves of a pair, ligatures."""
        owners = np.array(self.owners)
        same: NDArray[np.bool_] = (boxes[1:] == boxes[:-1]).all(axis=1)
        same &= (owners[1:] == owners[:-1]) & (boxes[1:, 0] < boxes[1:, 2])
        return same

    def _merge(self, one_with_next: list[bool]) -> None:
        """Several code points of one glyph become one character."""
        found = self.found
        texts: list[str] = []
        places: list[Place] = []
        styles: list[int] = []
        open_end = False
        for text, place, style, goes_on in zip(
            found.texts, found.places, found.styles, [*one_with_next, False], strict=True
        ):
            if open_end:
                texts[-1] += text
            else:
                texts.append(text)
                places.append(place)
                styles.append(style)
            open_end = goes_on
        found.texts, found.places, found.styles = texts, places, styles

    def _enter(self, owner: int, index: int) -> None:
        """Notes the look and the band of a text object, whose first character is at ``index``."""
        call, at = self.call, self.at
        mode = call.mode_of(owner)
        colour_of = call.stroke_of if mode == _STROKED else call.fill_of
        colour_of(owner, at, at + 4, at + 8, at + 12)
        call.matrix_of(self.text_page, index, at + 16)
        font = call.font_of(owner)
        key = (mode, font, call.size_of(self.text_page, index), self.shape.tobytes())
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = self._look(mode, font, key[2])
        style, axis, low, high = known
        base = self.numbers[8 + axis]
        self.styles.append(style)
        self.bands.append((axis, base + low, base + high))

    def _look(self, mode: int, font: int, size: float) -> tuple[int, int, float, float]:
        """Index of the look; axis and edges of the band, from the base line, in page points."""
        red, green, blue = self.colours[:3]
        a, b, c, d = self.numbers[4:8]
        look = Look(
            red=red > _RED and green < _NOT_RED and blue < _NOT_RED,
            visible=mode not in _INVISIBLE,
            angle=round(degrees(atan2(-b, a)) + 90 * self.frame.turns, 1) % 360,
            em=abs(size) * hypot(c, d),
        )
        self.found.looks.append(look)
        style = len(self.found.looks) - 1
        level, turned = abs(c) < 0.01 * abs(d), abs(d) < 0.01 * abs(c)
        if not (level or turned) or look.em <= 0:
            return style, -1, 0.0, 0.0
        sign = 1.0 if (d if level else c) > 0 else -1.0
        one = sign * self._descent(font) * look.em
        two = one + sign * look.em
        return style, 1 if level else 0, min(one, two), max(one, two)

    def _descent(self, font: int) -> float:
        """How far the em box of a font reaches below the base line, as a share of its size."""
        if font not in self.descents:
            depth = ctypes.c_float(0.0)
            handle = ctypes.cast(ctypes.c_void_p(font), pdfium.FPDF_FONT)
            told = bool(font) and pdfium.FPDFFont_GetDescent(handle, 1000.0, depth)
            share = depth.value / 1000.0 if told else 0.0
            self.descents[font] = share if _DEEPEST <= share < 0 else _DESCENT
        return self.descents[font]

    def _em_boxes(self, boxes: "Numbers") -> "Numbers":
        """PDFium's boxes, which the ink of a letter widens, brought to the height of the font.

        Where band and box have little in common the text runs downwards, and the box stays.
        """
        bands = np.array(self.bands)[self.owners]
        for axis in (0, 1):
            low, high = boxes[:, axis], boxes[:, axis + 2]
            shared = np.minimum(high, bands[:, 2]) - np.maximum(low, bands[:, 1])
            fits = (bands[:, 0] == axis) & (shared >= 0.5 * (bands[:, 2] - bands[:, 1]))
            fits |= (bands[:, 0] == axis) & (high - low <= 0)
            boxes[fits, axis], boxes[fits, axis + 2] = bands[fits, 1], bands[fits, 2]
        owners = np.array(self.owners)
        end, start = boxes[:-1, 2], boxes[1:, 0]
        late = (owners[:-1] == owners[1:]) & (bands[:-1, 0] == 1)
        late &= (start > boxes[:-1, 0]) & (start < end)
        boxes[:-1, 2][late] = start[late]
        return boxes


def _joined(text: str) -> str:
    """Halves of a surrogate pair, which PDFium gives one by one, as the character they are."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

"""The text layer of a PDF page, character by character, from PDFium's own interface."""

import ctypes
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from hongtou.read.pdf.frames import Frame

Place = tuple[float, float, float, float]  # x0, top, x1, bottom

# The mark of an issuing authority is printed in 套红; sRGB of the printers seen: (255, 0, 0),
# (255, 0, 51), (227, 0, 11), (192, 0, 0).
_RED: Final = 150
_NOT_RED: Final = 90

_INVISIBLE: Final = (3, 7)  # text render modes (ISO 32000-1, 9.3.6): neither filled nor stroked
_STROKED: Final = 1

# PDFium writes a hyphen at the end of a line as one of these.
_HYPHENS: Final = (0x2, 0xFFFE)
_SOFT_HYPHEN: Final = 0xAD
_SPACES: Final = frozenset((0x20, 0xA0, 0x3000, 0x9, 0x2002, 0x2003, 0x2009))


@dataclass(slots=True)
class Characters:
    """What a text layer says and where: four lists of equal length, in the order of the file.

    Boxes are em boxes on the page as shown. ``styles`` point into ``looks``.
    """

    texts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    looks: list["Look"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Look:
    """What the characters of one text object share."""

    red: bool
    visible: bool
    angle: float  # degrees clockwise on the page as shown, 0 to 360
    square: bool  # whether the font tells how high it is, so that boxes are em boxes


def read_characters(page: Any, frame: Frame) -> Characters:
    """The characters of an open page; those that PDFium adds itself (line ends) are left out."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return Characters()
    try:
        return _collect(text_page, frame)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


@lru_cache(maxsize=1)
def _get_text_object() -> Any:
    """``FPDFText_GetTextObject`` with plain integers for pointers, so that they can be compared."""
    address = ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(address)


def _collect(text_page: Any, frame: Frame) -> Characters:
    count = max(0, pdfium.FPDFText_CountChars(text_page))
    found = Characters()
    rectangles = (pdfium.FS_RECTF * count)()
    kept: list[int] = []
    texts, styles = found.texts, found.styles
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    object_of, handle = _get_text_object(), ctypes.cast(text_page, ctypes.c_void_p)
    last, style = 0, -1
    for index in range(count):
        code = unicode_of(text_page, index)
        owner = object_of(handle, index)
        if not owner or not code:
            continue  # an end of line or a space that PDFium adds
        if owner != last:
            last, style = owner, len(found.looks)
            found.looks.append(_look(text_page, index, frame))
        if not box_of(text_page, index, rectangles[index]):
            continue
        texts.append("-" if code in _HYPHENS or code == _SOFT_HYPHEN else _character(code))
        styles.append(style)
        kept.append(index)
    found.places = _places(rectangles, kept, frame)
    return found


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"


def _places(rectangles: Any, kept: list[int], frame: Frame) -> list[Place]:
    if not kept:
        return []
    table = np.frombuffer(rectangles, np.float32).reshape(-1, 4)[kept].astype(np.float64)
    boxes = table[:, (0, 3, 2, 1)]  # FS_RECTF: left, top, right, bottom
    return list(map(tuple, frame.shown(boxes).tolist()))


def _look(text_page: Any, index: int, frame: Frame) -> Look:
    thing = pdfium.FPDFText_GetTextObject(text_page, index)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
    angle = np.degrees(max(0.0, pdfium.FPDFText_GetCharAngle(text_page, index)))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    colour_of = (
        pdfium.FPDFPageObj_GetStrokeColor if mode == _STROKED else pdfium.FPDFPageObj_GetFillColor
    )
    colour_of(thing, red, green, blue, alpha)
    return Look(
        red=red.value > _RED and green.value < _NOT_RED and blue.value < _NOT_RED,
        visible=mode not in _INVISIBLE,
        angle=float(round(angle + 90 * frame.turns, 1) % 360),
        square=True,
    )

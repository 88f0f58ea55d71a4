"""A font of one box that stands in for Chinese fonts which a PDF names but does not embed.

To read text PDFium asks the font for the outline of every character, twice. The machine's own
fonts take ten times as long as all the rest of that, their outlines widen the boxes, and where
none is installed the characters are lost. With the box every machine reads the same, at once. To
draw a page the machine's fonts are asked, as ever.
"""

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

import pypdfium2.raw as pdfium

# Character sets of Windows: GB 2312, Big5, those of Japan and Korea.
_CHINESE: Final = frozenset((134, 136, 128, 129))
_NAME: Final = b"hongtou stand-in\0"

# Units of the em. Descent as of 宋体, 仿宋 and 楷体. The box is thinner than any character, since
# PDFium widens a character to the ink of its outline.
_EM: Final = 1000
_TOP: Final = 860
_BOTTOM: Final = -140
_LEFT: Final = 0
_RIGHT: Final = 10


class StandIn:
    """Answers PDFium's questions for fonts; ``asked`` counts those that the box has answered."""

    def __init__(self) -> None:
        self.reading = False
        self.asked = 0
        self.font = _box_font()
        self.token = ctypes.create_string_buffer(1)  # an address that no other font can have
        self.handle = ctypes.addressof(self.token)
        self.info = pdfium.FPDF_GetDefaultSystemFontInfo()
        self.kept: list[Any] = []  # PDFium keeps their addresses only
        self.map_font = self._replace("MapFont", self._map_font)
        self.font_bytes = self._replace("GetFontData", self._font_bytes)
        self.face_name = self._replace("GetFaceName", self._face_name)
        self.charset = self._replace("GetFontCharset", self._charset)
        self.delete_font = self._replace("DeleteFont", self._delete_font)
        pdfium.FPDF_SetSystemFontInfo(self.info)

    def _replace(self, name: str, answer: Any) -> Any:
        """Put ``answer`` in the place of one of PDFium's functions, which is returned."""
        kind = dict(pdfium.FPDF_SYSFONTINFO._fields_)[name]
        former = kind(ctypes.cast(getattr(self.info.contents, name), ctypes.c_void_p).value)
        self.kept.append(kind(answer))
        setattr(self.info.contents, name, self.kept[-1])
        return former

    def _map_font(
        self, info: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any
    ) -> int | None:
        if self.reading and charset in _CHINESE:
            self.asked += 1
            return self.handle
        found: int | None = self.map_font(info, weight, italic, charset, pitch, face, exact)
        return found

    def _font_bytes(self, info: Any, font: int, table: int, room: Any, size: int) -> int:
        if font != self.handle:
            return int(self.font_bytes(info, font, table, room, size))
        return 0 if table else _copy(self.font, room, size)

    def _face_name(self, info: Any, font: int, room: Any, size: int) -> int:
        if font != self.handle:
            return int(self.face_name(info, font, room, size))
        return _copy(_NAME, room, size)

    def _charset(self, info: Any, font: int) -> int:
        return min(_CHINESE) if font == self.handle else int(self.charset(info, font))

    def _delete_font(self, info: Any, font: int) -> None:
        if font != self.handle:
            self.delete_font(info, font)


def _copy(content: bytes, room: Any, size: int) -> int:
    if room and size >= len(content):
        ctypes.memmove(room, content, len(content))
    return len(content)


@lru_cache(maxsize=1)
def stand_in() -> StandIn:
    """The one of this process; PDFium must have been started."""
    return StandIn()


@contextmanager
def text_only(*, on: bool = True) -> Iterator[StandIn]:
    """While the block runs, fonts that PDFium looks for are the box, or with ``on=False`` not."""
    answers = stand_in()
    before, answers.reading = answers.reading, on
    try:
        yield answers
    finally:
        answers.reading = before


def _box_font() -> bytes:
    """A TrueType font with one glyph, a box as high as its em, for every character there is.

    Source: Apple's TrueType Reference Manual; ``cmap`` in format 13, one glyph for many codes.
    """
    left, bottom, right, top = _LEFT, _BOTTOM, _RIGHT, _TOP
    up, across = top - bottom, right - left
    box = struct.pack(">5h2H4B", 1, left, bottom, right, top, 3, 0, 1, 1, 1, 1)
    box += struct.pack(">8h", left, 0, across, 0, bottom, up, 0, -up)
    box += bytes(-len(box) % 4)
    tables = {
        b"cmap": struct.pack(
            ">4HI2H6I", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0, 0x10FFFF, 1
        ),
        b"glyf": box,
        b"head": struct.pack(
            ">4I2H2q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0,
            left, bottom, right, top, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(
            ">I3hH11hH", 0x10000, top, bottom, 0, _EM, left, left, right, 1, *[0] * 7, 2
        ),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, left),
        b"loca": struct.pack(">3H", 0, 0, len(box) // 2),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }  # fmt: skip
    at = 12 + 16 * len(tables)
    directory, body = struct.pack(">I4H", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64), b""
    for tag, table in tables.items():
        directory += tag + struct.pack(">3I", 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body

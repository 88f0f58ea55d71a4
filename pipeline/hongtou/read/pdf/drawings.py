"""Rules, pictures and other drawings of a PDF page: enough to see tables and scans."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from hongtou.read.layout.characters import Place
from hongtou.read.pdf.frames import Frame

Matrix = tuple[float, float, float, float, float, float]

_UPRIGHT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN: Final = 3.0  # points; the thickest rule of a red head is 2 mm in old forms, most are 1 pt
_LONG: Final = 6.0  # points; shorter strokes are parts of outlined letters
_DEEPEST: Final = 6  # forms inside forms; deeper nesting serves no paper
_MOST: Final = 20_000  # objects that are looked at; maps and drawings have millions
_MOST_SEGMENTS: Final = 2_000
_WHITE: Final = 250

# A3 at 1,200 dots an inch has 278 million pixels; PDFium draws 500 million a second.
MOST_PICTURE_PIXELS: Final = 400_000_000


@dataclass(slots=True)
class Drawings:
    """What is drawn on a page beside text, places as shown."""

    rules: list[Place] = field(default_factory=list)  # x0, top, x1, bottom; one side is thin
    pictures: list[Place] = field(default_factory=list)
    picture_sizes: list[tuple[int, int]] = field(default_factory=list)  # pixels
    paths: int = 0

    @property
    def too_large(self) -> bool:
        """Whether to draw the page would take minutes, for pictures that no scanner makes."""
        return sum(width * height for width, height in self.picture_sizes) > MOST_PICTURE_PIXELS


def read_drawings(page: Any, frame: Frame) -> Drawings:
    """The rules and pictures of an open page, those inside forms too."""
    boxes: list[Place] = []
    pictures: list[Place] = []
    found = Drawings()
    for thing, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if (bounds := _bounds(thing, matrix)) is not None:
                pictures.append(bounds)
                found.picture_sizes.append(_pixels(thing))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            found.paths += 1
            boxes += _rules(thing, matrix)
    found.rules, found.pictures = _shown(boxes, frame), _shown(pictures, frame)
    return found


def _shown(boxes: list[Place], frame: Frame) -> list[Place]:
    if not boxes:
        return []
    return list(map(tuple, frame.shown(np.array(boxes, np.float64)).tolist()))


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Paths and pictures of a page with the matrix of the forms around them."""
    count, item = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    kind_of = pdfium.FPDFPageObj_GetType
    for index in range(min(count(page), _MOST)):
        thing = item(page, index)
        kind = kind_of(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inside(thing, _UPRIGHT, 1, [_MOST])
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield thing, kind, _UPRIGHT


def _inside(
    form: Any, outer: Matrix, depth: int, left: list[int]
) -> Iterator[tuple[Any, int, Matrix]]:
    if depth > _DEEPEST:
        return
    matrix = _times(_matrix(form), outer)
    for index in range(max(0, pdfium.FPDFFormObj_CountObjects(form))):
        left[0] -= 1
        if left[0] < 0:
            return
        thing = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inside(thing, matrix, depth + 1, left)
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield thing, kind, matrix


def _matrix(thing: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, matrix):
        return _UPRIGHT
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: list[tuple[float, float]]) -> Place:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(thing: Any, matrix: Matrix) -> Place | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return None
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if matrix is _UPRIGHT:
        return x0, y0, x1, y1
    return _around([_apply(matrix, x, y) for x in (x0, x1) for y in (y0, y1)])


def _pixels(thing: Any) -> tuple[int, int]:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(thing, width, height):
        return 0, 0
    return int(width.value), int(height.value)


def _rules(thing: Any, matrix: Matrix) -> Iterator[Place]:
    """Straight lines that a path draws, as boxes in the page's own coordinates."""
    box = _bounds(thing, matrix)
    if box is None:
        return
    across, up = box[2] - box[0], box[3] - box[1]
    if max(across, up) < _LONG:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    if not (fill.value or stroke.value) or _is_white(thing, stroked=bool(stroke.value)):
        return
    if min(across, up) <= _THIN:
        yield box
    elif stroke.value:
        yield from _segments(thing, _times(_matrix(thing), matrix))


def _is_white(thing: Any, *, stroked: bool) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    colour_of = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    return bool(colour_of(thing, *parts)) and all(part.value >= _WHITE for part in parts[:3])


def _segments(thing: Any, matrix: Matrix) -> Iterator[Place]:
    """The upright and level lines of a path with many, such as a whole grid in one stroke."""
    first = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(thing), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _level_or_upright(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _level_or_upright(last, first)
            last = first


def _level_or_upright(one: tuple[float, float], two: tuple[float, float]) -> Iterator[Place]:
    box = _around([one, two])
    across, up = box[2] - box[0], box[3] - box[1]
    if min(across, up) <= 1.0 and max(across, up) >= _LONG:
        yield box

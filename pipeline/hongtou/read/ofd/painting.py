"""What a page of OFD paints, in its order: letters, shapes and pictures in points.

Templates, layers, page blocks and composite objects are walked here, with a limit on how much may
be painted: composites that contain each other would otherwise paint for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from hongtou.errors import OversizeError
from hongtou.model import Box
from hongtou.read.ofd.colours import BLACK, Ink, read_ink
from hongtou.read.ofd.geometry import (
    POINTS,
    Affine,
    around,
    is_sane,
    read_matrix,
    read_number,
    read_rectangle,
    shifted,
    times,
)
from hongtou.read.ofd.paths import Shape, line_width_of, read_outlines
from hongtou.read.ofd.resources import Resources
from hongtou.read.ofd.texts import Brush, Letter, letters_of
from hongtou.read.xml_parts import attribute, child, children, local_name

DEEPEST: Final = 24  # page blocks and composites inside each other
MOST_OBJECTS: Final = 100_000  # on one page
MOST_LETTERS: Final = 300_000

UNSEEN: Final = "设为不可见"
CLEAR: Final = "完全透明"

LAYERS: Final = {"Background": 0, "Body": 1, "Foreground": 2}  # 7.7, table 14: from below


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on the page; ``matrix`` takes the unit square to points, y pointing down."""

    resource: str
    matrix: Affine
    box: Box
    alpha: int
    own: bool = True  # of the page itself, not of a template that many pages share


Painted = Letter | Shape | Picture


@dataclass(slots=True)
class Painter:
    """Walks graphic objects; ``left`` is what it may still paint."""

    path: str  # of the file, for messages
    resources: Resources
    objects_left: int = MOST_OBJECTS
    letters_left: int = MOST_LETTERS
    missing: set[str] = field(default_factory=set)  # composites that no resource defines
    own: bool = True  # whether the page itself is painted, or a template

    def content(self, page: Any, to_page: Affine) -> Iterator[Painted]:
        """What the element ``Page`` (or a template) paints, its layers from below."""
        layers = list(children(child(page, "Content"), "Layer"))
        for layer in sorted(layers, key=lambda one: LAYERS.get(attribute(one, "Type"), 1)):
            brush = self._brush(layer, Brush(Ink()))
            yield from self.objects(layer, to_page, brush, 0)

    def objects(self, holder: Any, to_page: Affine, brush: Brush, depth: int) -> Iterator[Painted]:
        """What the graphic objects inside an element paint; ``to_page`` takes mm to points."""
        for element in children(holder):
            self.objects_left -= 1
            if self.objects_left < 0 or self.letters_left < 0:
                raise OversizeError(
                    f"{self.path}：一页里的图元过多，疑似恶意文件，已停止；请核对文件来源"
                )
            yield from self._object(element, to_page, brush, depth)

    def _object(self, element: Any, to_page: Affine, brush: Brush, depth: int) -> Iterator[Painted]:
        name = local_name(element)
        if name == "PageBlock" and depth < DEEPEST:
            yield from self.objects(element, to_page, brush, depth + 1)
            return
        if name not in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
            return
        box = read_rectangle(attribute(element, "Boundary")) or (0.0, 0.0, 0.0, 0.0)
        in_boundary = times(shifted(box[0], box[1]), to_page)
        matrix = times(read_matrix(attribute(element, "CTM")), in_boundary)
        if not is_sane(matrix):
            return
        own = self._brush(element, brush)
        if name == "TextObject":
            yield from self._text(element, matrix, in_boundary, own)
        elif name == "PathObject":
            yield self._shape(element, matrix, own)
        elif name == "ImageObject":
            yield from self._picture(element, matrix, own)
        elif depth < DEEPEST:
            yield from self._composite(element, matrix, own, depth)

    def _text(
        self, element: Any, matrix: Affine, in_boundary: Affine, brush: Brush
    ) -> Iterator[Letter]:
        if attribute(element, "Fill") == "false" and attribute(element, "Stroke") != "true":
            brush = replace(brush, hidden="不填充也不勾边")
        window = _window(element, matrix, in_boundary)
        for letter in letters_of(element, matrix, brush):
            self.letters_left -= 1
            if self.letters_left < 0:
                break
            if window is not None and not letter.hidden and not _within(letter, window):
                letter = replace(letter, hidden="被裁剪")
            yield letter

    def _shape(self, element: Any, matrix: Affine, brush: Brush) -> Shape:
        found = child(element, "AbbreviatedData")
        outlines = read_outlines((found.text or "") if found is not None else "", matrix)
        shown = not brush.hidden
        stroked = shown and attribute(element, "Stroke") != "false"
        filled = shown and attribute(element, "Fill") == "true"
        stroke = self._ink(element, "StrokeColor", Ink()) if stroked else None
        fill = self._ink(element, "FillColor", brush.ink) if filled else None
        scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5 / POINTS
        width = line_width_of(attribute(element, "LineWidth")) * min(scale, 100.0)
        return Shape(outlines, stroke, fill, width)

    def _picture(self, element: Any, matrix: Affine, brush: Brush) -> Iterator[Picture]:
        alpha = int(min(max(read_number(attribute(element, "Alpha"), 255.0), 0.0), 255.0))
        if not brush.hidden and alpha:
            box = around(matrix, 0.0, 0.0, 1.0, 1.0)
            yield Picture(attribute(element, "ResourceID"), matrix, box, alpha, self.own)

    def _composite(
        self, element: Any, matrix: Affine, brush: Brush, depth: int
    ) -> Iterator[Painted]:
        identifier = attribute(element, "ResourceID")
        unit = self.resources.composites.get(identifier)
        if unit is None:
            self.missing.add(identifier)
            return
        for content in children(unit, "Content"):
            yield from self.objects(content, matrix, brush, depth + 1)

    def _brush(self, element: Any, outer: Brush) -> Brush:
        """How an object paints: its own colour, that of its drawing parameters, or the outer."""
        ink = self._ink(element, "FillColor", outer.ink)
        hidden = outer.hidden
        if attribute(element, "Visible").lower() in ("false", "0"):
            hidden = hidden or UNSEEN
        elif ink.alpha == 0 or read_number(attribute(element, "Alpha"), 255.0) <= 0:
            hidden = hidden or CLEAR
        return Brush(ink, hidden)

    def _ink(self, element: Any, name: str, default: Ink) -> Ink:
        colour = child(element, name)
        if colour is None:
            colour = self.resources.drawing_colour(attribute(element, "DrawParam"), name)
        if colour is None:
            return default
        found = read_ink(attribute(colour, "Value"), attribute(colour, "Alpha"))
        return found if attribute(colour, "Value") else Ink(BLACK, found.alpha)


def _window(element: Any, matrix: Affine, in_boundary: Affine) -> Box | None:
    """What the clips of an object leave to be seen, as a box around it (8.4); ``None`` is all."""
    clips = child(element, "Clips")
    if clips is None:
        return None
    base = in_boundary if attribute(clips, "TransFlag").lower() == "false" else matrix
    boxes = []
    for clip in children(clips, "Clip"):
        areas = [
            around(times(read_matrix(attribute(area, "CTM")), base), *_corners(path))
            for area in children(clip, "Area")
            for path in children(area, "Path")
        ]
        if areas:
            boxes.append(_union(areas))
    return _union(boxes) if boxes else None


def _corners(path: Any) -> tuple[float, float, float, float]:
    x, y, width, height = read_rectangle(attribute(path, "Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return x, y, x + width, y + height


def _union(boxes: list[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes), min(box.top for box in boxes),
        max(box.x1 for box in boxes), max(box.bottom for box in boxes),
    )  # fmt: skip


def _within(letter: Letter, window: Box) -> bool:
    """Whether the middle of a letter lies in the window, half a letter of grace allowed."""
    grace = letter.size / 2
    x, y = (letter.box.x0 + letter.box.x1) / 2, (letter.box.top + letter.box.bottom) / 2
    return (
        window.x0 - grace <= x <= window.x1 + grace
        and window.top - grace <= y <= window.bottom + grace
    )


MILLIMETRES: Final[Affine] = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)

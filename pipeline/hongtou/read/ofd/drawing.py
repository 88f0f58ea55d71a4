"""The picture of an OFD page: texts at their places, paths, images. Plain, but honest.

Letters are drawn with a Chinese face of this machine, not with the embedded ones, so strokes may
look different; places and sizes are those of the file.
"""

import io
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from hongtou.read.ofd.canvas import Canvas
from hongtou.read.ofd.painting import Picture
from hongtou.read.ofd.paths import Shape
from hongtou.read.ofd.pictures import decode_picture, open_picture
from hongtou.read.ofd.resources import Resources
from hongtou.read.ofd.texts import ASCENT, Letter
from hongtou.read.packages import Package
from hongtou.read.page import PageImage

LEAST_DPI: Final = 150
MOST_DPI: Final = 300
MOST_PIXELS: Final = 40_000_000  # of a page's picture
WHITE: Final = (255, 255, 255)
OVERDRAWN: Final = 40  # times that the area of the page may be painted over
LARGEST: Final = 2000  # pixels of an em or a line's width; more is no text

# Files of Chinese faces as Linux, Windows and macOS install them, songti first.
FACES: Final = (
    "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "simsun.ttc", "msyh.ttc",
    "Songti.ttc", "PingFang.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc", "uming.ttc",
    "NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf", "DroidSansFallbackFull.ttf",
)  # fmt: skip
FOLDERS: Final = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "C:/Windows/Fonts", "/System/Library/Fonts", "/Library/Fonts",
)  # fmt: skip

_Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fonts:
    """A face of this machine that has Chinese characters."""

    path: str
    index: int

    def at(self, size: int) -> "ImageFont.FreeTypeFont":
        """The face with an em of so many pixels."""
        return _font(self.path, self.index, size)


@lru_cache(maxsize=1)
def find_fonts() -> Fonts | None:
    """The first face of ``FACES`` that is installed; ``None`` if none is."""
    installed: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*.[to]t[cf]")):
            installed.setdefault(path.name.lower(), path)
    for name in FACES:
        found = installed.get(name.lower())
        if found is not None:
            # In the collections of Noto the simplified forms are the third of the faces.
            return Fonts(str(found), 2 if "CJK-" in name and name.endswith("ttc") else 0)
    return None


def page_image(
    package: Package, canvas: Canvas, fonts: Fonts | None, *, dpi: float | None = None
) -> tuple[PageImage, tuple[str, ...]]:
    """The picture of a page, and the names of images in it that cannot be decoded.

    Args:
        package: The open package.
        canvas: The painted page.
        fonts: A Chinese face; without one no letters are drawn.
        dpi: Pixels an inch; by default those of its largest image, within reason.
    """
    wanted = dpi or _native_dpi(package, canvas)
    scale = min(wanted / 72, math.sqrt(MOST_PIXELS / (canvas.width * canvas.height)))
    easel = _Easel(canvas, scale, fonts)
    for item in canvas.items:
        if isinstance(item, Picture):
            easel.picture(package, canvas.resources, item)
        elif isinstance(item, Letter):
            easel.letter(item)
        else:
            easel.shape(item)
    pixels = np.asarray(easel.image, dtype=np.uint8)
    image = PageImage(canvas.number, pixels, canvas.width, canvas.height)
    return image, tuple(dict.fromkeys(easel.undecoded))


def to_png(image: PageImage) -> bytes:
    """The picture as a PNG file."""
    stream = io.BytesIO()
    Image.fromarray(image.pixels).save(stream, "PNG", dpi=(image.dpi, image.dpi))
    return stream.getvalue()


@lru_cache(maxsize=64)
def _font(path: str, index: int, size: int) -> "ImageFont.FreeTypeFont":
    return ImageFont.truetype(path, size, index=index)


def _native_dpi(package: Package, canvas: Canvas) -> float:
    """Pixels an inch of the largest image, between ``LEAST_DPI`` and ``MOST_DPI``."""
    pictures = [p for p in canvas.pictures if p.box.x1 - p.box.x0 > 1]
    if not pictures:
        return 200.0
    largest = max(pictures, key=lambda p: (p.box.x1 - p.box.x0) * (p.box.bottom - p.box.top))
    image = open_picture(package, canvas.resources, largest.resource)
    if image is None:
        return 200.0
    inches = math.hypot(largest.matrix[0], largest.matrix[1]) / 72
    return min(max(image.width / inches if inches else 200.0, LEAST_DPI), MOST_DPI)


class _Easel:
    """Draws one item over the other; ``left`` is how many pixels may still be touched."""

    def __init__(self, canvas: Canvas, scale: float, fonts: Fonts | None) -> None:
        self.scale = scale
        self.fonts = fonts
        size = (max(1, round(canvas.width * scale)), max(1, round(canvas.height * scale)))
        self.image = Image.new("RGB", size, WHITE)
        self.pen = ImageDraw.Draw(self.image)
        self.left = size[0] * size[1] * OVERDRAWN + MOST_PIXELS
        self.undecoded: list[str] = []

    def picture(self, package: Package, resources: Resources, item: Picture) -> None:
        """Lay an image on the page, where it is to be seen."""
        x0, y0 = max(0, math.floor(item.box.x0 * self.scale)), max(0, math.floor(
            item.box.top * self.scale))  # fmt: skip
        x1 = min(self.image.width, math.ceil(item.box.x1 * self.scale))
        y1 = min(self.image.height, math.ceil(item.box.bottom * self.scale))
        if x1 <= x0 or y1 <= y0 or self.left < 0:
            return
        image = decode_picture(package, resources, item.resource)
        if image is None:
            name = resources.media.get(item.resource, (item.resource or "没有编号", ""))[0]
            self.undecoded.append(name)
            return
        self.left -= image.width * image.height + (x1 - x0) * (y1 - y0)
        part = _placed(image, item, self.scale, (x0, y0, x1, y1))
        if part is None:
            return
        mask = part.getchannel("A")
        if item.alpha < 255:
            mask = mask.point(lambda level: level * item.alpha // 255)
        self.image.paste(part.convert("RGB"), (x0, y0), mask)

    def letter(self, item: Letter) -> None:
        """Write a letter; what is hidden, or too large or small to be one, is not."""
        size = round(item.size * self.scale)
        if item.hidden or self.fonts is None or item.text.isspace() or not 2 <= size <= LARGEST:
            return
        self.left -= size * size
        if self.left < 0:
            return
        font, colour = self.fonts.at(size), _on_white(item.ink.rgb, item.ink.alpha)
        box = item.box
        if min(item.angle, 360 - item.angle) < 1:
            foot = box.top + ASCENT * (box.bottom - box.top)
            place = (box.x0 * self.scale, foot * self.scale)
            self.pen.text(place, item.text, font=font, fill=colour, anchor="ls")
            return
        stamp = Image.new("L", (2 * size, 2 * size), 0)
        ImageDraw.Draw(stamp).text((size, size), item.text, font=font, fill=255, anchor="mm")
        stamp = stamp.rotate(-item.angle, resample=Image.Resampling.BILINEAR)
        middle = ((box.x0 + box.x1) / 2 * self.scale, (box.top + box.bottom) / 2 * self.scale)
        self.pen.bitmap((round(middle[0]) - size, round(middle[1]) - size), stamp, fill=colour)

    def shape(self, item: Shape) -> None:
        """Draw a path: its filling first, its outlines over it."""
        outlines = [self._pixels(outline) for outline in item.outlines]
        outlines = [outline for outline in outlines if len(outline) > 1]
        if not outlines or self.left < 0:
            return
        if item.fill is not None and item.fill.alpha:
            self._fill(outlines, _on_white(item.fill.rgb, item.fill.alpha))
        if item.stroke is not None and item.stroke.alpha:
            colour = _on_white(item.stroke.rgb, item.stroke.alpha)
            width = min(max(1, round(item.line_width * self.scale)), LARGEST)
            for outline in outlines:
                self.left -= len(outline) * width * 8
                self.pen.line(outline, fill=colour, width=width)

    def _pixels(self, outline: tuple[_Pixel, ...]) -> list[_Pixel]:
        """Points of an outline in pixels, none of them miles away."""
        far = 2.0 * max(self.image.size)
        return [
            (min(max(x * self.scale, -far), far), min(max(y * self.scale, -far), far))
            for x, y in outline
        ]

    def _fill(self, outlines: list[list[_Pixel]], colour: tuple[int, int, int]) -> None:
        """Fill by the even-odd rule, so that the holes of outlined letters stay open."""
        xs = [x for outline in outlines for x, _ in outline]
        ys = [y for outline in outlines for _, y in outline]
        x0, y0 = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
        x1 = min(self.image.width, math.ceil(max(xs)) + 1)
        y1 = min(self.image.height, math.ceil(max(ys)) + 1)
        if x1 <= x0 or y1 <= y0:
            return
        self.left -= (x1 - x0) * (y1 - y0) * len(outlines)
        if self.left < 0:
            return
        mask = Image.new("1", (x1 - x0, y1 - y0), 0)
        for outline in outlines:
            one = Image.new("1", mask.size, 0)
            moved = [(x - x0, y - y0) for x, y in outline]
            if len(moved) > 2:
                ImageDraw.Draw(one).polygon(moved, fill=1)
            mask = ImageChops.logical_xor(mask, one)
        self.image.paste(colour, (x0, y0, x1, y1), mask)


def _placed(
    image: "Image.Image", item: Picture, scale: float, window: tuple[int, int, int, int]
) -> "Image.Image | None":
    """The pixels of an image that lie in a window of the page."""
    x0, y0, x1, y1 = window
    a, b, c, d, e, f = (number * scale for number in item.matrix)
    size = (x1 - x0, y1 - y0)
    if b == c == 0 and a > 0 and d > 0:
        # Upright: shrinking takes all pixels into account, as scans of 600 dots an inch need.
        source = (
            max((x0 - e) / a, 0.0) * image.width, max((y0 - f) / d, 0.0) * image.height,
            min((x1 - e) / a, 1.0) * image.width, min((y1 - f) / d, 1.0) * image.height,
        )  # fmt: skip
        if source[2] - source[0] < 1e-6 or source[3] - source[1] < 1e-6:
            return None
        return image.resize(size, Image.Resampling.BICUBIC, box=source, reducing_gap=3.0)
    area = a * d - b * c
    if abs(area) < 1e-9:
        return None
    wide, high = image.width / area, image.height / area
    # From a pixel of the window back to one of the image: the inverse of the matrix.
    left, top = x0 - e, y0 - f
    back = (
        d * wide, -c * wide, (d * left - c * top) * wide,
        -b * high, a * high, (a * top - b * left) * high,
    )  # fmt: skip
    return image.transform(size, Image.Transform.AFFINE, back, Image.Resampling.BILINEAR)


def _on_white(rgb: tuple[int, int, int], alpha: int) -> tuple[int, int, int]:
    red, green, blue = (255 - (255 - level) * alpha // 255 for level in rgb)
    return red, green, blue

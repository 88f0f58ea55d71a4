"""What paper goes through: scanner, seal, fax, telephone camera; the truth moves along.

Every kind is the same picture for the same seed. ``Degraded.page`` carries the boxes on the
picture as people hold it, in points of that picture (pixels × 72 / dpi).
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from PIL import Image, ImageFilter

from hongtou.model import Box
from tests.press.fonts import DESCENT
from tests.press.page import PrintedGlyph, PrintedPage, PrintedSeal
from tests.press.raster import stamp_seals, to_images

if TYPE_CHECKING:
    from numpy.typing import NDArray

Way = Literal["clean", "scan", "fax", "photo"]
WAYS: Final[tuple[Way, ...]] = ("clean", "scan", "fax", "photo")
DPI: Final[dict[Way, float]] = {"clean": 200.0, "scan": 200.0, "fax": 100.0, "photo": 200.0}
PAPER: Final = (250, 247, 238)


@dataclass(frozen=True)
class Degraded:
    """A picture with its truth.

    ``pixels``: height × width × 3, uint8; for a fax height × width, bool, True for white.
    ``to_pixels``: 3 × 3, from points of the printed page to pixels of the upright picture.
    ``turn``: degrees, clockwise, by which ``pixels`` lie on their side; the truth stays upright.
    """

    pixels: "NDArray[Any]"
    dpi: float
    page: PrintedPage
    to_pixels: "NDArray[np.float64]"
    turn: int = 0

    @property
    def rgb(self) -> "NDArray[np.uint8]":
        """The picture as readers of colour take it."""
        if self.pixels.dtype == bool:
            return np.repeat(self.pixels[:, :, None].astype(np.uint8) * 255, 3, axis=2)
        return self.pixels


def degrade(pages: Sequence[PrintedPage], way: Way, *, seed: int = 0, dpi: float | None = None,
            seals: bool | None = None) -> Iterator[Degraded]:  # fmt: skip
    """The pages after ``way``, one at a time.

    Args:
        seals: Whether seals are there; by default on scans and photographs only.
    """
    fine = dpi or DPI[way]
    stamped = way in ("scan", "photo") if seals is None else seals
    for page, pixels in zip(pages, to_images(pages, dpi=fine, seals=False), strict=True):
        random = np.random.default_rng([seed, page.number])
        if stamped:
            pixels = stamp_seals(
                pixels, page, fine, strength=random.uniform(0.85, 1.0), hand=random
            )
        truth = page if stamped else without_seals(page)
        if way == "scan":
            yield _scan(truth, pixels, fine, random)
        elif way == "photo":
            yield _photo(truth, pixels, fine, random)
        else:
            matrix = np.diag([fine / 72, fine / 72, 1.0])
            picture = _fax(pixels, random) if way == "fax" else pixels
            yield Degraded(picture, fine, truth, matrix)


def turned(degraded: Degraded, degrees: int) -> Degraded:
    """The picture laid on its side or head, clockwise by 90, 180 or 270 degrees."""
    pixels = np.ascontiguousarray(np.rot90(degraded.pixels, k=-(degrees // 90) % 4))
    return replace(degraded, pixels=pixels, turn=(degraded.turn + degrees) % 360)


def without_seals(page: PrintedPage) -> PrintedPage:
    """The page as it was before anybody stamped it."""
    lines = tuple(
        replace(line, glyphs=tuple(replace(g, under_seal=False, sealed=0.0) for g in line.glyphs))
        for line in page.lines
    )
    return replace(page, lines=lines, seals=())


def moved(page: PrintedPage, matrix: "NDArray[np.float64]", dpi: float,
          size: tuple[int, int]) -> PrintedPage:  # fmt: skip
    """The truth on a picture of ``size`` (width, height in pixels), in its points."""
    lines = tuple(
        replace(line, glyphs=tuple(_moved_glyphs(line.glyphs, matrix, dpi))) for line in page.lines
    )
    width, height = size[0] * 72 / dpi, size[1] * 72 / dpi
    seals = tuple(_moved_seal(seal, matrix, dpi) for seal in page.seals)
    return replace(page, lines=lines, rules=(), seals=seals, width=width, height=height)


def _moved_glyphs(
    glyphs: Iterable[PrintedGlyph], matrix: "NDArray[np.float64]", dpi: float
) -> Iterator[PrintedGlyph]:
    for glyph in glyphs:
        ink = _moved(glyph.ink, matrix, dpi) if glyph.ink is not None else None
        box = _moved(glyph.box, matrix, dpi)
        baseline = box.bottom - DESCENT * (box.bottom - box.top)
        yield replace(glyph, box=box, ink=ink, baseline=baseline)


def _moved_seal(seal: PrintedSeal, matrix: "NDArray[np.float64]", dpi: float) -> PrintedSeal:
    """The seal with its middle and its mean radius on the picture."""
    x, y, r = seal.x, seal.y, seal.radius
    box = _moved(Box(x - r, y - r, x + r, y + r), matrix, dpi)
    middle = ((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
    return replace(seal, x=middle[0], y=middle[1],
                   radius=(box.x1 - box.x0 + box.bottom - box.top) / 4)  # fmt: skip


def _moved(box: Box, matrix: "NDArray[np.float64]", dpi: float) -> Box:
    """The upright rectangle that a glyph's box turns into: its middles keep their places.

    The corners of a turned box would give a rectangle that is larger than the character.
    """
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    ends = np.array([[box.x0, y, 1], [box.x1, y, 1], [x, box.top, 1], [x, box.bottom, 1]]).T
    there = matrix @ ends
    there = there[:2] / there[2] * 72 / dpi
    return Box(float(there[0, 0]), float(there[1, 2]), float(there[0, 1]), float(there[1, 3]))


def _scan(page: PrintedPage, pixels: "NDArray[np.uint8]", dpi: float,
          random: np.random.Generator) -> Degraded:  # fmt: skip
    """A flat-bed scanner: a slight skew, soft edges, tinted paper, noise, JPEG."""
    height, width = pixels.shape[:2]
    angle = np.radians(random.uniform(0.3, 1.0) * random.choice([-1, 1]))
    turn = _about_middle(angle, width, height)
    image = _warped(Image.fromarray(pixels), turn, (width, height))
    image = image.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 0.8) * dpi / 200))
    values = np.asarray(image).astype(np.float32) * (np.array(PAPER, np.float32) / 255)
    values = 30 + values * (225 / 255)  # toner is grey to a scanner
    values += 5 * random.standard_normal((height, width, 1), np.float32)
    values += 2 * random.standard_normal(values.shape, np.float32)
    picture = _jpeg(np.clip(values, 0, 255).astype(np.uint8), 70)
    matrix = turn @ np.diag([dpi / 72, dpi / 72, 1.0])
    return Degraded(picture, dpi, moved(page, matrix, dpi, (width, height)), matrix)


def _photo(page: PrintedPage, pixels: "NDArray[np.uint8]", dpi: float,
           random: np.random.Generator) -> Degraded:  # fmt: skip
    """A telephone's camera: seen aslant, a dark table around, light from one side."""
    height, width = pixels.shape[:2]
    edge = round(width * 0.05)
    size = (width + 2 * edge, height + 2 * edge)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    there = corners + edge + random.uniform(-0.6, 0.6, (4, 2)) * edge
    warp = _homography(corners, there)
    image = _warped(Image.fromarray(pixels), warp, size, fill=(70, 62, 58))
    image = image.filter(ImageFilter.GaussianBlur(0.7 * dpi / 200))
    x, y = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    slope = random.uniform(-0.25, 0.25, 2)
    light = 0.82 + slope[0] * x * 0.6 + slope[1] * y * 0.6 - 0.08 * (x**2 + y**2)
    values = np.asarray(image).astype(np.float32) * light[:, :, None].astype(np.float32)
    values += 6 * random.standard_normal(values.shape, np.float32)
    picture = _jpeg(np.clip(values, 0, 255).astype(np.uint8), 80)
    matrix = warp @ np.diag([dpi / 72, dpi / 72, 1.0])
    return Degraded(picture, dpi, moved(page, matrix, dpi, size), matrix)


def _fax(pixels: "NDArray[np.uint8]", random: np.random.Generator) -> "NDArray[np.bool_]":
    """Black and white with specks; True is white."""
    grey = np.asarray(Image.fromarray(pixels).convert("L")).astype(np.float32)
    grey += 18 * random.standard_normal(grey.shape, np.float32)
    white = grey > 165
    specks = random.random(grey.shape)
    return np.asarray((white & (specks > 0.0006)) | (specks > 0.9996))


def _about_middle(angle: float, width: int, height: int) -> "NDArray[np.float64]":
    cos, sin, x, y = np.cos(angle), np.sin(angle), width / 2, height / 2
    return np.array([[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y],
                     [0, 0, 1.0]])  # fmt: skip


def _homography(here: "NDArray[np.float64]", there: "NDArray[np.float64]") -> "NDArray[np.float64]":
    rows, right = [], []
    for (x, y), (u, v) in zip(here, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(right)), 1.0).reshape(3, 3)


def _warped(image: Image.Image, matrix: "NDArray[np.float64]", size: tuple[int, int],
            fill: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:  # fmt: skip
    back = np.linalg.inv(matrix)
    back = (back / back[2, 2]).flatten()[:8]
    return image.transform(size, Image.Transform.PERSPECTIVE, tuple(back),
                           Image.Resampling.BICUBIC, fillcolor=fill)  # fmt: skip


def _jpeg(pixels: "NDArray[np.uint8]", quality: int) -> "NDArray[np.uint8]":
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))

"""What paper goes through in offices before anybody scans it: grades of wear, mild to harsh.

The press knows a good scan, a fax and a photograph. Drawers hold worse: faxes that were copied,
toner that ran out, stamps of dust, scans at a hundred dots. ``wear`` prints a page through one of
``GRADES``; the truth moves along, and the picture is the same for the same seed.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageFilter

from tests.press.degrade import Degraded, Way, degrade, moved
from tests.press.page import PrintedPage

if TYPE_CHECKING:
    from numpy.typing import NDArray

Step = Callable[["NDArray[Any]", np.random.Generator], "NDArray[Any]"]


@dataclass(frozen=True, slots=True)
class Grade:
    """How a page comes to the recogniser; ``steps`` follow the press's own ``way``."""

    way: Way
    dpi: float
    steps: tuple[Step, ...] = ()
    slant: float = 0.0  # degrees at most, of a second machine that copies the first one's sheet
    seals: bool | None = None


def wear(pages: Sequence[PrintedPage], name: str, *, seed: int = 0) -> Iterator[Degraded]:
    """The pages at the grade ``name``, one at a time.

    Raises:
        KeyError: If there is no such grade.
    """
    grade = GRADES[name]
    for degraded in degrade(pages, grade.way, seed=seed, dpi=grade.dpi, seals=grade.seals):
        random = np.random.default_rng([seed, degraded.page.number, len(name)])
        worn = replace(degraded, pixels=degraded.rgb)
        if grade.slant:
            worn = _copied(worn, np.radians(random.uniform(-grade.slant, grade.slant)))
        pixels = worn.pixels
        for step in grade.steps:
            pixels = step(pixels, random)
        yield replace(worn, pixels=pixels)


def _copied(degraded: Degraded, angle: float) -> Degraded:
    """Laid on the glass once more, a little aslant."""
    height, width = degraded.pixels.shape[:2]
    cos, sin, x, y = np.cos(angle), np.sin(angle), width / 2, height / 2
    turn = np.array([[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y],
                     [0, 0, 1.0]])  # fmt: skip
    back = np.linalg.inv(turn).flatten()[:8]
    image = Image.fromarray(degraded.pixels).transform(
        (width, height), Image.Transform.PERSPECTIVE, tuple(back),
        Image.Resampling.BICUBIC, fillcolor=(255, 255, 255),
    )  # fmt: skip
    scale = np.diag([degraded.dpi / 72, degraded.dpi / 72, 1.0])
    page = moved(degraded.page, turn @ scale, degraded.dpi, (width, height))
    return replace(
        degraded, pixels=np.asarray(image), page=page, to_pixels=turn @ degraded.to_pixels
    )


def blurred(radius: float) -> Step:
    """Out of focus by ``radius`` pixels."""

    def step(pixels: "NDArray[Any]", random: np.random.Generator) -> "NDArray[Any]":
        strength = radius * random.uniform(0.85, 1.15)
        return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(strength)))

    return step


def faded(least: float, broken: float) -> Step:
    """Toner that runs out: between ``least`` and 1 of the ink stays, in patches.

    Args:
        least: Share of the ink that stays where the toner is at its end.
        broken: Share of the fine grains that carry none at all, so that strokes break.
    """

    def step(pixels: "NDArray[Any]", random: np.random.Generator) -> "NDArray[Any]":
        height, width = pixels.shape[:2]
        patches = _patches(random, (height, width), 48)
        stays = least + (1 - least) * patches
        grain = _patches(random, (height, width), max(1, width // 3))
        stays = np.where(grain < broken * (1.6 - patches), stays * 0.15, stays)[:, :, None]
        return np.clip(255 - (255 - pixels.astype(np.float32)) * stays, 0, 255).astype(np.uint8)

    return step


def specked(share: float) -> Step:
    """Dust, white and black: ``share`` of the pixels, some of them two wide."""

    def step(pixels: "NDArray[Any]", random: np.random.Generator) -> "NDArray[Any]":
        result = pixels.copy()
        for value in (0, 255):
            specks = random.random(pixels.shape[:2]) < share / 2
            wide = random.random(pixels.shape[:2]) < share / 8
            specks |= wide | np.roll(wide, 1, axis=1)
            result[specks] = value
        return result

    return step


def black_and_white(limit: int) -> Step:
    """One bit a pixel: darker than ``limit`` is black."""

    def step(pixels: "NDArray[Any]", random: np.random.Generator) -> "NDArray[Any]":
        grey = np.asarray(Image.fromarray(pixels).convert("L")).astype(np.float32)
        grey += 10 * random.standard_normal(grey.shape, np.float32)
        return np.repeat((grey > limit)[:, :, None].astype(np.uint8) * 255, 3, axis=2)

    return step


def coarse_rows(share: float) -> Step:
    """Fewer rows than columns, as a fax at standard resolution sends (ITU-T T.4: 204 × 98)."""

    def step(pixels: "NDArray[Any]", random: np.random.Generator) -> "NDArray[Any]":
        image = Image.fromarray(pixels)
        low = image.resize((image.width, round(image.height * share)), Image.Resampling.BOX)
        return np.asarray(low.resize(image.size, Image.Resampling.NEAREST))

    return step


def packed(quality: int) -> Step:
    """JPEG at a low quality."""

    def step(pixels: "NDArray[Any]", random: np.random.Generator) -> "NDArray[Any]":
        stream = io.BytesIO()
        Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
        return np.asarray(Image.open(stream).convert("RGB"))

    return step


def _patches(
    random: np.random.Generator, shape: tuple[int, int], cells: int
) -> "NDArray[np.float32]":
    """Smooth noise between 0 and 1, ``cells`` across."""
    height, width = shape
    coarse = random.random((max(1, cells * height // width), cells), np.float32)
    fine = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(fine), 0.0, 1.0)


# The first two are those of the press itself; recognisers read most of the others with one wrong
# character in twenty to two hundred.
GRADES: Final[Mapping[str, Grade]] = {
    "scan": Grade("scan", 200),
    "fax": Grade("fax", 100),
    "worn-fax": Grade("fax", 72),
    "small": Grade("scan", 64, (packed(50),)),
    "specked": Grade("scan", 100, (specked(0.08), packed(50))),
    "faded": Grade("scan", 150, (faded(0.35, 0.25), packed(50))),
    "blurred": Grade("scan", 120, (blurred(2.2), packed(45))),
    "coarse-fax": Grade("scan", 150, (black_and_white(150), coarse_rows(0.4))),
    "copied-fax": Grade("fax", 85, (blurred(0.7), black_and_white(145)), slant=0.8),
}

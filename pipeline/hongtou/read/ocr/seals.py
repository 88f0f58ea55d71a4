"""Seals (印章, GB/T 9704—2012, 7.3.5): where they are, what lies under their ink.

A seal is told from red print by its shape: a rim that closes around it, round, oval or square,
larger than any letter of the red head (22 mm at most, 7.2.4). Its colour is then taken out of
the picture: red ink lets red light through, so text below it stays dark in the red channel.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.read.ocr.ink import InkColour, InkCopy
from hongtou.read.ocr.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hongtou.read.ocr.ink import Mask, Pixels

# Millimetres. Round official seals have 38 to 58 (State Council 国发〔1999〕25号); seals of
# departments and the oval ones of branches are smaller, stamps of receipt up to 80 wide.
ROUND_FROM, ROUND_TO = 22.0, 75.0
SQUARE_FROM, SQUARE_TO = 14.0, 90.0
GAP: Final = 4.0  # ink that is less apart belongs together: text under a rim, wear
SPECK: Final = 0.35  # square millimetres; less is no ink of a seal
RIM: Final = 0.08  # of the smaller side: how far inside its outline a round rim may lie
FRAME: Final = 1.8  # millimetres: twice that for a square; blocks of letters have less ink there
ANGLES: Final = 90  # directions in which a rim is looked for
# Share of the directions in which there must be rim.
ROUND_RIM: Final = 0.58
SQUARE_RIM: Final = 0.9
CIRCLE_FROM: Final = 32.0  # seals that touch others are of authorities; letters are smaller
CIRCLE_RIM: Final = 0.68
ARC: Final = (
    16  # directions without a gap: strokes of letters cross a circle, they do not follow it
)
BEYOND: Final = 1.5  # millimetres outside of a rim there is hardly any ink
VOTES: Final = 30  # of OpenCV's circle finder, whose finds are then looked at
CANDIDATES: Final = 16
# An ellipse fills 0.785 of the rectangle around it; worn ones and skewed squares differ a little.
ROUND_FILL = (0.70, 0.87)


@dataclass(frozen=True)
class Seal:
    """A seal: its outline in pixels of the page (n × 2) and the colour of its ink."""

    outline: "NDArray[np.float32]"
    colour: InkColour

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in pixels."""
        low, high = self.outline.min(axis=0), self.outline.max(axis=0)
        return int(low[0]), int(low[1]), int(np.ceil(high[0])), int(np.ceil(high[1]))


def find_seals(inks: InkCopy, dpi: float) -> tuple[Seal, ...]:
    """The seals of a page; red print, handwriting and lines are none.

    Args:
        inks: The reduced copy of the page.
        dpi: Of the page itself.
    """
    per_millimetre = dpi * inks.scale / 25.4
    found = []
    for colour in ("red", "blue"):
        mask = inks.of(colour)
        if cv2.countNonZero(mask) > per_millimetre * per_millimetre:
            found += [
                Seal((outline / inks.scale).astype(np.float32), colour)
                for outline in _outlines(mask, per_millimetre)
            ]
    return tuple(found)


def _outlines(mask: "Mask", per_millimetre: float) -> Iterator["NDArray[np.float32]"]:
    """Outlines of the seals in a mask of ink.

    Text below a seal, wear and JPEG tear its rim, so what lies close together counts as one.
    """
    inked = _without_specks(mask, per_millimetre)
    side = max(3, round(GAP * per_millimetre)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    contours, _ = cv2.findContours(
        cv2.dilate(inked, kernel), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if min(width, height) - side < SQUARE_FROM * per_millimetre:
            continue
        piece = np.zeros((height, width), np.uint8)
        cv2.drawContours(piece, [contour - np.array((x, y))], -1, 255, cv2.FILLED)
        piece = cv2.bitwise_and(piece, inked[y : y + height, x : x + width])
        yield from (
            _grown(outline + np.array((x, y)), per_millimetre)
            for outline in _seals_in(piece, (x, y, *mask.shape[:2]), per_millimetre)
        )


def _without_specks(mask: "Mask", per_millimetre: float) -> "Mask":
    """The mask without the false colour that JPEG leaves around black strokes."""
    left, top, width, height = cv2.boundingRect(mask)
    place = slice(top, top + height), slice(left, left + width)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(mask[place], connectivity=8)
    least = SPECK * per_millimetre * per_millimetre
    kept = np.zeros(count, np.uint8)
    kept[1:][facts[1:, cv2.CC_STAT_AREA] >= least] = 255
    inked: Mask = np.zeros_like(mask)
    inked[place] = np.take(kept, labels)
    return inked


Place = tuple[int, int, int, int]  # left and top of a patch, height and width of its page


def _seals_in(piece: "Mask", place: Place, per_millimetre: float) -> "list[NDArray[np.int32]]":
    """The outlines of the seals that one patch of ink is made of, none if it is no seal."""
    hull = cv2.convexHull(cv2.findNonZero(piece))
    if _is_seal(hull, piece, per_millimetre):
        return [hull]
    return (
        _circles(piece, place, per_millimetre)
        if _may_hold_circles(piece, place, per_millimetre)
        else []
    )


def _may_hold_circles(piece: "Mask", place: Place, per_millimetre: float) -> bool:
    """Whether a patch is large enough for a seal that touches others or the edge of the page."""
    height, width = piece.shape[:2]
    least = CIRCLE_FROM * per_millimetre
    left, top, page_height, page_width = place
    aside = left <= 1 or left + width >= page_width - 1
    above = top <= 1 or top + height >= page_height - 1
    wide = bool(width >= least or (aside and width >= least / 3))
    return wide and bool(height >= least or (above and height >= least / 3))


def _is_seal(hull: "NDArray[np.int32]", mask: "Mask", per_millimetre: float) -> bool:
    (_, _), (one, other), _ = cv2.minAreaRect(hull)
    short, long = sorted((one / per_millimetre, other / per_millimetre))
    fill = cv2.contourArea(hull) / max(one * other, 1.0)
    if ROUND_FILL[0] < fill < ROUND_FILL[1]:
        fits = short >= ROUND_FROM and long <= ROUND_TO and long < 2 * short
        return fits and _rim_share(hull, mask, RIM * short * per_millimetre) >= ROUND_RIM
    fits = short >= SQUARE_FROM and long <= SQUARE_TO and long < 4 * short
    return (
        fits
        and fill > ROUND_FILL[1]
        and _rim_share(hull, mask, FRAME * per_millimetre) >= SQUARE_RIM
    )


def _rim_share(hull: "NDArray[np.int32]", mask: "Mask", depth: float) -> float:
    """The share of directions in which ink lies just inside the outline."""
    x, y, width, height = cv2.boundingRect(hull)
    inside = np.zeros((height + 2, width + 2), np.uint8)
    cv2.fillConvexPoly(inside, hull - (x - 1, y - 1), 255)
    side = max(3, round(depth)) | 1
    core = cv2.erode(inside, np.ones((side, side), np.uint8))
    rim = cv2.bitwise_and(inside, cv2.bitwise_not(core))[1:-1, 1:-1]
    rows, columns = np.nonzero(cv2.bitwise_and(rim, mask[y : y + height, x : x + width]))
    turns = np.arctan2((rows - height / 2) / height, (columns - width / 2) / width)
    hit = np.unique(((turns + np.pi) / (2 * np.pi) * ANGLES).astype(int) % ANGLES)
    return float(len(hit) / ANGLES)


def _circles(piece: "Mask", place: Place, per_millimetre: float) -> "list[NDArray[np.int32]]":
    """Round seals that touch one another, another ink or the edge of the page."""
    low, high = CIRCLE_FROM / 2 * per_millimetre, ROUND_TO / 2 * per_millimetre
    margin = round(high)
    room = cv2.copyMakeBorder(piece, *(margin,) * 4, cv2.BORDER_CONSTANT, value=0)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(room, (0, 0), 1), cv2.HOUGH_GRADIENT, 1.5, minDist=low,
        param1=150, param2=VOTES, minRadius=round(low), maxRadius=round(high),
    )  # fmt: skip
    page = (margin - place[0], margin - place[1], margin - place[0] + place[3],
            margin - place[1] + place[2])  # fmt: skip
    outlines = []
    for x, y, radius in [] if found is None else found[0][:CANDIDATES].tolist():
        thick = cv2.dilate(room, np.ones((3, 3), np.uint8))
        if _shares(*_rings(thick, [(round(x), round(y), round(radius))], page))[0] < CIRCLE_RIM / 2:
            continue
        near = [
            (round(x) + right, round(y) + down, round(radius) + more)
            for right in (-2, 0, 2)
            for down in (-2, 0, 2)
            for more in range(-3, 4)
        ]
        inked, on_page = _rings(thick, near, page)
        shares = _shares(inked, on_page)
        best = int(np.argmax(shares))
        column, row, reach = near[best]
        further = reach + max(3, round(BEYOND * per_millimetre))
        beyond = _shares(*_rings(thick, [(column, row, further)], page))[0]
        arc = _longest(inked[best][on_page[best]])
        if shares[best] >= CIRCLE_RIM and beyond < shares[best] / 2 and arc >= ARC:
            around = cv2.ellipse2Poly((column, row), (reach, reach), 0, 0, 360, 5)
            outlines.append(around.reshape(-1, 1, 2) - margin)
            cv2.circle(room, (column, row), reach - 2, 0, cv2.FILLED)  # it is accounted for
    return outlines


def _rings(
    thick: "Mask", circles: Sequence[tuple[int, int, int]], page: tuple[int, int, int, int]
) -> tuple["NDArray[np.bool_]", "NDArray[np.bool_]"]:
    """Where there is ink on circles (middle and radius), and where they lie on the page.

    Both are circles × directions. A circle of which less than two fifths lie on the page counts
    as bare.
    """
    turns = np.linspace(0.0, 2 * np.pi, ANGLES, endpoint=False)
    x, y, radius = (np.array(part)[:, None] for part in zip(*circles, strict=True))
    columns = np.rint(x + radius * np.cos(turns)).astype(int)
    rows = np.rint(y + radius * np.sin(turns)).astype(int)
    left, top, right, bottom = page
    on_page = (columns >= left) & (columns < right) & (rows >= top) & (rows < bottom)
    height, width = thick.shape[:2]
    inked = thick[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)] > 0
    inked &= on_page & (on_page.sum(axis=1) >= 0.4 * ANGLES)[:, None]
    return inked, on_page


def _shares(inked: "NDArray[np.bool_]", on_page: "NDArray[np.bool_]") -> "NDArray[np.float64]":
    """Of each circle the share with ink of what lies on the page."""
    shares: NDArray[np.float64] = inked.sum(axis=1) / np.maximum(on_page.sum(axis=1), 1)
    return shares


def _longest(inked: "NDArray[np.bool_]") -> int:
    """The longest run of directions with ink, single gaps aside, around the end as well."""
    twice = np.concatenate((inked, inked))
    bridged = twice | (np.roll(twice, 1) & np.roll(twice, -1))
    best = run = 0
    for covered in bridged.tolist():
        run = run + 1 if covered else 0
        best = max(best, run)
    return min(best, len(inked))


def _grown(hull: "NDArray[np.int32]", per_millimetre: float) -> "NDArray[np.float32]":
    """The outline with a margin: blur and JPEG carry ink half a millimetre beyond the rim."""
    points = hull.reshape(-1, 2).astype(np.float32)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    reach = np.linalg.norm(points - centre, axis=1, keepdims=True)
    grown: NDArray[np.float32] = centre + (points - centre) * (1 + 0.6 * per_millimetre / reach)
    return grown


@dataclass(frozen=True)
class Unsealed:
    """A page without the ink of its seals, and where that ink was.

    ``ink`` is as large as the page, 255 where a seal's ink covers it, ``None`` without seals.
    """

    pixels: "Pixels"
    ink: "Mask | None"


def remove_seals(pixels: "Pixels", inks: InkCopy, seals: Sequence[Seal]) -> Unsealed:
    """The page as if it had not been sealed; ``pixels`` itself stays as it is."""
    if not seals:
        return Unsealed(pixels, None)
    clean, ink = pixels.copy(), np.zeros(pixels.shape[:2], np.uint8)
    height, width = pixels.shape[:2]
    for seal in seals:
        x0, y0, x1, y1 = seal.bounds
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1 + 1, width), min(y1 + 1, height)
        if x0 >= x1 or y0 >= y1:
            continue
        inside = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillConvexPoly(inside, np.rint(seal.outline - (x0, y0)).astype(np.int32), 255)
        piece = pixels[y0:y1, x0:x1]
        paper = _paper_of(piece, inks, (x0, y0, x1, y1))
        gray, covered = _through_ink(cv2.divide(piece, paper, scale=255), seal.colour, inside)
        printed = cv2.multiply(cv2.merge([gray] * 3), paper, scale=1 / 255)
        clean[y0:y1, x0:x1][inside > 0] = printed[inside > 0]
        ink[y0:y1, x0:x1] |= covered
    return Unsealed(clean, ink)


def _paper_of(piece: "Pixels", inks: InkCopy, place: tuple[int, int, int, int]) -> "Pixels":
    """The colour of the paper below a piece of the page."""
    x0, y0, x1, y1 = (round(edge * inks.scale) for edge in place)
    height, width = inks.paper.shape[:2]
    x0, y0 = min(x0, width - 1), min(y0, height - 1)
    paper = inks.paper[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    size = (piece.shape[1], piece.shape[0])
    large: Pixels = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR)
    return large


# Share of the pure ink's colour from which a pixel counts as covered by it.
COVERED: Final = 0.3


def _through_ink(white: "Pixels", colour: InkColour, inside: "Mask") -> tuple["Pixels", "Mask"]:
    """What is below the ink, in gray, and where the ink is."""
    red, green, blue = cv2.split(cv2.GaussianBlur(white, (3, 3), 0))
    chroma = cv2.subtract(red, green) if colour == "red" else cv2.subtract(blue, red)
    chroma = cv2.bitwise_and(chroma, inside)
    strong = chroma[chroma > 24]
    if not strong.size:
        return cv2.max(cv2.max(red, green), blue), np.zeros_like(inside)
    pure = float(np.percentile(strong, 80))
    # JPEG keeps colour at half the resolution of brightness: at the edges of ink it comes short.
    wide = cv2.dilate(chroma, np.ones((5, 5), np.uint8))
    share = np.clip(wide.astype(np.float32) / max(pure, 1.0), 0.0, 1.0)
    light = cv2.max(cv2.max(red, green), blue).astype(np.float32)
    gray = light + share * (_stretched(light, share) - light)
    covered = ((chroma > COVERED * pure) * np.uint8(255)).astype(np.uint8)
    return np.clip(gray, 0, 255).astype(np.uint8), covered


def _stretched(light: "NDArray[np.float32]", share: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Brightness under full ink: the bare ink becomes white, text below it black.

    An opaque ink leaves only a part of the contrast; where there is nothing but noise below it,
    all of it becomes white.
    """
    full = light[share > 0.7]
    if full.size < 50:
        return np.full_like(light, 255.0)
    bare = float(np.percentile(full, 60))
    spread = float(np.percentile(full, 75) - np.percentile(full, 50)) / 0.674
    dark = float(np.percentile(full, 1.5))
    dark = min(dark, bare - max(6.0 * spread, 20.0))
    top = bare - 1.5 * spread
    stretched: NDArray[np.float32] = (light - dark) / max(top - dark, 1.0) * 255.0
    return np.clip(stretched, 0.0, 255.0)

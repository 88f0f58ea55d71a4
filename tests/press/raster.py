"""Pictures of printed pages, by pdfium from our own PDF; seals are stamped over them as ink."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from tests.press.page import PrintedPage
from tests.press.pdf import PdfStyle, to_pdf
from tests.press.seal import seal_ink

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEAL_RED: Final = (206, 32, 44)
COVER: Final = 0.18  # of black toner that ink on top of it hides


def to_images(
    pages: Sequence[PrintedPage], *, dpi: float = 200, seals: bool = True
) -> Iterator["NDArray[np.uint8]"]:
    """RGB pictures, height × width × 3, one page at a time; points × dpi / 72 are pixels."""
    document = pdfium.PdfDocument(to_pdf(pages, PdfStyle(seals=False)))
    try:
        for page, printed in zip(document, pages, strict=True):
            bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
            pixels = np.array(bitmap.to_numpy()[:, :, :3])
            yield stamp_seals(pixels, printed, dpi) if seals else pixels
    finally:
        document.close()


def stamp_seals(
    pixels: "NDArray[np.uint8]",
    page: PrintedPage,
    dpi: float,
    *,
    strength: float = 0.9,
    hand: np.random.Generator | None = None,
) -> "NDArray[np.uint8]":
    """The picture with red ink over it: white turns red, black turns dark red.

    Args:
        strength: Of the ink, 0 to 1.
        hand: Makes the ink uneven, as a seal pressed down by hand leaves it.
    """
    result = pixels.copy()
    red = np.array(SEAL_RED, np.float32)
    for seal in page.seals:
        ink = seal_ink(seal, dpi).astype(np.float32) / 255 * strength
        side = ink.shape[0]
        if hand is not None:
            ink = ink * _uneven(hand, side)
        x, y = round(seal.x * dpi / 72 - side / 2), round(seal.y * dpi / 72 - side / 2)
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + side, pixels.shape[1]), min(y + side, pixels.shape[0])
        amount = ink[y0 - y : y1 - y, x0 - x : x1 - x, None]
        under = result[y0:y1, x0:x1].astype(np.float32)
        wet = (1 - COVER) * under * red / 255 + COVER * red
        stamped = under * (1 - amount) + wet * amount
        result[y0:y1, x0:x1] = np.clip(stamped + 0.5, 0, 255).astype(np.uint8)
    return result


def _uneven(hand: np.random.Generator, side: int) -> "NDArray[np.float32]":
    """How much ink stays on the paper, from 0.65 to 1, in patches of a few millimetres."""
    coarse = Image.fromarray(hand.random((16, 16), np.float32))
    patches = np.asarray(coarse.resize((side, side), Image.Resampling.BICUBIC))
    return np.clip(0.65 + 0.5 * patches, 0.65, 1.0)


def save_tiff(pictures: Sequence["NDArray[np.uint8]"], path: str, *, dpi: float) -> None:
    """All pictures as the pages of one TIFF; black and white ones as fax (group 4)."""
    images = [Image.fromarray(pixels) for pixels in pictures]
    compression = "group4" if pictures[0].dtype == bool else "tiff_lzw"
    images[0].save(path, "TIFF", save_all=True, append_images=images[1:],
                   compression=compression, dpi=(dpi, dpi))  # fmt: skip

"""Images inside OFD, decoded within limits. The only module here that names Pillow's decoders."""

import io
import warnings
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from hongtou.errors import OversizeError, PackageError
from hongtou.read.ofd.jbig2 import decode_jbig2, is_jbig2
from hongtou.read.ofd.resources import Resources
from hongtou.read.packages import Package

MOST_PIXELS: Final = 120_000_000  # an A3 page at 600 dots an inch has 70 million
# What 8.4 names (BMP, JPEG, PNG, TIFF) and GIF, which occurs; nothing that calls other programs.
FORMATS: Final = ("PNG", "JPEG", "BMP", "TIFF", "GIF")
# What Pillow raises on files that are damaged or absurd.
DAMAGED: Final = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError,
    TypeError, KeyError, IndexError, OverflowError, ZeroDivisionError, EOFError, MemoryError,
)  # fmt: skip


def open_picture(package: Package, resources: Resources, identifier: str) -> "Image.Image | None":
    """The image of a resource; ``None`` if it is missing or of no known format.

    All but JBIG2 are decoded no sooner than somebody asks for their pixels.

    Raises:
        OversizeError: If it has more pixels than any scan.
    """
    found = resources.media.get(identifier)
    if found is None:
        return None
    try:
        content = package.read(found[0])
    except PackageError:
        return None
    if is_jbig2(content):
        pixels = decode_jbig2(content, MOST_PIXELS)
        return None if pixels is None else Image.fromarray(pixels)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about its size: checked right below
            image: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
    except DAMAGED:
        return None
    if image.width * image.height > MOST_PIXELS:
        raise OversizeError(
            f"{package.path}：包内图像“{found[0]}”过大（{image.width}×{image.height} 像素）；"
            "请缩小后再读入"
        )
    return image


def decode_picture(package: Package, resources: Resources, identifier: str) -> "Image.Image | None":
    """The image with its opacity (RGBA), decoded; ``None`` if that is not possible."""
    image = open_picture(package, resources, identifier)
    if image is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd metadata, of no matter for the pixels
            return image.convert("RGBA")
    except DAMAGED:
        return None


def is_opaque(package: Package, resources: Resources, identifier: str) -> bool:
    """Whether an image hides what lies below it, by its header."""
    image = open_picture(package, resources, identifier)
    if image is None:
        return False
    info: dict[Any, Any] = image.info
    return image.mode not in ("RGBA", "LA", "PA", "RGBa", "La") and "transparency" not in info

"""images: photographs and scans (PNG, JPEG, TIFF, BMP, GIF) become pages for the recogniser."""

from hongtou.read.images.reader import read_image

__all__ = ["read_image"]

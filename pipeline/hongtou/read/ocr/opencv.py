"""OpenCV, named here alone: geometry and morphology of page images.

Its stubs say that every function may return a picture of any type of numbers, which fits none of
our own types, so the rest of the house sees it untyped and states the types itself.
"""

from typing import Any

import cv2 as _cv2

__all__ = ["cv2"]

cv2: Any = _cv2

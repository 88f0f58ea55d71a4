"""The recognisers, each behind ``OcrEngine``; ``choose_engine`` takes one by name.

``cascade``, ``small`` and ``tiny`` are PP-OCRv6's networks run by Hongtou itself, ``rapidocr`` and
``paddleocr`` those libraries. ``auto`` is the first of ``AUTO`` that is installed.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hongtou.errors import EngineError
from hongtou.read.ocr.engine import OcrEngine
from hongtou.read.ocr.engines.describing import RecognitionState, describe_engines
from hongtou.read.ocr.engines.names import AUTO, NAMES, missing_parts
from hongtou.read.ocr.engines.networks import WAY_OUT
from hongtou.read.ocr.engines.weights import Size, Weights, find_shipped, load_weights

__all__ = [
    "AUTO",
    "NAMES",
    "WAY_OUT",
    "RecognitionState",
    "choose_engine",
    "describe_engines",
    "missing_parts",
]


def _cascade(weights: Path | None) -> OcrEngine:
    """A user's own weights read every line: they are larger than what a cascade falls back on."""
    if weights is not None:
        return _small(weights)
    from hongtou.read.ocr.engines.cascade import Cascade

    return Cascade(quick=_tiny(None), careful=_small(None))


def _small(weights: Path | None) -> OcrEngine:
    from hongtou.read.ocr.engines.own import load_own

    return load_own("small" if weights is None else "own", _weights(weights, "small"))


def _tiny(weights: Path | None) -> OcrEngine:
    from hongtou.read.ocr.engines.own import load_own

    return load_own("tiny" if weights is None else "own", _weights(weights, "tiny"))


def _rapidocr(weights: Path | None) -> OcrEngine:
    from hongtou.read.ocr.engines.rapid import load_rapidocr

    return load_rapidocr(_weights(weights, "small"))


def _paddleocr(weights: Path | None) -> OcrEngine:
    from hongtou.read.ocr.engines.paddle import load_paddleocr

    return load_paddleocr(_weights(weights, "small"))


def _weights(folder: Path | None, size: Size) -> Weights:
    """The user's own weights, or the shipped ones of a size."""
    if folder is not None:
        return load_weights(folder)
    weights = find_shipped(size)
    if weights is None:
        raise EngineError(f"没有找到 PP-OCRv6 {size} 的模型文件；{WAY_OUT}")
    return weights


@lru_cache(maxsize=4)
def choose_engine(name: str = "auto", weights: Path | None = None) -> OcrEngine:
    """The recogniser called ``name``; ``auto`` is the best that is installed.

    Args:
        name: ``auto`` or one of ``NAMES``.
        weights: A folder with a detector and a recogniser of the user's own, in ONNX.

    Raises:
        EngineError: If there is no such recogniser, its packages are not installed, or the
            weights cannot be used.
    """
    own = weights is not None
    if name == "auto":
        usable = [engine for engine in AUTO if not missing_parts(engine, own_weights=own)]
        if not usable:
            raise EngineError(f"没有安装识别引擎；{WAY_OUT}")
        name = usable[0]
    if name not in ENGINES:
        known = "、".join(("auto", *NAMES))
        raise EngineError(f"没有名为“{name}”的识别引擎（可选：{known}）")
    missing = missing_parts(name, own_weights=own)
    if missing:
        raise EngineError(f"识别引擎“{name}”缺 {'、'.join(missing)}；{WAY_OUT}")
    return ENGINES[name](weights)


ENGINES: Final[Mapping[str, Callable[[Path | None], OcrEngine]]] = MappingProxyType({
    "cascade": _cascade,
    "small": _small,
    "tiny": _tiny,
    "rapidocr": _rapidocr,
    "paddleocr": _paddleocr,
})  # fmt: skip

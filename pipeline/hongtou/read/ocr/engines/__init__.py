"""The recognisers, each behind ``OcrEngine``; ``choose_engine`` takes one by name."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from hongtou.errors import EngineError
from hongtou.read.ocr.engine import OcrEngine

__all__ = ["choose_engine"]

WAY_OUT = "请运行 pip install 'hongtou[ocr]' 安装识别功能"


@lru_cache(maxsize=4)
def choose_engine(name: str = "auto", weights: Path | None = None) -> OcrEngine:
    """The recogniser called ``name``; ``auto`` is the best that is installed.

    Raises:
        EngineError: If there is no such recogniser or its packages are not installed.
    """
    if name not in ("auto", "rapidocr"):
        raise EngineError(f"没有名为“{name}”的识别引擎（可选：auto、rapidocr）")
    if find_spec("rapidocr") is None:
        raise EngineError(f"没有安装识别引擎；{WAY_OUT}")
    from hongtou.read.ocr.engines.rapid import load_rapidocr

    return load_rapidocr()

import pytest

from hongtou.errors import EngineError
from hongtou.read.ocr.engines import choose_engine


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(EngineError, match=r"没有名为“tesseract”的识别引擎（可选：.*rapidocr"):
        choose_engine("tesseract")

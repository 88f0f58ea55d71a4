"""Which lines of the quick weights are read again."""

import pytest

from hongtou.read.ocr.engine import OcrCharacter, OcrText
from hongtou.read.ocr.engines.doubt import in_doubt


def line(text: str, unsure: dict[int, float] | None = None, holes: tuple[int, ...] = ()) -> OcrText:
    """A line on a grid; ``unsure`` are confidences by place, before ``holes`` an em is empty."""
    characters, at = [], 0.0
    for number, character in enumerate(text):
        at += 0.02 if number in holes else 0.0
        confidence = (unsure or {}).get(number, 0.999)
        characters.append(OcrCharacter(character, at, at + 0.02, confidence))
        at += 0.02
    return OcrText(tuple(characters), 0.99)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (line("负责本辖区监管工作"), False),
        (line("负贵本辖区监管工作", {1: 0.88}), True),  # 责 on a fax
        (line("关于工作，现就有关事项", {4: 0.94}), False),  # commas are never surer
        (line("关于工作，现就有关事项", {4: 0.55}), True),
        (line("融资难融资贵.现通知如下", {6: 0.9}), True),  # ， read as a full stop
        (line("银发〔2021]49号", {7: 0.96}), True),  # 〕 read as ]
        (line("银发〔2021〕49号"), False),
        (line("产品：将比特币", {2: 0.9}), True),  # ； read as ：
        (line("中国銀行"), True),  # sure, and yet nothing that a notice says
        (line("关于微企业的要求", holes=(2,)), True),  # 小 was missed
        (line("第 3 条", {1: 0.4, 3: 0.4}), False),  # blanks may be unsure
        (line("约10000户", {3: 0.8}), True),
        (OcrText((), 0.0), True),
    ],
)
def test_doubt(text: OcrText, doubt: bool) -> None:
    assert in_doubt(text) is doubt

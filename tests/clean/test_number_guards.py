"""What language alone never changes: codes and years of document numbers, zeros as typed."""

import pytest

from hongtou import clean_line
from hongtou.clean import clean
from tests.support import transcript_of


@pytest.mark.parametrize(
    "line",
    [
        "担保工作的通知》（财农〔2017〕40号）",  # not 财教
        "实施意见》（粤办函〔2022〕21号）",  # not 国办函
        "统计制度的通知》（银统〔2021〕33号）",
        "措施的通知》（闽政办〔2022〕7号）",
        "皖银保监发[2021]2号",
        "二○○三年四月十日",  # a circle is what many keyboards give
    ],
)
def test_a_line_stays(line: str) -> None:
    assert clean_line(line).text == line


def test_zeros() -> None:
    assert clean_line("二O二一年十月九日").text == "二〇二一年十月九日"
    assert clean(transcript_of("二○二一年十月九日")).text == "二〇二一年十月九日"

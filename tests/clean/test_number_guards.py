"""What language alone never changes: places, people, codes of document numbers, zeros as typed."""

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


@pytest.mark.parametrize(
    "line",
    [
        "市公安局联合制定了《绥化市打击治理电信网络诈骗办法》",  # not 绿化市
        "中国人民银行旬阳县支行关于转发文件的通知",  # not 向阳县
        "绥化银保监分局，哈尔滨中心支行",
        "助资金管理办法》（财农〔2019〕46号）",
        "请及时报至我支行，联系人：何琳，传真：662301",
    ],
)
def test_a_name_is_not_even_proposed(line: str) -> None:
    assert clean_line(line).corrections == ()


def test_zeros() -> None:
    assert clean_line("二O二一年十月九日").text == "二〇二一年十月九日"
    assert clean(transcript_of("二○二一年十月九日")).text == "二〇二一年十月九日"

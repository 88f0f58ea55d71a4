"""Titles and chapter headings that extraction glued to the line before or behind them."""

import pytest

from hongtou.clean import clean
from hongtou.split import split
from tests.support import transcript_of

ORDER = """某行令
〔2019〕第3号
《现金收付管理办法》已经行务会议审议通过，现予发布，自2020年4月1日起施行。
行长 张三
2019年10月16日
{title}
第一条 为规范现金收付，制定本办法。
第二条 各银行应当按月报送收付情况。
第二章 收付
第三条 各银行不得拒收现金。"""


def _cleaned(raw: str) -> str:
    return clean(transcript_of(raw)).text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # a title, by its type or because the notice names it, and the first label
        ("现金收付管理办法第一章 总则", "现金收付管理办法\n第一章 总则"),
        ("附件：收付等级及含义\n收付等级及含义一、等级分为：",
         "附件：收付等级及含义\n收付等级及含义\n一、等级分为："),
        ("《收付费用标准》第一条", "《收付费用标准》第一条"),
        ("按照现金收付管理办法第一条的规定", "按照现金收付管理办法第一条的规定"),
        ("收付等级及含义一、等级分为：", "收付等级及含义一、等级分为："),
        # a title behind the imprint of the notice that carries it
        ("附件：现金收付管理办法\n内部发送：办公厅，研究局现金收付管理办法\n第一章 总则",
         "附件：现金收付管理办法\n内部发送：办公厅，研究局\n现金收付管理办法\n第一章 总则"),
        ("某行办公厅2006年3月30日印发收付等级及含义一、等级分为：\n附件：收付等级及含义",
         "某行办公厅2006年3月30日印发\n收付等级及含义\n一、等级分为：\n附件：收付等级及含义"),
        ("附件：现金收付管理办法\n内部发送：办公厅，研究局现金收付管理办法\n某行",
         "附件：现金收付管理办法\n内部发送：办公厅，研究局现金收付管理办法\n某行"),
        # the heading of a chapter and the article that comes next
        ("第六条 略。\n第三章 期限和利率第七条 期限为一年。",
         "第六条 略。\n第三章 期限和利率\n第七条 期限为一年。"),
        ("第六条 略。\n第三章 第四条款项的期限", "第六条 略。\n第三章 第四条款项的期限"),
        ("第六条 略。\n第三章 期限第九条 略。", "第六条 略。\n第三章 期限第九条 略。"),
        ("第三章 期限\n第七条 应当告知客户。第四章 风险管理",
         "第三章 期限\n第七条 应当告知客户。\n第四章 风险管理"),
        ("第三章 期限\n第七条 应当告知客户。第四章的规定除外。",
         "第三章 期限\n第七条 应当告知客户。第四章的规定除外。"),
    ],
)  # fmt: skip
def test_glued_headings(raw: str, expected: str) -> None:
    assert _cleaned(raw) == expected


@pytest.mark.parametrize(
    "title", ["现金收付管理办法第一章 总则", "《现金收付管理办法》\n第一章 总则"]
)
def test_the_rule_behind_an_order_is_a_document(title: str) -> None:
    bundle = split(clean(transcript_of(ORDER.format(title=title))))
    assert [d.role for d in bundle.documents] == ["main", "embedded"]

"""Which documents one file holds: numbered ones, attached regulations, and what is none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import Bundle, Document
from hongtou.split import split
from tests.support import transcript_of

FORWARDING = """中国人民银行某市中心支行文件
某银发〔2022〕7号
中国人民银行某市中心支行转发《中国人民银行某省分行关于做好服务的通知》的通知
人民银行各县支行：
现将《中国人民银行某省分行关于做好服务的通知》转发给你们，请遵照执行。
一、各支行要加强领导。
附件：中国人民银行某省分行关于做好服务的通知
中国人民银行某市中心支行
2022年3月8日
内部发送：办公室。
中国人民银行某市中心支行办公室
2022年3月8日印发
中国人民银行某省分行文件
省银发〔2022〕31号
中国人民银行某省分行关于做好服务的通知
各市中心支行：
现就有关事项通知如下：
一、加强管理
各支行要按月报送。
中国人民银行某省分行办公室
2022年3月1日印发"""

ISSUING = """国家某局文件
某发〔2019〕5号
国家某局关于印发《某业务管理办法》的通知
各分局：
现将《某业务管理办法》印发给你们，请遵照执行。
附件：某业务管理办法
国家某局
2019年4月2日
附件
某业务管理办法
第一章 总则
第一条 为规范某业务，制定本办法。
第二条 本办法自发布之日起施行。
抄送：财政部。
国家某局办公室
2019年4月3日印发"""

ORDER = """国家某局令
〔2020〕第2号
《某登记规定》已经局务会议审议通过，现予公布，自2020年6月1日起施行。
局长：张三
2020年4月1日
某登记规定
第一条 为规范登记，制定本规定。
第二条 本规定自2020年6月1日起施行。"""


def _split(raw: str) -> Bundle:
    return split(clean(transcript_of(raw)))


def _heads(bundle: Bundle) -> list[tuple[str, str, int | None]]:
    text = bundle.clean.text
    return [(d.role, d.span.of(text).lstrip().split("\n")[0], d.parent) for d in bundle.documents]


def test_a_forwarding_notice_and_its_original() -> None:
    bundle = _split(FORWARDING)
    assert _heads(bundle) == [
        ("main", "中国人民银行某市中心支行文件", None),
        ("embedded", "中国人民银行某省分行文件", 0),
    ]
    assert set(bundle.documents[1].evidence) >= {"number", "mark", "imprint", "title"}


def test_a_regulation_that_a_notice_issues_has_no_number_and_leaves_it_the_imprint() -> None:
    bundle = _split(ISSUING)
    assert _heads(bundle) == [("main", "国家某局文件", None), ("embedded", "某业务管理办法", 0)]
    main, regulation = bundle.documents
    assert main.imprint is not None
    assert main.imprint.of(bundle.clean.text).startswith("抄送：财政部。")
    assert regulation.span.end == main.imprint.start


def test_a_title_over_two_lines_and_of_no_common_type() -> None:
    bundle = _split(
        "某市政府文件\n某府办〔2022〕40号\n某市政府关于印发某市支持企业十条做法的通知\n各县政府：\n"
        "《某市支持企业十条做法（2022—2024年）》已经市政府同意，现印发给你们。\n某市政府\n"
        "2022年6月17日\n某市支持企业十条做法\n（2022—2024年）\n为支持企业，制定本做法。\n一、目标"
    )
    assert _heads(bundle)[1] == ("embedded", "某市支持企业十条做法", 0)


def test_an_order_and_the_rule_that_it_issues() -> None:
    assert _heads(_split(ORDER)) == [("main", "国家某局令", None), ("embedded", "某登记规定", 0)]


@pytest.mark.parametrize(
    "raw",
    [
        # the title of another paper in the text, but no paper of that title
        "关于落实《某业务指导意见》的通知\n各银行机构：\n现通知如下：\n一、认真落实《某业务指导意见》。",
        # a list of attachments only
        "关于报送材料的通知\n各单位：\n请按附件要求报送。\n附件：1.某申请表\n2.某管理办法",
        # a number cited on a line of its own
        "关于做好工作的通知\n各单位：\n请执行下列文件：\n某发〔2020〕1号\n请认真落实，做好各项工作。",
        "没有任何结构的一段文字。",
    ],
)
def test_one_paper_stays_one(raw: str) -> None:
    assert [d.role for d in _split(raw).documents] == ["main"]


def test_a_decision_is_named_with_other_brackets_than_its_title_has() -> None:
    raw = """某行令
〔2024〕第1号
《某行关于修改<现金收付办法>的决定》已经行务会议审议通过，现予发布，自发布之日起施行。
行长 张三
2024年2月6日
某行关于修改《现金收付办法》的决定
为优化服务，某行决定对《现金收付办法》作如下修改：
删除第十五条。
本决定自发布之日起施行。"""
    assert [role for role, _, _ in _heads(_split(raw))] == ["main", "embedded"]


def test_a_file_without_text_has_no_documents() -> None:
    bundle = _split("\n \n")
    assert bundle.documents == ()
    assert bundle.findings[0].code == "split.no-text"


LINES = st.sampled_from(
    [
        "某局文件", "某发〔2020〕1号", "某发〔2020〕2号", "关于做好工作的通知", "各单位：",
        "现将《某办法》印发。", "某办法", "第一条 为了管理。", "附件", "附件：某办法",
        "2020年1月1日", "某局办公室2020年1月1日印发", "抄送：财政部。", "一、加强领导。",
        "正文，还有。",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=25))
def test_documents_are_ordered_disjoint_and_inside_the_text(lines: list[str]) -> None:
    bundle = _split("\n".join(lines))
    spans = sorted(s for d in bundle.documents for s in _spans(d))
    for before, after in pairwise(spans):
        assert before.end <= after.start
    for ordinal, document in enumerate(bundle.documents):
        assert document.ordinal == ordinal
        assert document.span.end <= len(bundle.clean.text)
        assert document.parent is None or document.parent < ordinal
        assert (document.role == "embedded") == (document.parent is not None)


def _spans(document: Document) -> list:  # type: ignore[type-arg]
    return [s for s in (document.span, document.imprint) if s is not None]


# Sites print a notice without its red head: the number in brackets behind the title or below it.
CARRIER = """某省财政厅转发财政部关于加强资产管理的通知（某财资〔2019〕15号）
各市财政局：
现将《财政部关于加强资产管理的通知》（财资〔2019〕185号）转发给你们，请遵照执行。
某省财政厅
2019年11月9日
"""
ENCLOSED = """各省、自治区、直辖市财政厅（局）：
为做好资产管理，现将有关事项通知如下：
一、做好跟踪问效。
财政部
2019年8月30日"""


@pytest.mark.parametrize(
    "head",
    [
        "附件：\n财政部关于加强资产管理的通知（财资〔2019〕185号）\n",
        "财政部关于加强资产管理的通知（财资〔2019〕185号）\n",
        "附件\n财政部关于加强资产管理的通知\n财资〔2019〕185号\n",
        "财政部\n关于加强资产管理的通知\n财资〔2019〕185号\n",
        "附件：\n财政部文件\n财资〔2019〕185号\n财政部\n关于加强资产管理的通知\n",
    ],
)
def test_an_enclosed_copy_in_the_form_of_a_site(head: str) -> None:
    bundle = split(clean(transcript_of(CARRIER + head + ENCLOSED)))
    carrier, enclosed = bundle.documents
    assert (carrier.role, enclosed.role, enclosed.parent) == ("main", "embedded", 0)
    said = enclosed.span.of(bundle.clean.text)
    first = head.removeprefix("附件：\n").removeprefix("附件\n").split("\n")[0]
    assert said.startswith(first)
    assert said.endswith("2019年8月30日")


@pytest.mark.parametrize(
    "lines",
    [
        "财资〔2019〕185号\n要求各单位加强管理。",  # a number alone on a line of the text
        "附件：财政部关于加强资产管理的通知（财资〔2019〕185号）",  # only listed
        "财政部关于加强资产管理的通知（财资〔2019〕185号）\n财政部关于加强预算的通知（财预〔2019〕7号）",
    ],
)
def test_look_alikes_of_an_enclosed_copy(lines: str) -> None:
    bundle = split(clean(transcript_of(CARRIER + lines)))
    assert [document.role for document in bundle.documents] == ["main"]

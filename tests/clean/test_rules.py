"""Rules of the clean room: printed form, common mistake, look-alike that must stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import RULES, clean
from hongtou.model import undo
from tests.support import transcript_of


def _cleaned(text: str) -> str:
    return clean(transcript_of(text)).text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # Markdown and HTML residue
        ("## 关于加强管理的通知", "关于加强管理的通知"),
        ("**一、加强学习。**各单位要抓好落实。", "一、加强学习。各单位要抓好落实。"),
        ("第一段。\n\n---\n\n第二段。", "第一段。\n第二段。"),
        ("第一行<br>第二行", "第一行\n第二行"),
        ("要*切实*，乘积3*4不变。", "要切实，乘积3*4不变。"),  # emphasis goes, a product stays
        ("破获**案，奖励人民币*****元", "破获**案，奖励人民币*****元"),  # blanks to fill in
        ("要**切实加强**，抓好落实。", "要切实加强，抓好落实。"),
        ("#1楼", "#1楼"),  # no heading: a number sign
        # widths
        ("不良率３个百分点", "不良率3个百分点"),
        ("达到８５％以上", "达到85%以上"),
        ("加强管理,提高质量;做好服务:", "加强管理，提高质量；做好服务："),
        ("共1,000元,比例1:2", "共1,000元，比例1:2"),
        ("市场报价利率(LPR)走势", "市场报价利率（LPR）走势"),
        ("f(x)=1", "f(x)=1"),
        # spaces
        ("支持 200 户经营主体", "支持200户经营主体"),
        ("达到 85% 以上", "达到85%以上"),
        ("open source 软件", "open source软件"),
        ("第一条　为了规范管理", "第一条　为了规范管理"),
        ("第一章　总　　则", "第一章　总则"),
        ("财政部 中国人民银行关于做好服务的通知", "财政部 中国人民银行关于做好服务的通知"),
        ("人民银行 要加强管理", "人民银行要加强管理"),
        # page furniture
        ("做好工作。\n— 3 —\n各单位要落实。", "做好工作。\n各单位要落实。"),
        ("温度为-3-5度", "温度为-3-5度"),
        ("（此页无正文）", ""),
        # document numbers, labels, lead-ins
        ("银发[2021]63号", "银发〔2021〕63号"),
        ("银发（2021）63号", "银发〔2021〕63号"),
        ("-、总体要求\n做好工作。\n二、主要任务", "一、总体要求\n做好工作。\n二、主要任务"),
        (
            "-、总体要求\n做好工作。",
            "-、总体要求\n做好工作。",
        ),  # no 二、: shape alone is not enough
        ("现通知如下‥\n一、总体要求", "现通知如下：\n一、总体要求"),
        ("张三\n二0二一年十月九日", "张三\n二〇二一年十月九日"),
        ("某发 (2020] 26 号", "某发〔2020〕26号"),
        ("现通知如下∶", "现通知如下："),
        ("于9月1 0日前完成", "于9月10日前完成"),
        ("于 9月 1 0 日前完成", "于9月10日前完成"),
        ("达到9O%以上", "达到90%以上"),
        ("应在18周岁(含)一65周岁之间", "应在18周岁（含）—65周岁之间"),
        ("安排10一20万元", "安排10—20万元"),
        ("每年一2次检查", "每年一2次检查"),  # no figure in front
        ("第3期一2个项目", "第3期一2个项目"),  # figures of two units
        ("支持2l户", "支持21户"),
        ("采用5O标准", "采用5O标准"),  # no unit behind it
        ("共1 0户", "共10户"),  # no number begins with 0
        ("不低于15 00元", "不低于1500元"),
        ("使用再贷款 10 0%", "使用再贷款100%"),
        ("自20 22年12月1日起", "自2022年12月1日起"),
        ("共5 12户", "共5 12户"),  # figures of a list
        ("表1 0.5元", "表1 0.5元"),
        ("上午8 09:30", "上午8 09:30"),
        ("共计2021年十月", "共计2021年十月"),
        ("l.各机构要加强管理。\n2.抓好落实。", "1.各机构要加强管理。\n2.抓好落实。"),
        ("l.各机构要加强管理。", "l.各机构要加强管理。"),  # no second label
        ("开展抽査，核对賬目。" + "正常文字。" * 30, "开展抽查，核对账目。" + "正常文字。" * 30),
        ("經濟發展現狀調査。", "經濟發展現狀調査。"),  # a text in traditional characters
        # labels glued behind a full stop
        ("（一）加强领导。（二）抓好落实。", "（一）加强领导。\n（二）抓好落实。"),
        ("第三条　为规范。第四条　本办法。", "第三条　为规范。\n第四条　本办法。"),
        ("第三条　为规范。第四条规定的除外。", "第三条　为规范。第四条规定的除外。"),
        ("按规定办理。（二）项除外。", "按规定办理。（二）项除外。"),
        # title, recipients and body glued
        ("某局关于做好工作的通知各分局、各单位：", "某局关于做好工作的通知\n各分局、各单位："),
        ("关于落实《某局关于工作的通知》的通知", "关于落实《某局关于工作的通知》的通知"),
        # glued imprint
        ("落实到位。主题词：管理 通知抄送：财政部", "落实到位。\n主题词：管理 通知\n抄送：财政部"),
    ],
)
def test_rules(raw: str, expected: str) -> None:
    assert _cleaned(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # a page ends in the middle of a sentence
        (
            "（一）用好政策。各单位要引导地方\n\n法人机构积极运用政策，用足用好。",
            "（一）用好政策。各单位要引导地方法人机构积极运用政策，用足用好。",
        ),
        ("附送行领导，办公室、内审科、\n纪委监察室。", "附送行领导，办公室、内审科、纪委监察室。"),
        ("（七）补偿机制：已经设立补偿金的县\n\n保持稳定，鼓励其他地区参照。",
         "（七）补偿机制：已经设立补偿金的县保持稳定，鼓励其他地区参照。"),
        # headings are not glued to the body, even with a comma inside
        ("二、落实目标，提升服务\n各机构要提高站位，完成目标。", None),
        ("一、总体要求\n各机构要加强管理，做好服务。", None),
        # names, dates and labels keep their lines
        ("做好各项工作，确保完成任务\n某某市财政局\n2021年5月28日", None),
        ("有关要求，请一并执行\n附件：某某办法", None),
        ("要做到以下几点，认真落实\n（一）加强领导。", None),
    ],
)  # fmt: skip
def test_broken_sentences(raw: str, expected: str | None) -> None:
    assert _cleaned(raw) == (expected if expected is not None else raw)


def test_hard_wraps_are_joined_up_to_the_heading() -> None:
    body = "各单位要按照统一部署认真抓好落实切实提高管理水平加强组织领导明确"
    lines = [body[:26] + "，" for _ in range(8)]
    raw = "\n\n".join(["一、总体要求", *lines, "最后一行。", "二、主要任务", *lines, "结束。"])
    cleaned = _cleaned(raw).split("\n")
    assert cleaned[0] == "一、总体要求"
    assert cleaned[2] == "二、主要任务"
    assert len(cleaned) == 4


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "美于《优化服务意见》的\n通知\n各银行机构：",
            "关于《优化服务意见》的\n通知\n各银行机构：",
        ),
        ("基于风险的管理工作的通知", "基于风险的管理工作的通知"),  # a word, and no look-alike
        ("善于学习的人很多。", "善于学习的人很多。"),  # no title
        ("溃川县各银行机构：\n现通知如下：", "潢川县各银行机构：\n现通知如下："),
        ("首贷户不少子300户", "首贷户不少于300户"),
        ("占比不抵于30%", "占比不低于30%"),
        ("不足3年", "不足3年"),  # a word of its own
        ("不包括2021年", "不包括2021年"),
        ("河堤溃川县城受灾。", "河堤溃川县城受灾。"),  # no name of a recipient
        ("新安县各银行机构：", "新安县各银行机构："),  # exists
        ("某川县各银行机构：", "某川县各银行机构："),  # exists nowhere, and looks like none
    ],
)
def test_misread_frames_and_places(raw: str, expected: str) -> None:
    assert _cleaned(raw) == expected


def test_torn_lines_are_found_and_left_alone() -> None:
    full = "各单位要按照统一部署认真抓好落实，切实提高管理水平，加强"
    raw = "\n".join(
        [
            *[full] * 8,
            "根据企业实际状况和行业资",
            "期期限，积极满足需求，",
            "要做好检查，格严",
            "二、任务",
        ]
    )
    result = clean(transcript_of(raw))
    torn = [f.span.of(result.text) for f in result.findings if f.code == "clean.damaged" and f.span]
    assert any("行业资\n期期限" in words for words in torn)
    assert "期期限，积极满足需求，\n" in result.text


NOISE = (
    "一二三四五各银行要的通知第条〔〕()[]（）,，。；:：#*-—\n \t　12\uff10\uff13%％+/<br>aA‥"
    "【】《》“”、"
)


@settings(max_examples=300)
@given(st.text(alphabet=NOISE, max_size=200))
def test_any_text_can_be_undone(raw: str) -> None:
    result = clean(transcript_of(raw))
    assert undo(result.text, result.corrections) == raw
    for correction in result.corrections:
        assert correction.before == correction.span.of(raw)
        assert correction.reason


@settings(max_examples=200, deadline=None)  # the first one loads the language model
@given(st.text(max_size=120))
def test_any_unicode_can_be_undone(raw: str) -> None:
    result = clean(transcript_of(raw))
    assert undo(result.text, result.corrections) == raw


@settings(max_examples=200)
@given(st.text(alphabet=NOISE, max_size=120))
def test_the_text_holds_one_paragraph_a_line(raw: str) -> None:
    text = clean(transcript_of(raw)).text
    assert "\n\n" not in text
    assert not text.startswith("\n")


def test_rules_can_be_chosen_by_the_caller() -> None:
    assert clean(transcript_of("## 标题"), rules=()).text == "## 标题"
    assert len(RULES) > 5


@pytest.mark.parametrize(
    "text",
    [
        "第" * 50_000,
        "#" * 50_000,
        "* " * 30_000,
        "(" * 50_000,
        "，" * 50_000,
        " " * 100_000,
        "。第二条 " * 20_000,
        "-、\n" * 30_000,
        "l.汉\n" * 30_000,
        "主题词：" + "汉 " * 40_000,
    ],
)
def test_hostile_input_takes_no_more_than_linear_time(text: str) -> None:
    result = clean(transcript_of(text))
    assert undo(result.text, result.corrections) == text

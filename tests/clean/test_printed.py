"""Lines of print: which ones their place joins, and which look alike and stay."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.clean.printed import join_printed_lines
from hongtou.model import undo
from tests.support import transcript_of

# A paragraph of print, so that indents are known to tell paragraphs from their lines. ↵ marks the
# line ends that go; what stands behind it is shown as printed, with its indent.
BODY = """
　　各单位要认真贯彻落实上级要求，切实加强组织领导，明确责↵
任分工，不断提高服务水平，确保各项任务按期完成。"""
BELOW = [
    # a paragraph begins two characters in, a sentence may end where its line does
    """
　　一、加强领导。各单位要把思想和行动统一到上级部署上来。↵
各单位要明确责任。""",
    """
　　各单位要把思想和行动统一到上级部署上来，切实抓好落实。
　　各单位要明确责任。""",
    # figures, dates, numbers of papers and words broken by the end of a line
    """
　　按照《某办法》（某银发〔2021〕63号）要求，余额不低于50↵
00万元，于2021年12月31日前完成。""",
    """
　　各单位要按照上级的统一部署，根据《某办法》（某银发〔20↵
21〕63号）办理。""",
    """
　　材料请发送至某单位的电子邮箱，地址为service@↵
example-of-a-long-host.gov.cn，逾期不受理。""",
    # a page ends in the middle of a sentence
    """
　　各单位要把思想和行动统一到上级部署上来，切实抓好各项任↵
　　　　　　　　　　　　　　　　　　　　　　— 1 —↵
务的落实。""",
    # a label at the edge is the rest of a list inside a sentence
    """
　　各单位应当做好下列工作：（1）开展自查，明确整改时限；↵
（2）按月报送。""",
    # an attachment note hangs behind its label and its number
    """
　　附件：1.某某市金融服务工作任务分工及完成时限和责任单位↵
　　　　　　一览表
　　　　　2.统计表""",
    # names and dates at the right are no part of the text above them
    """
　　请各单位结合实际，认真抓好以上各项工作任务的贯彻落实工
　　　　　　　　　　　　　　　某某市财政局
　　　　　　　　　　　　　　　2021年5月28日""",
    # an imprint hangs behind its label, its measure is wider than that of the text
    """
　抄送：某省财政厅，某省地方金融监督管理局，某市人民政府办公↵
　　　　室，各银行业金融机构。
　某某市财政局办公室2021年5月29日印发""",
    # a note in brackets, set in on all of its lines
    """
　　（2019年4月2日国家某局第3次局务会议通过，根据2021年↵
　　5月28日《国家某局关于修改某办法的决定》修正）""",
]
HEADS = [
    """
　　　　　某某市财政局文件
　　　　　某财发〔2021〕3号
某某市财政局关于进一步加强小微企业金↵
　　　　融服务工作的通知
各县财政局：""",
    # the title named inside it ends no title
    """
　　　某财发〔2021〕3号
　　关于转发《某省财政厅关于做好↵
　　某项工作的通知》的通知
各县财政局：""",
    # the authorities of a joint title keep their lines
    """
　　　某财发〔2021〕3号
　　　　　　某某市财政局
　　　　某某市农业农村局
　　关于加强某项资金管理的通知
各县财政局：""",
    # recipients over several lines
    """
　　　某财发〔2021〕3号
　　　　关于做好工作的通知
各县（市、区）人民政府，市直有关部门，人民银行各县（市）支↵
行，各银行业金融机构：""",
    # a title without a 文种 behind 附件
    """
附件1
　　　　　　某某市金融服务任务↵
　　　　　　　分工一览表""",
]


def _cleaned(text: str) -> str:
    return clean(transcript_of(text)).text


def _joined(marked: str) -> str:
    page_number = re.compile("　+— 1 —↵\n")
    return re.sub("(?m)^　+", "", re.sub("↵\n　*", "", page_number.sub("", marked))).strip()


@pytest.mark.parametrize("marked", BELOW)
def test_lines_below_a_paragraph(marked: str) -> None:
    assert _cleaned((BODY + marked).replace("↵", "")) == _joined(BODY + marked)


@pytest.mark.parametrize("marked", HEADS)
def test_heads_in_the_middle_of_the_page(marked: str) -> None:
    assert _cleaned((marked + BODY).replace("↵", "")) == _joined(marked + BODY)


@pytest.mark.parametrize(
    "text",
    [
        # a paragraph a line, as people type it: nothing is joined
        "　　各单位要切实加强组织领导。\n　　各单位要不断提高服务水平。\n各县财政局：\n",
        "　　一、加强领导，明确责任\n　　各单位要切实加强组织领导，不断提高服务水平。\n",
        "某某市财政局\n　　　　2021年5月28日\n",
    ],
)
def test_typed_text_is_left_alone(text: str) -> None:
    assert list(join_printed_lines(text)) == []


@pytest.mark.parametrize(
    ("number", "goes"),
    [
        ("— 2 —", True), ("－2－", True), ("-2-", True), ("·2·", True), ("―2―", True),
        ("第 2 页 共 3 页", True), ("第2页", True), ("~ 2 ~", True),
        ("2020年5月", False), ("-2", False), ("第2项", False), ("2", False), ("2/3", False),
    ],
)  # fmt: skip
def test_page_numbers(number: str, goes: bool) -> None:
    assert (number not in _cleaned(f"做好工作。\n　　　{number}\n各单位要落实。")) == goes


PAGE = "各单位要切实加强组织领导，不断提高服务水平，确保各项任务按期完成。" * 3


def test_bare_page_numbers_count_up_page_by_page() -> None:
    def paper(*marks: str) -> str:
        return "\n".join(part for mark in marks for part in (PAGE, f"　　{mark}"))

    assert "\n1" not in _cleaned(paper("1", "2")) and "\n2" not in _cleaned(paper("1", "2"))
    assert "/" not in _cleaned(paper("3/5", "4/5"))
    assert "7" not in _cleaned(paper("7", "8", "9"))
    assert _cleaned(paper("5", "8")).split("\n")[1::2] == ["5", "8"]  # figures of the text
    assert _cleaned(paper("7", "8")).split("\n")[1::2] == ["7", "8"]  # two may be chance


def test_short_lists_of_figures_are_no_page_numbers() -> None:
    text = "各单位名额如下：\n1\n2\n3\n4"
    assert _cleaned(text) == text


def test_running_titles_go_with_the_pages() -> None:
    lines = [f"关于做好工作的通知\n{PAGE}{n}\n— {n} —" for n in range(1, 5)]
    cleaned = _cleaned("\n".join(lines))
    assert cleaned.count("关于做好工作的通知") == 1
    assert cleaned.startswith("关于做好工作的通知\n")
    other = [f"第{n}项工作\n{PAGE}\n— {n} —" for n in range(1, 5)]
    assert _cleaned("\n".join(other)).count("项工作") == 4


def test_heads_and_imprints_of_many_notices_in_one_file_stay() -> None:
    notices = [
        f"某市银行\n某市财政局文件\n某银发〔2021〕{n}号\n关于做好第{n}项工作的通知\n{PAGE}"
        f"某市银行办公室2021年5月6日印发\n— {n} —"
        for n in range(1, 6)
    ]
    cleaned = _cleaned("\n".join(notices))
    for line in ("某市银行\n", "某市财政局文件\n", "某银发〔2021〕", "2021年5月6日印发"):
        assert cleaned.count(line) == 5, line


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.text("一各银行，。：（）《》1a 的通知", max_size=28)),
        max_size=14,
    )
)  # fmt: skip
def test_only_line_ends_and_indents_go(lines: list[tuple[int, str]]) -> None:
    text = (
        BODY.replace("↵", "") + "\n" + "\n".join("　" * indent + words for indent, words in lines)
    )
    for edit in join_printed_lines(text):
        assert edit.after == ""
        assert text[edit.start : edit.end].strip() == ""
        assert text[edit.start : edit.end].count("\n") >= 1


@pytest.mark.parametrize(
    "text",
    [
        "　" * 100_000,
        ("　" * 30 + "\n") * 3_000,
        "　　各" * 30_000,
        "　　" + "（" * 50_000,
        ("　　关于\n" * 20_000),
        (BODY.replace("↵", "") + "\n— 1 —") * 1_000,
        "1\n" * 50_000,
        "— 1 —" * 20_000,
        "\t" * 50_000,
        ("甲\t" * 50 + "\n") * 1_000,
    ],
)
def test_hostile_print_takes_no_more_than_linear_time(text: str) -> None:
    result = clean(transcript_of(text))
    assert undo(result.text, result.corrections) == text


def test_names_of_a_joint_head_keep_their_lines_where_the_text_has_columns() -> None:
    """The longest name reaches as far as a line of the column below."""
    text = "\n".join(
        (
            "凉山彝族自治州地方金融工作局", "凉山彝族自治州财政局", "　　　　　　凉金〔2021〕26号",
            "　　经州人民政府同意，现将《", "凉山州小微企业信贷风险分担资",
            "金池管理办法（试行）》印发给", "你们，请遵照执行。",
            "　　一、各单位要加强领导，认", "真抓好落实。",
        )
    )  # fmt: skip
    lines = clean(transcript_of(text)).text.splitlines()
    assert lines[:3] == [
        "凉山彝族自治州地方金融工作局", "凉山彝族自治州财政局", "凉金〔2021〕26号",
    ]  # fmt: skip
    assert len(lines) == 5


def test_a_red_head_too_wide_for_its_line() -> None:
    text = "\n".join(
        (
            "中国人民银行某某市中心支", "　　　　　行文件", "　　　　　　某银发〔2021〕49号",
            "　　　　某某市中心支行关于落实", "　　　　　　好政策的通知", "各支行：",
            "　　现将有关事项通知如下，请认真组织实施，加强领导，压实", "责任。",
            "　　一、各单位要加强领导，认真抓好落实，层层压实责任，确", "保见效。",
        )
    )  # fmt: skip
    lines = clean(transcript_of(text)).text.splitlines()
    assert lines[:3] == [
        "中国人民银行某某市中心支行文件", "某银发〔2021〕49号",
        "某某市中心支行关于落实好政策的通知",
    ]  # fmt: skip

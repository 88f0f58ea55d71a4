"""Duties without a force word, and the names of those who bear them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Obligation, Outline, Segment, Span
from hongtou.tag.duties.bearers import find_bearer, find_subject, with_bracket
from hongtou.tag.duties.clauses import find_sentences, mask
from hongtou.tag.duties.obligations import find_obligations
from hongtou.tag.duties.statements import read_statement
from tests.support import outline_of


def _item(text: str, *, heading: int = 0) -> Outline:
    """One numbered item of a notice, the first ``heading`` characters its run-in heading."""
    plain = outline_of(text)
    head = Span(2, heading) if heading else None
    whole = Span(0, len(text))
    segment = Segment("item", None, "一", 1, "一、", 1, head, whole)
    return Outline(plain.bundle, plain.document, (), (segment,))


def _duties(text: str, *, heading: int = 0) -> tuple[Obligation, ...]:
    return find_obligations(_item(text, heading=heading), ())


@pytest.mark.parametrize(
    ("text", "bearer", "recurrence"),
    [
        ("各网点每月8日前将台账报县联社。", "各网点", "FREQ=MONTHLY;BYMONTHDAY=8"),
        ("县粮食局对储备库每半年检查一次。", "县粮食局", "FREQ=MONTHLY;INTERVAL=6"),
        ("承办机构自受理之日起10日内办结。", "承办机构", None),
        ("各镇街9月20日前报送自查报告。", None, None),
        ("市水利局牵头，每季度通报一次进度。", "市水利局", "FREQ=MONTHLY;INTERVAL=3"),
        ("各单位拟定工作方案，于6月5日前报局办公室。", "各单位", None),
        ("省财政对试点县再补助100万元。", "省财政", None),
        ("驾驶人员每年至少体检1次。", "驾驶人员", "FREQ=YEARLY"),
        ("请各科室于7月3日前报名。", "各科室", None),
        ("请各科室每周五报送信息。", "各科室", "FREQ=WEEKLY;BYDAY=FR"),
        ("补贴资金按季发放。", None, "FREQ=MONTHLY;INTERVAL=3"),
        ("每年3月31日前，公布上年度报告。", None, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
        ("县农业农村局负责补助资金审核。", "县农业农村局", None),
    ],
)
def test_a_term_a_recurrence_or_a_limit_makes_a_duty(
    text: str, bearer: str | None, recurrence: str | None
) -> None:
    (duty,) = _duties(text)
    assert (duty.force, duty.bearer, duty.recurrence) == ("must", bearer, recurrence)


@pytest.mark.parametrize(
    "text",
    [
        "2021年全市新增小微企业贷款80亿元。",
        "截至6月30日前已发放贷款3亿元。",
        "本办法所称逾期，是指30日内未偿还本息。",
        "近12个月内发生过两次事故。",
        "贷款期限在1年以内。",
        "本细则由县财政局负责解释。",
        "本通知自2022年3月1日起施行。",
        "请遵照执行。",
        "请各单位认真贯彻执行。",
        "年度结息日为每年6月30日。",
    ],
)
def test_facts_definitions_and_closing_words_are_no_duties(text: str) -> None:
    assert _duties(text) == ()


def test_a_recurrence_told_again_with_its_day_stays_in_the_duty() -> None:
    (duty,) = _duties("经办行应按季将开户情况报送分行，报送期为每季度结束后12个工作日内。")
    assert duty.recurrence == "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=12"
    # Another period cuts as before.
    text = "各银行应按日归集余额，并于旬后三日内将平均值上报分行。"
    assert [duty.recurrence for duty in _duties(text)] == [
        "FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=3,13,23",
    ]  # fmt: skip


def test_a_sentence_is_cut_at_another_bearer_and_at_another_recurrence() -> None:
    text = "镇政府每季度巡查一次，县水务局、县林业局每年抽查不少于两次，每月召开例会。"
    assert [(d.bearer, d.recurrence) for d in _duties(text)] == [
        ("镇政府", "FREQ=MONTHLY;INTERVAL=3"),
        ("县水务局、县林业局", "FREQ=YEARLY"),
        ("县水务局、县林业局", "FREQ=MONTHLY"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("各行社不得以贷收费、不得捆绑销售。", ["各行社不得以贷收费", "不得捆绑销售"]),
        ("柜员做到“三个不准”：不准代客签字，不准代客填单。", None),
        ("严禁虚报、瞒报数据。", ["严禁虚报、瞒报数据"]),
    ],
)
def test_each_prohibition_counts(text: str, found: list[str] | None) -> None:
    duties = _duties(text)
    assert {d.force for d in duties} == {"must_not"}
    if found is None:
        assert [d.bearer for d in duties] == ["柜员", "柜员"]
    else:
        assert [d.span.of(text) for d in duties] == found


@pytest.mark.parametrize(
    ("words", "bearer"),
    [
        ("各市（州、地）", "各市（州、地）"),
        ("养鸡场（户）", "养鸡场（户）"),
        ("银行（以下简称开户行）", "银行"),
        ("2022年5月10日前各公司", "各公司"),
        ("县财政对评优机构分别", "县财政"),
        ("各乡镇人民政府是养护工作的责任主体", "各乡镇人民政府"),
        ("各机构牵头部门", "各机构牵头部门"),
        ("各监管所", "各监管所"),
        ("被投诉人", "被投诉人"),
        ("总行合规部", "总行合规部"),
        ("加强监督检查力度各支行", "各支行"),
        ("经人民银行批准后，", None),
        ("有关账户", None),
        ("报告由监督部门", "监督部门"),
        ("县担保公司平均担保费率", "县担保公司"),
        ("托管人在为投资者办理汇款时，", "托管人"),
        ("发生损失时双方", "双方"),
        ("征信机构申请设立分支机构", "征信机构"),
        ("企业负责人", "企业负责人"),
        ("境外机构投资者在市场开展业务，", "境外机构投资者"),
        ("境外机构开立人民币账户时，", "境外机构"),
    ],
)
def test_names_before_a_force_word(words: str, bearer: str | None) -> None:
    masked = mask(words)
    span = find_bearer(masked, 0, len(masked))
    assert (with_bracket(words, span).of(words) if span else None) == bearer


def test_a_clause_is_no_name() -> None:
    text = "各支行9月25日前将自查情况上报总行办公室"
    span = find_subject(text, 0, len(text))
    assert span is not None and span.of(text) == "各支行"


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("存款人应提供证明。", "must"),
        ("资料应纳入档案管理。", "must"),
        ("差额应退还客户。", "must"),
        ("银行应对账户使用情况进行监督。", "must"),
        ("各监管所要开展检查。", "must"),
    ],
)
def test_a_verb_behind_a_force_word_hides_it_not(text: str, force: str) -> None:
    assert [d.force for d in _duties(text)] == [force]


@pytest.mark.parametrize(
    "text",
    [
        "应退未退资金较多。",
        "应收账款余额下降。",
        "机构所要求的材料齐全。",
        "有效应对风险冲击。",
        "明知或应知是单位资金。",
    ],
)
def test_look_alikes_of_force_words(text: str) -> None:
    assert _duties(text) == ()


def test_a_run_in_heading_that_is_a_duty_is_read() -> None:
    duty = "一、银行应在柜台公示收费标准。公示内容要完整。"
    topic = "一、加大信贷投放。各银行要单列计划。"
    assert next(d.action for d in _duties(duty, heading=14)) == "在柜台公示收费标准"
    assert [d.bearer for d in _duties(topic, heading=8)] == ["各银行"]


def test_a_clause_may_name_who_bears_the_next_one() -> None:
    text = "银行应当健全报告制度，业务部门发现隐患，应当及时报告，积极配合核查，不得隐瞒。"
    assert [(d.bearer, d.span.of(text)) for d in _duties(text)] == [
        ("银行", "银行应当健全报告制度"),
        ("业务部门", "业务部门发现隐患，应当及时报告，积极配合核查"),
        ("业务部门", "不得隐瞒"),
    ]


def test_a_heading_that_is_a_name_bears_what_follows() -> None:
    text = "一、县财政局。负责审核资金申请，每季度通报进度。"
    assert [(d.bearer, d.bearer_source) for d in _duties(text, heading=6)] == [
        ("县财政局", "heading")
    ]


def test_obligations_begin_with_a_word() -> None:
    text = "一、工作重点：各机构要建立台账。"
    assert [d.span.of(text) for d in _duties(text, heading=6)] == ["各机构要建立台账"]


_WORDS = st.text(
    st.sampled_from("各银行机构每月日前报5于应当不得，。；：请的由将（）县局"), max_size=60
)


@given(_WORDS)
def test_statements_stand_inside_their_clauses(text: str) -> None:
    outline = _item("一、" + text)
    masked = mask(outline.text)
    for sentence in find_sentences(outline, masked):
        for clause in sentence.clauses:
            stated = read_statement(masked, clause, numbered=True)
            if stated is not None and stated.bearer is not None:
                assert clause.contains(stated.bearer)


@pytest.mark.parametrize("unit", ["各", "每月", "9月5日前", "各县（市）", "由", "时"])
def test_hostile_text_is_quick(unit: str) -> None:
    outline = _item("一、" + unit * 20_000)
    begin = time.perf_counter()
    find_obligations(outline, ())
    assert time.perf_counter() - begin < 5

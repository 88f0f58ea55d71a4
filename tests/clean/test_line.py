"""One line repaired: what a recogniser did, what an author did, and any string at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongtou
from hongtou.clean import clean_line
from hongtou.clean.repair.readings import NUMERALS


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # look-alikes
        (
            "以习近平新时代中国特色社会主义恩想为指导，",
            "以习近平新时代中国特色社会主义思想为指导，",
        ),
        ("持续捉升小微信用贷款、续贷占比", "持续提升小微信用贷款、续贷占比"),
        ("推动解决抵质押种类少、门槛高的间题。", "推动解决抵质押种类少、门槛高的问题。"),
        ("四、持续做好受疫情影晌群体的服务", "四、持续做好受疫情影响群体的服务"),
        # with the spaces and widths that the line has
        ("要 持续捉升 服务质量,降低成本", "要 持续提升 服务质量,降低成本"),
        # marks, labels and frames
        ("现通知如下‥", "现通知如下："),
        ("-、总体要求", "一、总体要求"),
        ("（-）加强领导", "（一）加强领导"),
        ("l.各银行机构要加强管理。", "1.各银行机构要加强管理。"),
        ("（银发〔2017]279号）", "（银发〔2017〕279号）"),
        ("二0二一年三月五日", "二〇二一年三月五日"),
        (
            "美于《辖内金融机构优化小微企业服务》的通知",
            "关于《辖内金融机构优化小微企业服务》的通知",
        ),
        ("溃川县各银行机构：", "潢川县各银行机构："),
        ("不少子300户", "不少于300户"),
        # traditional characters in simplified print
        ("全国银行問债券市场的金融機构", "全国银行间债券市场的金融机构"),
    ],
)
def test_what_a_recogniser_did(line: str, expected: str) -> None:
    found = clean_line(line)
    assert found.text == expected
    assert all(c.reason and 0 <= c.confidence <= 1 for c in found.corrections)


@pytest.mark.parametrize(
    "line",
    [
        "关于进一步落实好再贷款政策的通知",
        "各地区要切实提高思想认识，加强组织领导，确保各项任务落到实处。",
        # widths and forms are the author's
        "要求,以推动高质量发展为主线;做好服务:",
        "（银发[2017]279号）",
        "二○○三年四月十日",
        "现通知如下:",
        # both are printed
        "开立银行帐户，核对帐号。",
        "其它单位、制定办法、签定合同、做为依据",
        # numbers
        "贷款三十户，罚款千分之十，二十一条第三款",
        "不良贷款率为1.5%，比年初下降0.2个百分点",
        # places, agencies, people
        "渍川县、溃水县和横川县",
        "信阳银保监分局潢川监管组",
        "联系人：尹洵  校对：卢志城  打字：苏姗",
        # foreign and traditional words
        "the quick brown fox jumps over the lazy dog",
        "經濟發展現狀調査報告，貸款餘額與風險",
        "《國際會計準則》的规定由各单位参照执行，并及时报告实施情况。",
    ],
)
def test_what_the_author_did(line: str) -> None:
    assert clean_line(line).text == line


def test_what_is_only_likely_is_proposed() -> None:
    proposed = [
        c
        for c in clean_line("产业键供应链升级等领域金融服务工作").corrections
        if c.state == "proposed"
    ]
    assert all(c.before != c.after for c in proposed)
    assert clean_line("").corrections == ()


@pytest.mark.parametrize(
    "line",
    ["\ud800恩想\udfff", "\x00\n\r\t 　", "思" * 3000, "∴‥" * 500, "🈲恩想🈲", "a\nb恩想\n\n"],
)
def test_hostile_lines(line: str) -> None:
    _lawful(line)


@given(st.text(st.one_of(st.characters(), st.sampled_from("关于恩想捉升的通知〔20l1〕-、如下‥一"))))
@settings(max_examples=150, deadline=None)
def test_any_string(line: str) -> None:
    _lawful(line)


def _lawful(line: str) -> None:
    found = hongtou.clean_line(line)
    text, at = "", 0
    for correction in found.corrections:
        assert correction.span.of(line) == correction.before
        if correction.effective:
            assert correction.span.start >= at
            text += line[at : correction.span.start] + correction.after
            at = correction.span.end
    assert text + line[at:] == found.text
    assert [c for c in line if c.isspace()] == [c for c in found.text if c.isspace()]
    numerals = [c for c in line if c in NUMERALS or c.isdigit()]
    assert len(numerals) <= len([c for c in found.text if c in NUMERALS or c.isdigit()])

"""Citations: relations by their cues, short names, lists, forms; forwarding requests."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Citation, Element, Outline, Party, Span, Value
from hongtou.notation.document_numbers import read_document_number
from hongtou.notation.titles import find_quoted_titles, title_key
from hongtou.tag.citing.citations import find_citations
from hongtou.tag.citing.forwarding import find_forwarding_requests
from tests.support import outline_of


def _found(text: str) -> list[tuple[str, str | None, str | None]]:
    citations = find_citations(outline_of(text), own_number=None, title=None)
    return [(c.relation, c.title, c.number.normal if c.number else None) for c in citations]


def _titled(title: str, body: str, note: str = "") -> tuple[Citation, ...]:
    text = "\n".join(part for part in (title, body, note) if part)
    plain = outline_of(text)
    head = Span(0, len(title))
    elements = [Element("title", head)]
    if note:
        elements.append(Element("attachment_note", Span(len(text) - len(note), len(text))))
    segments = tuple(s for s in plain.segments if s.span.start >= head.end)
    outline = Outline(plain.bundle, plain.document, tuple(elements), segments)
    return find_citations(outline, own_number=None, title=Value(title, head))


@pytest.mark.parametrize(
    ("text", "relation", "title", "number"),
    [
        ("根据《贷款通则》制定本办法。", "cites", "贷款通则", None),
        ("为落实好《做好工作的通知》（银发〔2021〕63号），现通知如下：", "implements",
         "做好工作的通知", "银发〔2021〕63号"),
        ("根据《资金管理办法》（晋财金〔2020〕113号文印发），帮助机构。", "cites", "资金管理办法",
         "晋财金〔2020〕113号"),
        ("参照中国人民银行公告〔2015〕第9号执行。", "cites", None,
         "中国人民银行公告〔2015〕第9号"),
        ("现将某局《关于做好工作的通知》（某发〔2021〕6号）转发给你们。", "forwards",
         "关于做好工作的通知", "某发〔2021〕6号"),
        ("现将《收单管理办法》印发给你们，请遵照执行。", "issues", "收单管理办法", None),
        ("《收单管理办法》已经行务会议审议通过，现予发布。", "issues", "收单管理办法", None),
        ("制定了《收单管理办法》（见附件）。现印发给你们。", "issues", "收单管理办法", None),
        ("某省政府批转《关于做好工作的意见》。", "relays", "关于做好工作的意见", None),
        ("《账户管理办法》同时废止。", "repeals", "账户管理办法", None),
        ("决定对《支付结算办法》作如下修改：", "amends", "支付结算办法", None),
        ("决定将《存单办法》（银发〔2013〕2号）第八条“期限为1年。按季结息”的内容修改为“期限不限”。",
         "amends", "存单办法", "银发〔2013〕2号"),
        ("按照《存单办法》所称“期限为1年，修改为6个月”办理。", "cites", "存单办法", None),
        ("项目范围参考《绿色债券目录》（见附件）。", "attaches", "绿色债券目录", None),
        ("按照《某总署公告》（〔2014〕第31号）执行。", "cites", "某总署公告",
         "某总署公告〔2014〕第31号"),
        ("依据银发〔2020〕5号文《关于完善工作的通知》要求。", "cites", "关于完善工作的通知",
         "银发〔2020〕5号"),
        ("按照《关于修改〈支付结算办法〉的决定》办理。", "cites",
         "关于修改〈支付结算办法〉的决定", None),
        ("按照《关于修改《支付结算办法》的决定》办理。", "cites",
         "关于修改《支付结算办法》的决定", None),
    ],
)  # fmt: skip
def test_relation(text: str, relation: str, title: str | None, number: str | None) -> None:
    assert _found(text) == [(relation, title, number)]


@pytest.mark.parametrize(
    "text",
    [
        "凭《金融许可证》办理。",
        "填写《账户申请表》和《借款合同》。",
        "《金融时报》报道了此事。",
        "《办法》第三条所称银行。",
        "机构未闭合《的书名号",
        "贷款（2021）10户。",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert _found(text) == []


def test_short_names_are_no_papers_of_their_own() -> None:
    text = "根据《储蓄管理条例》（以下简称《储蓄条例》）。《储蓄条例》第三条规定如下。"
    assert _found(text) == [("cites", "储蓄管理条例", None)] * 2


def test_a_list_shares_the_words_around_it() -> None:
    text = "《甲办法》（银发〔1999〕1号）、《乙办法》和《丙办法》（银发〔2000〕2号）同时废止。"
    assert [relation for relation, _, _ in _found(text)] == ["repeals"] * 3


def test_one_paper_named_twice_in_a_segment_counts_once() -> None:
    text = "落实《甲办法》（银发〔1999〕1号）。按照《甲办法》办理。"
    assert _found(text) == [("implements", "甲办法", "银发〔1999〕1号")]


def test_title_body_and_attachment_note_name_one_forwarded_paper() -> None:
    citations = _titled(
        "某市支行转发《某省分行关于做好工作的通知》的通知",
        "现将《某省分行关于做好工作的通知》（某银发〔2021〕7号）转发给你们，请执行。",
        "附件：某省分行关于做好工作的通知",
    )
    assert [(c.relation, c.number and c.number.normal) for c in citations] == [
        ("forwards", "某银发〔2021〕7号")
    ]


def test_a_title_without_marks_still_says_what_it_forwards() -> None:
    (citation,) = _titled("某省分行关于转发深入做好某项扶持工作的通知", "请认真执行。")
    assert (citation.relation, citation.title) == ("forwards", "深入做好某项扶持工作的通知")
    (citation,) = _titled(
        "某省分行关于转发深入做好某项扶持工作的通知",
        "现将《关于深入做好某项扶持工作的通知》（某发〔2021〕6号）转发给你们。",
    )
    assert citation.number is not None


def test_implementing_in_a_title_is_not_forwarding() -> None:
    (citation,) = _titled("某组关于落实《服务小微企业的指导意见》的通知", "各机构要执行。")
    assert (citation.relation, citation.segment) == ("implements", None)


def test_a_chain_in_the_title_passes_on_only_its_next_link() -> None:
    inner = "《关于做好备耕服务的通知》"
    body = "现将乙市联社《转发丙省联社关于做好备耕服务的通知》（乙农信办〔2021〕14号）转发给你们。"
    (citation,) = _titled(f"甲县联社转发乙市联社转发丙省联社{inner}的通知", body)
    assert citation.number is not None and citation.number.serial == 14


def test_a_table_of_the_paper_is_no_other_paper() -> None:
    assert _titled("关于调整统计制度的通知", "现通知如下。", "附件：数据校验规则") == ()


def test_own_number_and_title_are_not_cited() -> None:
    text = "某银发〔2021〕7号\n按照某银发〔2021〕7号和银发〔2021〕8号执行。"
    own = read_document_number("某银发〔2021〕7号")
    citations = find_citations(outline_of(text), own_number=own, title=None)
    assert [c.number.normal for c in citations if c.number] == ["银发〔2021〕8号"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("中国人民银行关于做好工作的通知", "关于做好工作的通知", True),
        ("《资本管理办法（试行）》", "资本管理办法", True),
        ("中华人民共和国票据法", "《票据法》", True),
        ("银行帐户管理办法", "《银行账户管理办法》", True),
        ("帐篷使用办法", "账户使用办法", False),
        ("中华人民共和国国务院令", "国务院令", False),
        ("关于修改〈支付结算办法〉的决定", "关于修改《支付结算办法》的决定", True),
        ("某行转发《某部关于做好工作的通知》的通知", "某部关于做好工作的通知", False),
    ],
)
def test_title_key(one: str, other: str, same: bool) -> None:
    assert (title_key(one) == title_key(other)) is same


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        ("请人民银行各县（市）支行将本通知转发辖内各机构。", "人民银行各县（市）支行",
         "辖内各机构"),
        ("请上海总部，各分行将本通知联合转发至辖区内银行，并报告。", "上海总部，各分行",
         "辖区内银行"),
        ("执行完毕。各分行要将本通知立即转发至支行。", "各分行", "支行"),
        ("请遵照执行，并请甲县、乙县农村信用联社转发至所属各信用社。", "甲县、乙县农村信用联社",
         "所属各信用社"),
    ],
)  # fmt: skip
def test_forwarding_request(text: str, by: str, to: str) -> None:
    (request,) = find_forwarding_requests(outline_of(text), ())
    assert (request.by, request.to) == (by, to)
    assert text[request.span.start : request.span.end].endswith(to)


@pytest.mark.parametrize(
    "text", ["系统将报文转发至参与者。", "现将《某通知》转发给你们。", "现转发各机构，请执行。"]
)
def test_other_forwarding_is_no_request(text: str) -> None:
    parties = (Party("main_recipient", 1, "各支行", "各支行"),)
    assert find_forwarding_requests(outline_of(text), parties) == ()


@given(st.text("《》〈〉（）〔2021〕第5号银发令公告转关于的通知\n，。、", max_size=120))
def test_any_text_gives_ordered_spans_that_quote(text: str) -> None:
    for citation in find_citations(outline_of(text), own_number=None, title=None):
        quoted = "".join(citation.span.of(text).split())
        assert citation.title is None or citation.title in quoted
        assert citation.number is None or str(citation.number.year) in quoted


@pytest.mark.parametrize(
    "piece", ["《", "〔", "》", "《》", "《甲》、", "（", "〔2021〕", "转发《甲办法》"]
)
def test_hostile_repetition_stays_fast(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    find_quoted_titles(text)
    find_citations(outline_of(text), own_number=None, title=None)
    find_forwarding_requests(outline_of(text), ())
    assert time.process_time() - start < 4

"""Every form in which a paper is named, its common mistake, and the look-alike that is none."""

import pytest

from hongtou.model import Element, Outline, Span, Value
from hongtou.tag.citing.citations import find_citations
from hongtou.tag.citing.provisions import read_provision
from tests.support import outline_of


def _named(text: str) -> list[tuple[str, str | None, str | None]]:
    found = find_citations(outline_of(text), own_number=None, title=None)
    return [(c.named_by, c.title, c.number.normal if c.number else None) for c in found]


@pytest.mark.parametrize(
    ("text", "named_by", "title", "number"),
    [
        ("《甲办法》（银发〔2001〕1号）。", "title-and-number", "甲办法", "银发〔2001〕1号"),
        ("《甲办法》（银发〔2001〕1）。", "title-and-number", "甲办法", "银发〔2001〕1号"),
        ("按照银发〔2021〕81，做好工作。", "number", None, "银发〔2021〕81号"),
        ("特急桂应急电〔2021〕66号", "number", None, "桂应急电〔2021〕66号"),
        ("按照银发〔2021〕81文要求。", "number", None, "银发〔2021〕81号"),
        ("银发〔2001〕1号文《甲办法》。", "title-and-number", "甲办法", "银发〔2001〕1号"),
        ("按照《甲办法》（试行）（银发〔2001〕1号）执行。", "title-and-number", "甲办法（试行）",
         "银发〔2001〕1号"),
        ("《甲办法》已于2000年4月30日以中国人民银行令〔2000〕第2号发布，请遵照。",
         "title-and-number", "甲办法", "中国人民银行令〔2000〕第2号"),
        ("《甲条例》（国务院令第768号）。", "title-and-number", "甲条例", "国务院令第768号"),
        ("《甲法》（主席令第四十六号公布）。", "title-and-number", "甲法", "主席令第46号"),
        ("根据《甲办法》（证监会、人民银行第90号令）制定。", "title-and-number", "甲办法",
         "人民银行令第90号"),
        ("根据国务院令第768号制定。", "number", None, "国务院令第768号"),
        ("按照公告〔2003〕第6号办理。", "number", None, "公告〔2003〕第6号"),
        ("按照令〔2006〕第5号办理。", "number", None, "令〔2006〕第5号"),
        ("按照《甲办法》（公告〔2003〕第6号）办理。", "title-and-number", "甲办法",
         "公告〔2003〕第6号"),
        ("按照《甲细则》（（1989）财预字第68号）办理。", "title-and-number", "甲细则",
         "财预字〔1989〕68号"),
        ("现将某部关于做好备耕的通知（某发〔2021〕6号）转发给你们。", "plain-title",
         "某部关于做好备耕的通知", "某发〔2021〕6号"),
    ],
)  # fmt: skip
def test_form(text: str, named_by: str, title: str | None, number: str | None) -> None:
    assert _named(text) == [(named_by, title, number)]


@pytest.mark.parametrize(
    "text",
    [
        "按照本通知、本办法和本公告执行。",
        "贷款〔2021〕5，其他〔2021〕3期。",
        "责令第三号窗口整改，下达命令第3号。",
        "《基本存款账户信息》、《假币没收收据》和《登记证书》。",
        "中国人民银行（以下简称人民银行）和账户管理系统（以下简称系统）。人民银行和系统。",
    ],
)
def test_what_is_no_form(text: str) -> None:
    assert _named(text) == []


def test_several_numbers_behind_one_title_name_it_each() -> None:
    text = "根据《甲办法》（银发〔2001〕1号、证监发〔2001〕2号）执行。"
    assert [number for _, _, number in _named(text)] == ["银发〔2001〕1号", "证监发〔2001〕2号"]
    text = "《甲办法》（银发〔2001〕1号发布，银发〔2005〕2号修订）同时废止。"
    found = find_citations(outline_of(text), own_number=None, title=None)
    assert [(c.title, c.relation) for c in found] == [("甲办法", "repeals"), (None, "cites")]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("落实中国人民银行等五部委《甲通知》要求。", "中国人民银行等五部委《甲通知》"),
        ("现将中国银保监会、财政部《甲通知》转发给你们。", "中国银保监会、财政部《甲通知》"),
        ("按照国家税务总局 银保监会《甲通知》办理。", "国家税务总局 银保监会《甲通知》"),
        ("县政府同意县财政局《甲意见》，现转发给你们。", "县财政局《甲意见》"),
        ("1994年中国人民银行发布的《甲办法》废止。", "《甲办法》"),
        ("银行应当执行《甲办法》。", "《甲办法》"),
        ("我行《甲办法》。", "《甲办法》"),
    ],
)
def test_authorities_in_front_belong_to_the_mention(text: str, quoted: str) -> None:
    (found,) = find_citations(outline_of(text), own_number=None, title=None)
    assert found.span.of(text) == quoted


@pytest.mark.parametrize(
    ("text", "provision"),
    [
        ("第八条第二款规定", "第八条第二款"),
        ("的第三条、第五条至第七条以及其他", "第三条、第五条至第七条"),
        ("第十一条第（二）、（三）项处罚", "第十一条第（二）、（三）项"),
        ("第 8 条", "第 8 条"),
        ("第五章第二节规定", "第五章第二节"),
        ("第二、三款", "第二、三款"),
        ("第一百三十三条之一规定", "第一百三十三条之一"),
        ("第二批名单", None),
        ("第3号", None),
        ("第一条例", None),
        ("第三项目", None),
        ("第一次修正", None),
        ("有关规定第三条", None),
    ],
)
def test_provision(text: str, provision: str | None) -> None:
    found = read_provision(text, 0, len(text))
    assert (found.of(text) if found else None) == provision


def test_one_citation_for_each_provision_of_a_segment() -> None:
    text = "依照《甲法》第八条和《乙法》处罚，按照《甲法》第八条、第九条执行，《甲法》第八条除外。"
    found = find_citations(outline_of(text), own_number=None, title=None)
    assert [(c.title, c.provision) for c in found] == [
        ("甲法", "第八条"), ("乙法", None), ("甲法", "第八条、第九条"),
    ]  # fmt: skip
    assert found[2].span.of(text) == "《甲法》第八条、第九条"


def _in_title(title: str, body: str = "", note: str = "") -> list[tuple[str, str, str | None]]:
    text = "\n".join(part for part in (title, body, note) if part)
    plain = outline_of(text)
    head = Span(0, len(title))
    elements = [Element("title", head)]
    if note:
        elements.append(Element("attachment_note", Span(len(text) - len(note), len(text))))
    segments = tuple(s for s in plain.segments if s.span.start >= head.end)
    outline = Outline(plain.bundle, plain.document, tuple(elements), segments)
    found = find_citations(outline, own_number=None, title=Value(title, head))
    return [(c.relation, c.named_by, c.title) for c in found]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某局关于转发深入做好扶持工作的通知",
         ("forwards", "plain-title", "深入做好扶持工作的通知")),
        ("某局转发某厅关于做好扶持工作通知的通知",
         ("forwards", "plain-title", "某厅关于做好扶持工作通知")),
        ("某局转发某厅转发《国务院关于做好扶持工作的意见》的通知的通知",
         ("forwards", "plain-title", "某厅转发《国务院关于做好扶持工作的意见》的通知")),
        ("某局转发某省关于印发《扶持工作办法》的通知",
         ("forwards", "plain-title", "某省关于印发《扶持工作办法》的通知")),
        ("某局关于印发二〇二一年扶持工作要点的通知",
         ("issues", "plain-title", "二〇二一年扶持工作要点")),
        ("某局关于贯彻落实某部关于做好扶持工作的意见的实施方案",
         ("implements", "plain-title", "某部关于做好扶持工作的意见")),
        ("某局转发某部等六部门《关于做好扶持工作的通知》的通知",
         ("forwards", "title", "关于做好扶持工作的通知")),
    ],
)  # fmt: skip
def test_title_says_what_is_passed_on(title: str, expected: tuple[str, str, str]) -> None:
    assert _in_title(title) == [expected]


@pytest.mark.parametrize("title", ["某局关于做好印发工作的意见", "某局关于落实安全责任的通知"])
def test_titles_that_pass_nothing_on(title: str) -> None:
    assert _in_title(title) == []


def test_an_attachment_that_quotes_a_title_is_one_title() -> None:
    note = "附件：某厅转发《国务院关于做好扶持工作的意见》的通知"
    found = _in_title("某局关于做好扶持工作的通知", "请执行。", note)
    assert found == [
        ("attaches", "attachment-note", "某厅转发《国务院关于做好扶持工作的意见》的通知")
    ]


def test_attachments_of_one_line_are_parted() -> None:
    note = "附件：1.企业结算账户管理办法2.结算业务应急处置预案3.情况统计表"
    found = _in_title("某局关于做好账户工作的通知", "请执行。", note)
    assert [title for _, _, title in found] == ["企业结算账户管理办法", "结算业务应急处置预案"]


def test_a_paper_of_the_same_title_by_another_authority_is_cited() -> None:
    body = "根据《甲省税务局关于做好评价工作的通知》规定，按照《关于做好评价工作的通知》执行。"
    found = _in_title("乙市税务局关于做好评价工作的通知", body)
    assert [title for _, _, title in found] == ["甲省税务局关于做好评价工作的通知"]


def test_an_order_with_the_title_of_what_it_issues() -> None:
    body = "为规范业务，某行制定了《债券借贷办法》，现予公布。\n按照《债券借贷办法》执行。"
    assert _in_title("债券借贷办法", body) == [("issues", "title", "债券借贷办法")]
    assert _in_title("关于印发《债券借贷办法》的通知", "现将本通知印发给你们。") == [
        ("issues", "title", "债券借贷办法")
    ]


def test_the_older_paper_of_the_same_title_is_repealed() -> None:
    assert _in_title("贷款管理办法", "本办法自发布之日起施行。原《贷款管理办法》同时废止。") == [
        ("repeals", "title", "贷款管理办法")
    ]
    body = "对《贷款管理办法（试行）》进行了修订，《贷款管理办法》由本行解释。"
    assert _in_title("贷款管理办法", body) == [("amends", "title", "贷款管理办法（试行）")]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("下列文件同时废止：\n1.《甲通知》（银发〔2001〕1号）\n2.《乙通知》（银发〔2002〕2号）",
         ["repeals", "repeals"]),
        ("废止目录\n一、《甲通知》\n二、关于做好某事的通知（银发〔2002〕2号）\n三、《丙通知》",
         ["repeals", "repeals", "repeals"]),
        ("《甲规则》（银发〔2004〕19号）、资产支持证券结算公告（银发〔2005〕15号）同时废止。",
         ["repeals", "repeals"]),
        ("现将《甲办法》（以下简称《办法》）和《乙规程》（以下简称《规程》）印发给你们。",
         ["issues", "issues"]),
        ("依照《甲法》第三条的有关规定、《乙法》和《丙法》处罚。", ["cites", "cites", "cites"]),
        ("贯彻落实《甲意见》，以及某部发布的《乙意见》。", ["implements", "implements"]),
        ("根据《甲法》。\n《乙办法》已经审议通过，现予公布。", ["cites", "issues"]),
    ],
)  # fmt: skip
def test_lists_share_the_words_around_them(text: str, relations: list[str]) -> None:
    found = find_citations(outline_of(text), own_number=None, title=None)
    assert [c.relation for c in found] == relations


def test_a_notice_named_by_what_it_passes_on_is_itself_passed_on() -> None:
    text = "现将某市支行转发《某省分行关于备耕的意见》的通知（某银发〔2021〕63号）转发给你们。"
    assert _named(text) == [("number", None, "某银发〔2021〕63号")]

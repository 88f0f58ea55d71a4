"""Elements of GB/T 9704 and the tree of articles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import Outline
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from tests.support import transcript_of

NOTICE = """000123
机密★1年
特急
国家某局
财政部文件
某发〔2022〕7号 签发人：张三
国家某局 财政部
关于做好某项工作的通知
各省、自治区、直辖市财政厅（局），各分局：
现就有关事项通知如下：
一、加强领导，明确责任
（一）落实责任。各单位要明确责任。
1.主要负责人要牵头。
（1）每季度听取汇报。
2.要建立台账。
（二）强化监督：监督部门应当定期检查。
二、抓好落实。一是加强宣传。二是按月通报。三是严肃问责。
请各单位认真贯彻执行。
附件：1.任务分工表
2.报送要求
国家某局
财政部
2022年3月8日
（此件公开发布）
抄送：国务院办公厅。
国家某局办公室
2022年3月9日印发"""


def _outline(raw: str, ordinal: int = 0) -> Outline:
    bundle = split(clean(transcript_of(raw)))
    return segment(bundle, bundle.documents[ordinal])


def _elements(outline: Outline) -> list[tuple[str, str]]:
    return [(e.kind, e.span.of(outline.text)) for e in outline.elements]


def _paths(outline: Outline) -> list[str]:
    return [s.path for s in outline.segments if s.path]


def test_elements_of_a_notice() -> None:
    assert _elements(_outline(NOTICE)) == [
        ("copy_number", "000123"),
        ("classification", "机密★1年"),
        ("urgency", "特急"),
        ("issuing_authority_mark", "国家某局\n财政部文件"),
        ("document_number", "某发〔2022〕7号"),
        ("signatory", "签发人：张三"),
        ("title", "国家某局 财政部\n关于做好某项工作的通知"),
        ("main_recipients", "各省、自治区、直辖市财政厅（局），各分局："),
        ("attachment_note", "附件：1.任务分工表\n2.报送要求"),
        ("signature", "国家某局"),
        ("signature", "财政部"),
        ("document_date", "2022年3月8日"),
        ("note", "（此件公开发布）"),
        ("copy_recipients", "抄送：国务院办公厅。"),
        ("printing", "国家某局办公室\n2022年3月9日印发"),
    ]


def test_tree_of_a_notice() -> None:
    outline = _outline(NOTICE)
    assert _paths(outline) == [
        "一", "一/（一）", "一/（一）/1", "一/（一）/1/（1）", "一/（一）/2", "一/（二）",
        "二", "二/一是", "二/二是", "二/三是",
    ]  # fmt: skip
    headings = {
        s.path: s.heading.of(outline.text) for s in outline.segments if s.heading is not None
    }
    assert headings["一"] == "加强领导，明确责任"
    assert headings["一/（一）"] == "落实责任"
    assert headings["一/（二）"] == "强化监督"
    assert headings["二"] == "抓好落实"
    assert outline.segments[0].kind == "paragraph"
    assert outline.segments[-1].span.of(outline.text) == "请各单位认真贯彻执行。"


REGULATION = """某业务管理办法
（2019年4月2日国家某局第3次局务会议通过）
目录
第一章　总则
第二章　附则
第一章　总则
第一条　为规范某业务，根据第二条规定，制定本办法。
本条第二款。
第二条　申请人应当符合下列条件：
（一）有机构名称；
（二）工作人员不少于四人。
第二章　附则
第三条　本办法自发布之日起施行。"""


def test_tree_of_a_regulation() -> None:
    outline = _outline(REGULATION)
    assert _paths(outline) == [
        "第一章", "第一章/第一条", "第一章/第二条", "第一章/第二条/（一）", "第一章/第二条/（二）",
        "第二章", "第二章/第三条",
    ]  # fmt: skip
    assert [e.kind for e in outline.elements] == ["title", "adoption_note", "note"]
    first = next(s for s in outline.segments if s.path == "第一章/第一条")
    assert first.span.of(outline.text).endswith("本条第二款。")


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("一、开立账户（一）基本账户\n1.机关应当出示文件。", ["一", "一/（一）", "一/（一）/1"]),
        (
            "一、业务是：（1）开户；（2）销户；（3）查询。",
            ["一", "一/（1）", "一/（2）", "一/（3）"],
        ),
        ("（一）加强管理。\n（二）抓好落实。", ["（一）", "（二）"]),
        (
            "一、甲。\n（一）乙。\n（二）丙。\n二、丁。\n（三）戊。",
            ["一", "一/（一）", "一/（二）", "二", "二/（三）"],
        ),
        ("一要加强管理。\n二要抓好落实。", ["一是", "二是"]),
        ("一、甲。\n三、乙。", ["一", "三"]),  # a torn label is believed, with a finding
        ("一、甲。\n5.余额比例不变。", ["一"]),  # a number that follows no other is none
        ("一、按照第一条（一）项的规定办理。", ["一"]),  # a reference
        ("一、一是非分明的问题。", ["一"]),  # 一是 alone is no list
    ],
)
def test_labels_in_odd_places(body: str, paths: list[str]) -> None:
    outline = _outline(f"关于做好工作的通知\n各单位：\n{body}\n")
    assert _paths(outline) == paths


def test_a_gap_in_the_numbers_is_a_finding() -> None:
    outline = _outline("关于做好工作的通知\n各单位：\n一、甲。\n三、乙。")
    assert [f.code for f in outline.findings] == ["segment.label-gap"]


def test_authorities_and_date_below_the_title() -> None:
    outline = _outline(
        "关于加强管理的意见\n某县财政局 某县农业局\n（2021年2月22日）\n为规范管理，提出意见。"
    )
    assert [e.kind for e in outline.elements] == ["title", "signature", "document_date"]
    assert len(outline.segments) == 1


def test_a_bracket_below_the_title_belongs_to_it() -> None:
    outline = _outline("某市支持企业行动方案\n（2022—2024年）\n为支持企业，制定本方案。\n一、目标")
    assert _elements(outline) == [("title", "某市支持企业行动方案\n（2022—2024年）")]


def test_the_table_of_a_government_site_is_metadata_not_text() -> None:
    raw = (
        "某局关于做好工作的通知\n标题：\n某局关于做好工作的通知\n索引号：\nHB/2021-1\n文号：\n"
        "某发〔2021〕7号\n发布日期：\n2021年9月24日\n各单位：\n一、加强领导。"
    )
    outline = _outline(raw)
    kinds = [e.kind for e in outline.elements]
    assert kinds == ["title", "site_metadata", "main_recipients"]
    assert _paths(outline) == ["一"]


LINES = st.sampled_from(
    [
        "一、甲。", "二、乙，丙", "（一）丁。", "（二）戊：己。", "1.庚。", "2.辛", "（1）壬；",
        "第一条　癸。", "第三条　子", "第一章　丑", "正文。一是寅。二是卯。",
        "下列：（一）辰；（二）巳。", "附件1", "附件：某表", "某局", "2020年1月1日",
        "抄送：财政部。", "某某银行", "请认真落实。", "某局办公室2020年1月1日印发",
        "某发〔2020〕1号",
        "关于午的通知", "各单位：",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)  # the first example loads the tables of clean
@given(st.lists(LINES, max_size=25))
def test_the_outline_is_a_tree(lines: list[str]) -> None:
    bundle = split(clean(transcript_of("\n".join(lines))))
    for document in bundle.documents:
        outline = segment(bundle, document)
        for index, node in enumerate(outline.segments):
            if node.parent is not None:
                assert node.parent < index
                assert outline.segments[node.parent].span.contains(node.span)
            siblings = [s for s in outline.segments[:index] if s.parent == node.parent]
            assert all(s.span.end <= node.span.start for s in siblings)
            assert document.span.contains(node.span)
            if node.heading is not None:
                assert node.span.contains(node.heading)


@settings(max_examples=300)
@given(st.lists(LINES, max_size=25))
def test_every_character_is_in_an_element_or_a_segment(lines: list[str]) -> None:
    bundle = split(clean(transcript_of("\n".join(lines))))
    covered: set[int] = set()
    for document in bundle.documents:
        outline = segment(bundle, document)
        for part in (*outline.elements, *outline.segments):
            covered |= set(range(part.span.start, part.span.end))
    text = bundle.clean.text
    missing = [i for i, c in enumerate(text) if not c.isspace() and i not in covered]
    assert missing == []


SIGNED_BY = "　　　　　　　　　　　　　签发人：张三丰　李　四"
SIGNED = """000001
　　　　　　某某市人民政府文件
{}
　　某某市人民政府关于设立某某资金的请示
某省人民政府：
　　各单位要认真贯彻落实上级要求，切实加强组织领导，明确责
任分工，不断提高服务水平。
　　　　　　　　　　　　　　某某市人民政府
　　　　　　　　　　　　　　　2021年5月28日
"""


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("　某政〔2021〕3号　　　　　　签发人：张三丰　李　四", "张三丰、李四"),
        ("　某政〔2021〕3号　　　　　　　　签发人：张　三", "张三"),
        ("某政〔2021〕3号 签发人：张三 李四 王五", "张三、李四、王五"),
        # the number stands beside the last of them (7.2.6)
        (f"{SIGNED_BY}\n　某政〔2021〕3号　　　　　　　　　王五六", "张三丰、李四、王五六"),
        (f"{SIGNED_BY}\n　　　　　　　　　　　　　　　　　王五六\n"
         "　某政〔2021〕3号　　　　　　　　　赵　七", "张三丰、李四、王五六、赵七"),
    ],
)  # fmt: skip
def test_signatories_of_papers_that_go_upwards(head: str, names: str) -> None:
    outline = _outline(SIGNED.format(head))
    metadata = tag(outline).metadata
    assert metadata.number is not None and metadata.number.normal == "某政〔2021〕3号"
    assert metadata.signatory is not None and metadata.signatory.value == names
    assert metadata.title is not None
    assert metadata.title.value == "某某市人民政府关于设立某某资金的请示"


BEHIND = """某行公告
某公告〔2020〕第4号
为规范现金收付，现予公告。
某某银行
2020年5月8日
内部发送：办公厅，研究局
{}
第三条 各银行应当按月报送收付情况。
收付情况包括金额和笔数。
第四条 各银行不得拒收现金。
某某银行办公厅
2020年5月9日印发"""


@pytest.mark.parametrize(
    "first",
    [
        "第二章 收付",  # a chapter is no further name of a list
        "现金收付管理办法",  # nor is a title
        "收付的原则是方便群众。各银行应当遵守。",
    ],
)
def test_text_behind_the_signature_is_text(first: str) -> None:
    outline = _outline(BEHIND.format(first))
    expected = [
        ("signature", "某某银行"),
        ("document_date", "2020年5月8日"),
        ("internal_recipients", "内部发送：办公厅，研究局"),
        *([("note", first)] if first.endswith("办法") else []),
        ("printing", "某某银行办公厅\n2020年5月9日印发"),
    ]
    assert _elements(outline)[-len(expected) :] == expected
    assert [path.split("/")[-1] for path in _paths(outline)][-2:] == ["第三条", "第四条"]
    assert len(tag(outline).obligations) >= 2


@pytest.mark.parametrize(
    ("above", "rest"),
    [
        ("抄送：某市财政局、市农业农村局，各有关", "单位。"),
        ("内部发送：办公室，货币信贷科，金融稳定", "科（存档），支付结算科。"),
    ],
)
def test_a_wrapped_list_of_names_stays_one(above: str, rest: str) -> None:
    outline = _outline(NOTICE.replace("抄送：国务院办公厅。", f"{above}\n{rest}"))
    lists = [text for kind, text in _elements(outline) if kind.endswith("l_recipients")]
    lists += [text for kind, text in _elements(outline) if kind == "copy_recipients"]
    assert [text.replace("\n", "") for text in lists] == [above + rest]


def test_a_contact_inside_the_text_does_not_end_it() -> None:
    body = "二、按月报送。\n联系人：张三\n联系电话：010-12345678\n三、各单位应当明确专人。"
    outline = _outline(f"关于报送的通知\n各单位：\n一、准备材料。\n{body}\n某某局\n2021年5月28日")
    assert _paths(outline) == ["一", "二", "三"]
    assert ("document_date", "2021年5月28日") in _elements(outline)


def test_a_contact_in_a_form_does_not_end_the_attachment() -> None:
    form = "附件1\n收付情况表\n填报人须知\n联系人：\n联系电话：\n1.金额以万元为单位。\n2.按月填报。"
    outline = _outline(f"关于报送的通知\n各单位：\n请按月报送。\n2021年5月28日\n{form}")
    assert [path for path in _paths(outline) if path[-1].isdigit()][-2:] == ["附件1/1", "附件1/2"]


def test_text_below_the_heading_of_a_chapter_is_paragraphs_of_it() -> None:
    steps = "1.1各银行应当检查线路。\n1.2各银行应当于月底前完成测试。"
    outline = _outline(f"某系统接入方案\n第一章 准备\n{steps}\n第二章 上线\n各银行不得停机。")
    kinds = [(s.kind, s.parent) for s in outline.segments]
    assert kinds == [
        ("chapter", None), ("paragraph", 0), ("paragraph", 0), ("chapter", None), ("paragraph", 3),
    ]  # fmt: skip

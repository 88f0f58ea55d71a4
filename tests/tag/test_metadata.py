"""Number, title, dates, parties and imprint of real and of odd headers."""

from datetime import date

import pytest

from hongtou.clean import clean
from hongtou.model import Outline, TaggedDocument
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from hongtou.tag.parties import find_parties, split_names
from tests.support import outline_of, transcript_of


def _tagged(raw: str, ordinal: int = 0) -> TaggedDocument:
    bundle = split(clean(transcript_of(raw)))
    return tag(segment(bundle, bundle.documents[ordinal]))


def _names(tagged: TaggedDocument, role: str) -> list[str]:
    parties = [p for p in tagged.parties if p.role == role]
    assert [p.rank for p in parties] == list(range(1, len(parties) + 1))
    return [p.name for p in parties]


NOTICE = """国家某局
财政部 文件
某发[2022]07号
国家某局 财政部
关于做好某项工作的通知
各省、自治区、直辖市财政厅（局），各分局、各直属单位：
现就有关事项通知如下：
一、加强领导。
附件：1.任务分工表
2.报送要求
2022年3月8日
公开属性：主动公开
抄送：国务院办公厅、审计署。
内部发送：办公室，各司局。（共印 120 份）
联系人：李四 联系电话：010-66190000 校对：王五
国家某局办公室
2022年3月9日印发"""


def test_every_field_of_a_joint_notice() -> None:
    tagged = _tagged(NOTICE)
    metadata = tagged.metadata
    assert metadata.number is not None
    assert metadata.number.normal == "某发〔2022〕7号"
    values = {
        name: value.value
        for name in ("title", "document_type", "openness", "copies", "printing_authority",
                     "contact", "contact_phone")
        if (value := getattr(metadata, name)) is not None
    }  # fmt: skip
    assert values == {
        "title": "国家某局财政部关于做好某项工作的通知", "document_type": "通知",
        "openness": "主动公开", "copies": "120", "printing_authority": "国家某局办公室",
        "contact": "李四", "contact_phone": "010-66190000",
    }  # fmt: skip
    assert metadata.document_date is not None
    assert metadata.document_date.value == date(2022, 3, 8)
    assert metadata.print_date is not None
    assert metadata.print_date.value == date(2022, 3, 9)
    assert [a.value for a in metadata.attachments] == ["任务分工表", "报送要求"]
    assert _names(tagged, "issuing_authority") == ["国家某局", "财政部"]
    assert _names(tagged, "main_recipient") == [
        "各省、自治区、直辖市财政厅（局）", "各分局", "各直属单位",
    ]  # fmt: skip
    assert _names(tagged, "copy_recipient") == ["国务院办公厅", "审计署"]
    assert _names(tagged, "internal_recipient") == ["办公室", "各司局"]


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("某局文件\n某发〔2021〕2号\n某局关于工作的通知\n各单位：", "某发〔2021〕2号"),
        ("某局文件\n某发（2021）2号\n某局关于工作的通知\n各单位：", "某发〔2021〕2号"),
        ("某局文件\n某发【2021】第2号\n某局关于工作的通知\n各单位：", "某发〔2021〕2号"),
        ("某局文件\n某发 〔 2021 〕 2 号\n某局关于工作的通知\n各单位：", "某发〔2021〕2号"),
        ("某局关于工作的通知（某发〔2021〕2号）\n各单位：", "某发〔2021〕2号"),
        ("国家某局令\n（2009）第 1 号\n为规范管理，制定本办法。", "国家某局令〔2009〕第1号"),
        (
            "国家某局财政部\n公告（2009）第10号\n为规范管理，现公告如下：",
            "国家某局财政部公告〔2009〕第10号",
        ),
        (
            "某局文件\n某农（计）发〔2023〕21号\n关于工作的通知\n各单位：",
            "某农（计）发〔2023〕21号",
        ),
        ("某局公告〔2020〕第19号（规范披露）\n为规范管理，现公告如下：", "某局公告〔2020〕第19号"),
        # look-alikes: numbers of other papers
        ("某局关于工作的通知\n各单位：\n根据《意见》（某发〔2020〕1号），现通知如下：", None),
        ("关于转发某发〔2020〕1号文件的通知\n各单位：", None),
    ],
)
def test_own_number(head: str, number: str | None) -> None:
    metadata = _tagged(f"{head}\n一、加强领导。\n").metadata
    assert (metadata.number.normal if metadata.number else None) == number


def test_a_title_without_mark_names_the_authority() -> None:
    tagged = _tagged("某分局某监管组关于落实\n《某指导意见》的通知\n各银行机构：\n一、总体要求")
    assert _names(tagged, "issuing_authority") == ["某分局某监管组"]
    assert tagged.metadata.title is not None
    assert tagged.metadata.title.value == "某分局某监管组关于落实《某指导意见》的通知"


def test_names_glued_in_the_mark_stand_apart_in_the_title() -> None:
    tagged = _tagged(
        "国家某局办公室财政部办公厅文件\n某办发〔2019〕71号\n"
        "国家某局办公室 财政部办公厅关于做好工作的通知\n各单位：\n一、加强领导。"
    )
    assert _names(tagged, "issuing_authority") == ["国家某局办公室", "财政部办公厅"]


def test_names_glued_everywhere_are_told_apart_by_the_next_beginning() -> None:
    tagged = _tagged("中国人民银行海关总署令\n〔2015〕第1号\n为规范管理，制定本办法。")
    assert _names(tagged, "issuing_authority") == ["中国人民银行", "海关总署"]
    tagged = _tagged("中国人民银行上海总部文件\n银总部发〔2015〕1号\n关于工作的通知\n各单位：")
    assert _names(tagged, "issuing_authority") == ["中国人民银行上海总部"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("主送：各银保监局；各政策性银行、大型银行。", ["各银保监局", "各政策性银行", "大型银行"]),
        ("各省、自治区、直辖市乡村振兴局：", ["各省、自治区、直辖市乡村振兴局"]),
        ("市政府各部门，中央、省驻某市有关单位：", ["市政府各部门", "中央、省驻某市有关单位"]),
        ("甲行总部、各分行、乙市中心支行：", ["甲行总部", "各分行", "乙市中心支行"]),
        ("某机构（含甲、乙两类），各公司：", ["某机构（含甲、乙两类）", "各公司"]),
        ("抄送：。", []),
    ],
)
def test_lists_of_recipients(text: str, names: list[str]) -> None:
    outline = outline_of(text)
    assert [s.of(text) for s in split_names(text, outline.segments[0].span)] == names


@pytest.mark.parametrize(
    ("body", "effective", "expiry"),
    [
        ("本办法自2022年5月1日起施行。", date(2022, 5, 1), None),
        ("本通知自印发之日起施行，有效期五年。", date(2022, 3, 8), date(2027, 3, 8)),
        ("本意见自2022年4月1日起实施，有效期至2025年末。", date(2022, 4, 1), date(2025, 12, 31)),
        ("有效期至2025年12月31日。", None, date(2025, 12, 31)),
        ("本通知实施期限至2025年6月30日止。", None, date(2025, 6, 30)),
        ("贷款延期至2025年6月30日。", None, None),
        ("《某办法》自2020年1月1日起施行后，各地反映良好。", None, None),
    ],
)
def test_validity(body: str, effective: date | None, expiry: date | None) -> None:
    head = "某局关于工作的通知\n各单位：\n现通知如下：\n一、加强领导。\n"
    raw = f"{head}二、{body}\n某某局\n2022年3月8日"
    metadata = _tagged(raw).metadata
    assert (metadata.effective_date.value if metadata.effective_date else None) == effective
    assert (metadata.expiry_date.value if metadata.expiry_date else None) == expiry


@pytest.mark.parametrize(
    ("note", "openness"),
    [
        ("（此件公开发布）", "公开发布"),
        ("（此件依申请公开）", "依申请公开"),
        ("（联系电话：66190000）", None),
    ],
)
def test_openness_in_a_note(note: str, openness: str | None) -> None:
    raw = f"某局关于工作的通知\n各单位：\n一、加强领导。\n某某局\n2022年3月8日\n{note}"
    value = _tagged(raw).metadata.openness
    assert (value.value if value else None) == openness


def test_a_paper_without_header_has_no_metadata() -> None:
    outline: Outline = outline_of("没有任何结构的一段文字。")
    assert find_parties(outline) == ()
    assert tag(outline).metadata.number is None


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("财政部关于某项工作的通知", ["财政部"]),
        ("《财政部关于某项工作的通知》", ["财政部"]),  # a title in its own marks
        ("某债券业务管理办法（财政部公告〔2022〕第1号）", ["财政部"]),
        ("某市财政局贯彻落实《财政部关于某项工作的意见》的通知", ["某市财政局"]),
        ("某项工作管理办法", []),  # nobody is named before a verb
    ],
)  # fmt: skip
def test_authorities_in_a_title(title: str, names: list[str]) -> None:
    tagged = _tagged(f"{title}\n各有关单位：\n一、加强领导。\n二、做好落实。\n")
    assert _names(tagged, "issuing_authority") == names


def test_authorities_under_their_standing_names() -> None:
    tagged = _tagged("江西银保监局关于某项工作的通知\n各银保监分局：\n一、加强领导。\n二、落实。\n")
    (party,) = (p for p in tagged.parties if p.role == "issuing_authority")
    assert (party.name, party.organisation) == (
        "江西银保监局", "中国银行保险监督管理委员会江西监管局",
    )  # fmt: skip


def test_the_year_of_an_announcement_may_stand_without_brackets_below_its_title() -> None:
    tagged = _tagged(
        "国家林业和草原局公告\n2020年第4号\n根据《植物检疫条例》，现公告如下：\n一、甲县。"
    )
    assert tagged.metadata.number is not None
    assert tagged.metadata.number.normal == "国家林业和草原局公告〔2020〕第4号"
    other = _tagged("某县林业局公告栏\n2020年第4号\n一、甲县。")
    assert other.metadata.number is None


def test_lines_of_a_site_between_title_and_number() -> None:
    tagged = _tagged(
        "某县人民政府关于做好某事的通知\n发布时间：2020-04-17 来源：县政府办\n某政发[2020]9号\n"
        "各乡镇人民政府：\n请认真执行。"
    )
    assert tagged.metadata.title is not None
    assert tagged.metadata.title.value == "某县人民政府关于做好某事的通知"
    assert tagged.metadata.number is not None
    assert tagged.metadata.number.normal == "某政发〔2020〕9号"

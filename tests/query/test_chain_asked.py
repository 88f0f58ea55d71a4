"""Who was asked to pass a paper on: one by one, and whose paper is an answer."""

from pathlib import Path

import pytest

import hongtou
from hongtou.query.chains.offices import Office, answers, parties_asked
from tests.query.chain_shelf import make_chains, paper

BANK = Office(("中国人民银行",), "national", None)
BRANCH = Office(("中国人民银行忻州市中心支行",), "municipal", "山西省忻州市")

COUNTY = Office(("阳谷县人民政府",), "county", "山东省聊城市阳谷县")
REGIONAL = Office(("中国人民银行成都分行",), "provincial", "四川省、贵州省、云南省、西藏自治区")


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("人民银行各县（市）支行", ["人民银行各县（市）支行"]),
        ("上海总部，各分行、营业管理部", ["上海总部", "各分行", "营业管理部"]),
        ("各分行，大连、青岛、深圳市中心支行",
         ["各分行", "大连中心支行", "青岛中心支行", "深圳市中心支行"]),
        ("各分行；各省、自治区、直辖市银监局、证监局",
         ["各分行", "各省、自治区、直辖市银监局", "证监局"]),
        ("省会（首府）城市中心支行和深圳市中心支行",
         ["省会（首府）城市中心支行", "深圳市中心支行"]),
        ("各分行（营业管理部）", ["各分行（营业管理部）"]),
        ("你单位", ["你单位"]),
    ],
)  # fmt: skip
def test_one_by_one(by: str, names: list[str]) -> None:
    assert [party.name for party in parties_asked(by, BANK)] == names


@pytest.mark.parametrize(
    ("asked", "asking", "child", "expected"),
    [
        # one of a class, in the region of who asks
        ("人民银行各县（市）支行", BRANCH, "中国人民银行原平市支行", True),
        ("各县支行", BRANCH, "中国人民银行原平市支行", True),
        ("各县支行", BRANCH, "中国人民银行祁县支行", False),  # of another city
        ("各县支行", BRANCH, "原平市财政局", False),
        ("各县支行", BRANCH, "中国人民银行忻州市中心支行", False),
        # by level
        ("各省会（首府）城市中心支行", BANK, "中国人民银行太原中心支行", True),
        ("各省会（首府）城市中心支行", BANK, "中国人民银行忻州市中心支行", False),
        ("各分支机构", BANK, "中国人民银行忻州市中心支行", True),
        # one office
        ("上海总部", BANK, "中国人民银行上海总部", True),
        ("深圳市中心支行", BANK, "中国人民银行深圳市中心支行", True),
        ("深圳市中心支行", BANK, "中国人民银行大连市中心支行", False),
        # of another body; what a body was before
        ("各省银监局", BANK, "江西银监局", True),
        ("各银保监局", BANK, "中国人民银行太原中心支行", False),
        # one that no list has, and the towns of a county
        ("合阳农村信用合作联社", BANK, "合阳农村信用合作联社", True),
        ("各乡镇人民政府", COUNTY, "阳谷县阿城镇人民政府", True),
        ("各市中心支行", REGIONAL, "中国人民银行绵阳市中心支行", True),
        ("各中心学校", COUNTY, "阳谷县阿城镇中心学校", True),
        ("各乡镇卫生院", COUNTY, "阳谷县阿城镇中心学校", False),
        # nobody's branch
        ("各政策性银行", BANK, "中国人民银行太原中心支行", False),
    ],
)
def test_answers(asked: str, asking: Office, child: str, expected: bool) -> None:
    from hongtou.notation.registry import level_of, region_of

    office = Office((child,), level_of(child), region_of(child))
    (party,) = parties_asked(asked, asking)
    assert answers(party, asking, office) is expected


def test_partial_answers(tmp_path: Path) -> None:
    papers = [
        paper("top", "银发〔2020〕1号", by=["中国人民银行"]),
        paper("a", "并银发〔2020〕2号", by=["中国人民银行太原中心支行"]),
        paper("b", "某农信〔2020〕3号", by=["江西省农村信用社联合社"]),
        paper("c", "深银发〔2020〕3号", by=["中国人民银行深圳市中心支行"]),
    ]
    asked = "上海总部，各省会（首府）城市中心支行，深圳市中心支行"
    made = make_chains(
        tmp_path / "kb.db", papers, [("a", "top"), ("b", "top"), ("c", "top")],
        wishes=[("top", asked, "辖内机构"), ("a", "各县支行", None)],
    )  # fmt: skip
    with hongtou.open(made) as kb:
        chain = kb.chain("top")
    wish, county = chain.asked
    assert [(p.name, p.answer, p.children) for p in wish.parties] == [
        ("上海总部", "open", ()), ("各省会（首府）城市中心支行", "partly", ("a",)),
        ("深圳市中心支行", "answered", ("c",)),
    ]  # fmt: skip
    assert wish.others == ("b",)
    assert [w.by for w in chain.unanswered] == ["各县支行"]  # the other was followed in part
    assert county.parties[0].level == "county" and county.parties[0].region == "山西省"
    text = chain.to_text()
    assert "☐ 未见：上海总部" in text and "☐ 未见：各县支行" in text
    assert "其他被要求者已见 2 份" in text and "另有 1 份由未被点名的机关转发" in text


def test_a_paper_of_their_own_that_implements_it_is_told(tmp_path: Path) -> None:
    papers = [
        paper("top", "银发〔2020〕1号", by=["中国人民银行"]),
        paper("a", "并银发〔2020〕2号", by=["中国人民银行太原中心支行"]),
    ]
    made = make_chains(
        tmp_path / "kb.db", papers, [("a", "top", "implements")],
        wishes=[("top", "上海总部，各省会（首府）城市中心支行", "辖内机构")],
    )  # fmt: skip
    with hongtou.open(made) as kb:
        chain = kb.chain("top")
    (wish,) = chain.asked
    assert [(p.answer, p.implementing) for p in wish.parties] == [("open", ()), ("open", ("a",))]
    text = chain.to_text()
    assert "☐ 未见：各省会（首府）城市中心支行（有 1 份落实文件）" in text
    assert "☐ 未见：上海总部\n" in text

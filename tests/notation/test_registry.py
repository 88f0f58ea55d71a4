"""The registry of authorities: names, codes, composition, succession; and laws."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.lexicon import read_table
from hongtou.lexicon.places import abbreviated_places
from hongtou.notation.registry import (
    authority_named,
    authority_of_code,
    is_listed,
    level_of,
    possible_authorities,
    region_codes_of,
    region_of,
    regions_of_code,
    same_authority,
    standing_name,
    succeeds,
    successors,
    whole_of,
)

COMMISSION = "中国银行保险监督管理委员会"


@pytest.mark.parametrize(
    ("code", "authority", "level", "region"),
    [
        ("国发", "国务院", "national", None),
        ("国办函", "国务院办公厅", "national", None),
        ("中办发", "中共中央办公厅", "national", None),
        ("银发", "中国人民银行", "national", None),
        ("银办发", "中国人民银行办公厅", "national", None),
        ("银监办发", "中国银行业监督管理委员会办公厅", "national", None),
        ("金规", "国家金融监督管理总局", "national", None),
        ("财金", "财政部", "national", None),  # 财* is the ministry's, whatever the bureau
        ("财办金", "财政部办公厅", "national", None),
        ("教职成厅函", "教育部办公厅", "national", None),
        ("汇政发字", "国家外汇管理局", "national", None),  # a bureau's, not a government's 政发
        ("农（财）发", "农业农村部", "national", None),  # the section in brackets
        ("法", "最高人民法院", "national", None),
        ("中国人民银行令", "中国人民银行", "national", None),
        ("中国人民银行海关总署公告", "中国人民银行", "national", None),  # the first is in charge
        ("忻银发", "中国人民银行忻州市中心支行", "municipal", "山西省忻州市"),
        ("并银发", "中国人民银行太原中心支行", "provincial", "山西省"),  # it served its province
        # A city of the state plan has a bureau, as provinces do.
        ("甬银保监发", COMMISSION + "宁波监管局", "municipal", "浙江省宁波市"),
        ("大连银保监复", COMMISSION + "大连监管局", "municipal", "辽宁省大连市"),
        ("深银发", "中国人民银行深圳市中心支行", "municipal", "广东省深圳市"),
        ("穗银发", "中国人民银行广州分行", "provincial", "广东省、广西壮族自治区、海南省"),
        ("赣银保监发", COMMISSION + "江西监管局", "provincial", "江西省"),
        ("信银保监发", COMMISSION + "信阳监管分局", "municipal", "河南省信阳市"),
        ("晋政发", "山西省人民政府", "provincial", "山西省"),
        ("晋政办发", "山西省人民政府办公厅", "provincial", "山西省"),
        ("洪府厅发", "南昌市人民政府办公厅", "municipal", "江西省南昌市"),
        ("忻政办发", "忻州市人民政府办公室", "municipal", "山西省忻州市"),
        ("晋财金", "山西省财政厅", "provincial", "山西省"),
        ("沪财金", "上海市财政局", "provincial", "上海市"),  # municipalities have no 厅
        ("台政发", "台州市人民政府", "municipal", "浙江省台州市"),  # not 台湾
    ],
)  # fmt: skip
def test_code(code: str, authority: str, level: str, region: str | None) -> None:
    found = authority_of_code(code)
    assert found is not None
    assert (found.name, found.level, found.region, found.code) == (authority, level, region, code)


@pytest.mark.parametrize(
    "code",
    ["某发", "京东发", "农银发", "农政发", "蒙农信发", "", "发", "令", "公告", "政发", "x" * 99],
)
def test_look_alikes_are_no_codes(code: str) -> None:
    assert authority_of_code(code) is None


@pytest.mark.parametrize(
    ("code", "authorities"),
    [
        ("宁政发", {"宁夏回族自治区人民政府", "南京市人民政府", "宁德市人民政府"}),
        ("青政发", {"青海省人民政府", "青岛市人民政府"}),
        ("济政发", {"济南市人民政府", "济宁市人民政府"}),
    ],
)
def test_a_code_of_several_is_nobodys(code: str, authorities: set[str]) -> None:
    assert authority_of_code(code) is None
    assert {authority.name for authority in possible_authorities(code)} == authorities
    assert len(regions_of_code(code)) == len(authorities)


@pytest.mark.parametrize(
    ("code", "year", "authority"),
    [
        ("忻银发", 2021, "中国人民银行忻州市中心支行"),
        ("忻银发", 2024, "中国人民银行忻州市分行"),
        ("晋银发", 2024, "中国人民银行山西省分行"),
        ("建金", 2005, "建设部"),
        ("建金", 2015, "住房和城乡建设部"),
        ("农发", 2016, "农业部"),
        ("国卫医发", 2015, "国家卫生和计划生育委员会"),
        ("苏金监发", 2020, "江苏省地方金融监督管理局"),
        ("苏金监发", 2025, "国家金融监督管理总局江苏监管局"),
        ("沪银发", 2001, "中国人民银行上海分行"),
        ("沪银发", 2024, "中国人民银行上海市分行"),
        ("银监发", 2021, None),  # the commission was no more
    ],
)
def test_code_in_a_year(code: str, year: int, authority: str | None) -> None:
    found = authority_of_code(code, year)
    assert (found.name if found else None) == authority


@pytest.mark.parametrize(
    ("printed", "standing"),
    [
        ("中国人民银行", "中国人民银行"),
        ("人行", "中国人民银行"),
        ("人民银行太原中心支行", "中国人民银行太原中心支行"),
        ("中国人民银行太原市中心支行", "中国人民银行太原中心支行"),
        ("人民银行忻州中心支行", "中国人民银行忻州市中心支行"),
        ("人民银行潢川支行", "中国人民银行潢川县支行"),
        ("人民银行上海总部", "中国人民银行上海总部"),
        ("银保监会江西监管局", COMMISSION + "江西监管局"),
        ("江西银保监局", COMMISSION + "江西监管局"),
        ("中国银保监会江西监管局", COMMISSION + "江西监管局"),
        ("中国银行保险监督管理委员会江西监管局", COMMISSION + "江西监管局"),
        ("信阳银保监分局", COMMISSION + "信阳监管分局"),
        ("信阳银保监分局潢川监管组", COMMISSION + "潢川监管组"),
        ("原中国银监会", "中国银行业监督管理委员会"),
        ("中华人民共和国财政部", "财政部"),
        ("原中华人民共和国 原铁道部", "铁道部"),
        ("中华人民共和国主席", "中华人民共和国主席"),
        ("原平市人民政府", "原平市人民政府"),  # a place that begins so
        ("中 国 人 民 银 行", "中国人民银行"),  # letter-spaced marks
        ("江西省政府办公厅", "江西省人民政府办公厅"),
        ("江西财政厅", "江西省财政厅"),
        ("江西省发改委", "江西省发展和改革委员会"),
        ("山东省工商局", "山东省工商行政管理局"),
        ("江西省税务局", "国家税务总局江西省税务局"),
        ("中共江西省委办公厅", "中共江西省委员会办公厅"),
        ("财政部税政司", "财政部税政司"),
        ("福州市鼓楼区政府", "福州市鼓楼区人民政府"),  # four cities have one
        ("银监会龙山区监管局", "中国银行业监督管理委员会龙山区监管局"),  # not 龙山县
        ("银监会龙山监管局", "银监会龙山监管局"),
        ("鼓楼区政府", "鼓楼区政府"),  # which of them?
        ("中国工商银行江西省分行", "中国工商银行江西省分行"),  # a bank is no authority
        ("江西银行", "江西银行"),
        ("中国银行业协会", "中国银行业协会"),
    ],
)
def test_standing_name(printed: str, standing: str) -> None:
    assert standing_name(printed) == standing


@pytest.mark.parametrize(
    "name", ["中国工商银行江西省分行", "江西银行", "鼓楼区政府", "", "局", "原"]
)
def test_look_alikes_are_no_authorities(name: str) -> None:
    assert authority_named(name) is None


@pytest.mark.parametrize(
    ("name", "level", "region"),
    [
        ("国务院", "national", None),
        ("财政部税政司", "national", None),
        ("中国人民银行西安分行", "provincial",
         "陕西省、甘肃省、青海省、宁夏回族自治区、新疆维吾尔自治区"),
        ("中国人民银行营业管理部", "provincial", "北京市"),
        ("中国人民银行上海总部", "provincial", "上海市"),
        ("信丰县人民政府办公室", "county", "江西省赣州市信丰县"),
        ("北京市东城区人民政府", "county", "北京市东城区"),
        # The town has the name of a district elsewhere: the place in front counts.
        ("翁源县官渡镇人民政府", "county", "广东省韶关市翁源县"),
        ("江西省地质局", "provincial", "江西省"),  # in no list, yet its place stands in front
        ("国家某某委员会", "national", None),
        ("县支行", "county", None),
        ("各市中心支行", "municipal", None),
        ("省人民政府", "provincial", None),
        ("江西银行", None, None),
        ("某某协会", None, None),
    ],
)  # fmt: skip
def test_level_and_region(name: str, level: str | None, region: str | None) -> None:
    assert (level_of(name), region_of(name)) == (level, region)


def test_same_authority() -> None:
    assert same_authority("人行太原中心支行", "中国人民银行太原市中心支行")
    # One government has one office, whatever the paper calls it.
    assert same_authority("忻州市人民政府办公厅", "忻州市政府办公室")
    assert not same_authority("中国人民银行", "中国人民银行办公厅")
    assert not same_authority("中国人民银行太原中心支行", "中国人民银行忻州市中心支行")
    assert not same_authority("银监会", "银保监会")


@pytest.mark.parametrize(
    ("earlier", "chain"),
    [
        ("银监会", [COMMISSION, "国家金融监督管理总局"]),
        ("保监会", [COMMISSION, "国家金融监督管理总局"]),
        ("江西银监局", [COMMISSION + "江西监管局", "国家金融监督管理总局江西监管局"]),
        ("信阳银监分局潢川监管组",
         [COMMISSION + "潢川监管组", "国家金融监督管理总局潢川监管支局"]),
        ("人民银行太原中心支行", ["中国人民银行山西省分行"]),
        ("人民银行忻州市中心支行", ["中国人民银行忻州市分行"]),
        ("人民银行潢川县支行", ["中国人民银行信阳市分行"]),  # counties lost theirs in 2023
        ("人民银行武汉分行", ["中国人民银行湖北省分行"]),
        ("国家计划委员会", ["国家发展计划委员会", "国家发展和改革委员会"]),
        ("山西省地方税务局", ["国家税务总局山西省税务局"]),
        ("山西省工商局", ["山西省市场监督管理局"]),
        ("银监会办公厅", [COMMISSION + "办公厅", "国家金融监督管理总局办公厅"]),
        ("财政部", []),
    ],
)  # fmt: skip
def test_successors(earlier: str, chain: list[str]) -> None:
    assert list(successors(earlier)) == chain
    assert all(succeeds(later, earlier) for later in chain)
    assert not any(succeeds(earlier, later) for later in chain)
    assert not succeeds(earlier, earlier)


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("银监会办公厅", "中国银行业监督管理委员会"),
        ("财政部税政司", "财政部"),
        ("江西省人民政府办公厅", "江西省人民政府"),
        ("中央机构编制委员会办公室", "中央机构编制委员会办公室"),  # a body of its own
        ("某某办公厅", "某某办公厅"),
    ],
)
def test_whole_of(name: str, whole: str) -> None:
    assert whole_of(name) == whole


def test_every_row_reads_back() -> None:
    bodies = {row["name"] for row in read_table("authority_registry")}
    for row in read_table("authority_registry"):
        found = authority_named(row["name"])
        assert found is not None and found.name == row["name"]
        assert not row["successor"] or row["successor"] in bodies
        assert not (found.since and found.until) or found.since <= found.until
    for row in read_table("authorities"):
        assert standing_name(row["name"]) == row["standing_name"]
    for row in read_table("authority_codes"):
        code = row["code"].replace("*", "")
        names = [authority.name for authority in possible_authorities(code)]
        assert row["name"] in names or "*" in row["code"], row
        assert authority_named(row["name"]) is not None, row


def test_no_circle_among_bodies() -> None:
    for row in read_table("authority_registry"):
        assert row["name"] not in successors(row["name"])


@pytest.mark.parametrize(
    "row", read_table("authority_kinds"), ids=lambda row: str(row["kind_of_code"])
)
def test_every_kind_makes_a_known_authority(row: dict[str, str]) -> None:
    """In some province or city at least; a body put together is read back as itself."""
    kind = row["kind_of_code"].replace("*", "金")
    found = [a for place in "晋赣沪忻并桂" for a in possible_authorities(place + kind)]
    assert found
    assert all(standing_name(a.name) == a.name for a in found)


NAMES = st.one_of(
    st.text("中国人民银行保险监督管理委员会江西省太原市信丰县政府办公厅财部局原支分", max_size=24),
    st.text(max_size=30),
    st.sampled_from([row["name"] for row in read_table("authority_registry")]),
    st.builds(
        lambda head, place, tail: head + place + tail,
        st.sampled_from(["", "人民银行", "中国银保监会", "国家税务总局", "中共", "外汇局"]),
        st.sampled_from([row["name"] for row in read_table("places")]),
        st.sampled_from([row["suffix"] for row in read_table("authority_branches")]),
    ),
)


@given(NAMES)
def test_standing_name_is_idempotent(name: str) -> None:
    once = standing_name(name)
    assert standing_name(once) == once
    assert same_authority(name, once)
    assert level_of(once) == level_of(name)
    assert region_codes_of(once) == region_codes_of(name)


@given(NAMES)
def test_nobody_succeeds_himself(name: str) -> None:
    following = successors(name)
    assert standing_name(name) not in following
    assert len(set(following)) == len(following)
    assert not succeeds(name, name)


@given(
    st.text("甲乙丙某x一", min_size=1, max_size=2),
    st.sampled_from([row["kind_of_code"] for row in read_table("authority_kinds")]),
)
def test_nothing_is_made_up_for_unknown_abbreviations(letters: str, kind: str) -> None:
    assert not abbreviated_places(letters)
    assert possible_authorities(letters + kind.replace("*", "金")) == ()


@given(
    st.text(max_size=70) | st.text(string.printable) | st.text("银政发办财宁青晋（）*", max_size=9)
)
def test_any_string_is_a_legal_question(text: str) -> None:
    found = authority_of_code(text)
    assert found is None or found in possible_authorities(text)
    assert isinstance(is_listed(text), bool)
    authority_named(text)
    level_of(text)
    region_of(text)

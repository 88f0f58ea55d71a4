"""The taxonomy of institutions: its list, and the laws of inclusion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import LexiconError
from hongtou.lexicon import institutions, read_table
from hongtou.lexicon.institutions import Institution, name_key, reach, taxonomy

ROWS = read_table("institutions")
CLASSES = sorted(taxonomy().institutions)
classes = st.sampled_from(CLASSES)


def included(narrow: str, wide: str) -> bool:
    way = reach(narrow).get(wide)
    return way is not None and not way.as_role


def test_every_row_has_a_source_and_a_kind() -> None:
    assert all(row["source"] for row in ROWS)
    assert {row["kind"] for row in ROWS} == {"class", "role", "named", "person", "alias"}
    assert all((row["kind"] == "alias") == bool(row["same_as"]) for row in ROWS)
    assert all((row["kind"] == "role") <= bool(row["role_of"]) for row in ROWS)


def test_every_wider_class_is_listed_and_names_are_told_apart() -> None:
    names = {row["name"] for row in ROWS}
    assert len(names) == len(ROWS)
    for row in ROWS:
        others = f"{row['wider']}|{row['role_of']}|{row['same_as']}".split("|")
        assert set(filter(None, others)) <= names, row["name"]
    keys: dict[str, str] = {}
    for row in ROWS:  # brackets left out, two names may meet only if they mean one class
        standing = row["same_as"] or row["name"]
        assert keys.setdefault(name_key(row["name"]), standing) == standing


@given(classes)
def test_a_class_includes_itself_on_a_way_of_one(name: str) -> None:
    assert reach(name)[name].path == (name,)
    assert not reach(name)[name].as_role


@given(classes, classes)
def test_inclusion_is_antisymmetric(one: str, other: str) -> None:
    if one != other and included(one, other):
        assert not included(other, one)


@given(st.data())
def test_inclusion_is_transitive(data: st.DataObject) -> None:
    narrow = data.draw(classes)
    middle = data.draw(st.sampled_from([c for c in reach(narrow) if included(narrow, c)]))
    wide = data.draw(st.sampled_from([c for c in reach(middle) if included(middle, c)]))
    assert included(narrow, wide)
    direct = reach(narrow)[wide].path
    assert len(direct) <= len(reach(narrow)[middle].path) + len(reach(middle)[wide].path) - 1


@given(classes)
def test_ways_go_step_by_step(name: str) -> None:
    known = taxonomy()
    for other, way in reach(name).items():
        assert way.path[0] == name and way.path[-1] == other
        assert len(set(way.path)) == len(way.path)
        steps = list(zip(way.path, way.path[1:], strict=False))
        if way.as_role:
            below, role = steps.pop()
            assert role in known.roles[below]
        assert all(above in known.wider(below) for below, above in steps)


@pytest.mark.parametrize(
    ("narrow", "wide", "path"),
    [
        ("村镇银行", "地方法人金融机构", "村镇银行 农村中小银行机构 地方法人金融机构"),
        ("城市商业银行", "中小银行", "城市商业银行 中小银行"),
        ("农村信用社", "银行", "农村信用社 银行"),
        ("中国工商银行", "全国性商业银行", "中国工商银行 大型商业银行 全国性商业银行"),
        ("企业集团财务公司", "银行业存款类金融机构", "企业集团财务公司 银行业存款类金融机构"),
        ("保险公司", "义务机构", "保险公司 保险业金融机构 金融机构 义务机构"),
        ("非银行支付机构", "义务机构", "非银行支付机构 义务机构"),
        ("人民银行县支行", "行政机关",
         "人民银行县支行 人民银行分支机构 中国人民银行 金融管理部门 行政机关"),
    ],
)  # fmt: skip
def test_shortest_ways(narrow: str, wide: str, path: str) -> None:
    assert reach(narrow)[wide].path == tuple(path.split())


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("股份制商业银行", "地方法人金融机构"), ("政策性银行", "商业银行"),
        ("信托公司", "银行业存款类金融机构"), ("财产保险公司", "银行业金融机构"),
        ("小额贷款公司", "金融机构"), ("非银行支付机构", "金融机构"), ("农村信用社", "商业银行"),
        ("中国人民银行", "银行"), ("企业", "金融机构"), ("个人", "企业"),
        ("商业银行", "村镇银行"),
    ],
)  # fmt: skip
def test_what_is_not_included(narrow: str, wide: str) -> None:
    assert not included(narrow, wide)


def test_roles_are_no_classes() -> None:
    way = reach("村镇银行")["发卡机构"]
    assert way.as_role and way.path == ("村镇银行", "商业银行", "银行", "发卡机构")
    assert not included("村镇银行", "发卡机构")
    assert "发行人" not in reach("村镇银行")  # capital markets are for larger banks
    # Who acts in a role that one class only may take belongs to that class.
    assert included("开户银行", "银行") and not included("收单机构", "银行")


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("农商行", "农村商业银行"), ("工农中建交", "大型商业银行"),
        ("国有商业银行", "大型商业银行"),
        ("信托投资公司", "信托公司"), ("存款类金融机构", "银行业存款类金融机构"),
        ("人民银行省会(首府)城市中心支行", "人民银行省会（首府）城市中心支行"),
        ("各银行机构", "银行"), ("银监会", "银行业监督管理机构"), ("火星银行", None),
    ],
)  # fmt: skip
def test_other_and_former_names(name: str, standing: str | None) -> None:
    assert taxonomy().standing(name) == standing


def row(name: str, *wider: str, same_as: str = "") -> Institution:
    return Institution(name, wider, same_as, (), "class", "", "某法")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((row("甲", "乙"), row("乙", "丙"), row("丙", "甲")), "包含它自己"),
        ((row("甲", "乙"), row("子", same_as="甲"), row("乙", "子")), "包含它自己"),
        ((row("甲", "乙"),), "乙 不在表中"),
    ],
)
def test_a_broken_list_is_refused(
    rows: tuple[Institution, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(institutions, "_rows", lambda: rows)
    with pytest.raises(LexiconError, match=said):
        taxonomy.__wrapped__()

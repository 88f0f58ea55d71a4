"""Class inclusion: what binds a class, also through a wider class that the text names."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou import KnowledgeBase
from hongtou.errors import LookupFailedError
from hongtou.lexicon.institutions import name_key, reach, taxonomy
from hongtou.query.binding.institutions import (
    Binding,
    binding,
    binding_class,
    classes_in,
    institution_card,
    near_names,
    wider_classes,
)


@pytest.mark.parametrize(
    ("bearer", "institution", "via"),
    [
        ("各村镇银行", "村镇银行", "村镇银行"),
        ("各地方法人金融机构", "村镇银行", "地方法人金融机构"),
        ("高风险地方法人金融机构", "村镇银行", "地方法人金融机构"),
        ("各金融机构", "村镇银行", "金融机构"),
        ("各银行", "村镇银行", "银行"),
        ("经办银行", "村镇银行", "经办银行"),
        ("城商行、农村中小银行机构", "城商行", "城商行"),
        # look-alikes
        ("地方法人金融机构", "股份制银行", None),  # the wider class inside is not named
        ("人民银行", "村镇银行", None),
        ("山西银行", "村镇银行", None),
        ("人民银行各县（市）支行", "村镇银行", None),
        ("省联社、各村镇银行发起行", "村镇银行", None),
        ("村镇银行", "商业银行", None),  # narrower, not wider
        ("保险公司", "村镇银行", None),
        (None, "村镇银行", None),
        ("各银行", "", None),
        # a name that the list does not know is looked for as it stands
        ("各县扶贫办", "扶贫办", "扶贫办"),
    ],
)
def test_binding_class(bearer: str | None, institution: str, via: str | None) -> None:
    assert binding_class(bearer, institution) == via


@pytest.mark.parametrize(
    ("bearer", "institution", "included", "bound_as"),
    [
        # classes
        ("村镇银行", "村镇银行", "村镇银行", None),
        ("地方法人机构", "村镇银行", "村镇银行 农村中小银行机构 地方法人机构", None),
        ("农村信用合作社", "农信社", "农信社 农村信用合作社", None),
        ("其他金融机构", "城商行", "城商行 地方法人银行机构 地方法人金融机构 法人金融机构 金融机构",
         None),
        ("辖内县域有关银行业金融机构", "信托公司", "信托公司 非银行金融机构 银行业金融机构", None),
        ("任何单位和个人", "支付机构", "支付机构 任何单位和个人", None),
        # lists
        ("银行业金融机构和支付机构", "支付机构", "支付机构", None),
        ("商业银行、农村信用社", "农信社", "农信社 农村信用社", None),
        ("国有、股份制商业银行", "工商银行", "工商银行 国有商业银行", None),
        ("城市、农村商业银行", "城商行", "城商行 城市商业银行", None),
        ("参与者、特许参与者", "村镇银行", "村镇银行 商业银行 银行 参与者", "角色"),
        ("市、县住房和城乡建设部门", "住建部门", "住建部门 市、县住房和城乡建设部门", None),
        ("中国人民银行上海总部、各分行、营业管理部、省会（首府）城市中心支行", "人民银行营业管理部",
         "人民银行营业管理部 营业管理部", None),
        ("银行等金融机构", "信托公司", "信托公司 法人金融机构 金融机构", None),
        # limits
        ("开办账户黄金业务的商业银行", "村镇银行", "村镇银行 商业银行", "限定"),
        ("具有做市或者结算代理资格的金融机构", "证券公司", "证券公司 证券业金融机构 金融机构",
         "限定"),
        ("信丰县各银行机构", "村镇银行", "村镇银行 商业银行 各银行机构", "限信丰县"),
        ("江西省农村信用社", "农信社", "农信社 农村信用社", "限江西省"),
        # parts of an institution
        ("全国性商业银行分支机构", "股份制银行", "股份制银行 全国性商业银行", "分支机构"),
        ("全国性商业银行分支机构", "股份制银行分支机构",
         "股份制银行分支机构 股份制商业银行 全国性商业银行", "分支机构"),
        ("商业银行的内部审计部门", "村镇银行", "村镇银行 商业银行", "内设机构"),
        ("商业银行科技部门", "村镇银行", "村镇银行 商业银行", "内设机构"),
        ("保险公司董事、监事", "寿险公司", "寿险公司 保险公司", "所属人员"),
        ("商业银行及其工作人员", "村镇银行", "村镇银行 商业银行", None),
        # roles
        ("开户银行", "村镇银行", "村镇银行 商业银行 银行 开户银行", "角色"),
        ("发卡机构", "支付机构", "支付机构 发卡机构", "角色"),
        # one institution
        ("兴国县兴福村镇银行", "村镇银行", "村镇银行 兴国县兴福村镇银行", "个别机构"),
        ("兴国县兴福村镇银行", "兴国县兴福村镇银行", "兴国县兴福村镇银行", None),
        ("各村镇银行", "兴国县兴福村镇银行", "兴国县兴福村镇银行 村镇银行", None),
        ("各银行机构", "晋商银行", "晋商银行 各银行机构", None),
        ("中国工商银行", "大型银行", "大型银行 中国工商银行", "个别机构"),
        ("大型银行", "中国工商银行", "中国工商银行 大型银行", None),
        # authorities
        ("中国人民银行当地分支机构", "人民银行县支行", "人民银行县支行 中国人民银行分支机构", None),
        ("人民银行各县（市）支行", "人民银行信丰县支行", "人民银行信丰县支行 人民银行各县支行",
         None),
        ("人民银行信丰县支行", "人民银行县支行", "人民银行县支行 人民银行信丰县支行", "个别机构"),
        ("行政机关", "银保监分局", "银保监分局 银行业监督管理机构派出机构 银行业监督管理机构"
         " 金融管理部门 行政机关", None),
        ("各县扶贫办", "扶贫部门", "扶贫部门 扶贫办", None),
    ],
)  # fmt: skip
def test_ways_of_inclusion(
    bearer: str, institution: str, included: str, bound_as: str | None
) -> None:
    path = tuple(included.split())
    assert binding(bearer, institution) == Binding(path[-1], path, bound_as)


@pytest.mark.parametrize(
    ("bearer", "institution"),
    [
        ("除村镇银行外的商业银行", "村镇银行"), ("银行业金融机构（不含村镇银行）", "村镇银行"),
        ("各金融机构（农村信用社除外）", "农信社"), ("除农村中小银行机构以外的银行", "村镇银行"),
        ("非金融机构", "村镇银行"), ("境外金融机构", "村镇银行"),
        ("金融机构的主要股东", "村镇银行"),
        ("企业投资金融机构", "村镇银行"), ("律师事务所等中介机构", "农村商业银行"),
        ("全国性商业银行分支机构", "村镇银行"), ("商业银行总行", "股份制银行分支机构"),
        ("信丰县各银行机构", "兴国县兴福村镇银行"), ("会昌县兴福村镇银行", "兴国县兴福村镇银行"),
        ("兴国县兴福村镇银行", "商业银行"), ("省联社", "农信社"), ("商业银行的客户", "村镇银行"),
        ("人民银行", "村镇银行"), ("中国工商银行", "股份制银行"), ("主发起行", "村镇银行"),
        ("单位", "村镇银行"), ("内部审计部门", "村镇银行"),
    ],
)  # fmt: skip
def test_what_does_not_bind(bearer: str, institution: str) -> None:
    assert binding(bearer, institution) is None


def test_exceptions_stand_beside_the_bearer() -> None:
    assert binding("各商业银行", "村镇银行", exception="村镇银行除外") is None
    assert binding("各商业银行", "城商行", exception="村镇银行除外") is not None
    assert binding("各商业银行", "村镇银行", exception="情况复杂的除外") is not None
    text = "各商业银行（不含村镇银行）应当报送"
    assert binding("各商业银行", "村镇银行", text=text) is None
    assert binding("各商业银行", "村镇银行", text="各商业银行（以下简称银行）") is not None


def test_the_title_says_whose_board_it_is() -> None:
    found = binding("董事会、内部审计部门", "村镇银行", title="商业银行内部控制指引")
    assert found == Binding("董事会", ("村镇银行", "商业银行", "董事会"), "内设机构")
    assert binding("董事会", "村镇银行", title="保险公司治理准则") is None
    assert binding("董事会", "村镇银行", title="关于治理的通知") is None


@pytest.mark.parametrize(
    ("bearer", "title", "binds"),
    [
        ("发卡机构", "支付机构预付卡业务管理办法", False),
        ("发卡机构", "银行卡业务管理办法", True),  # a name of two characters says nothing
        ("发卡机构", "商业银行信用卡业务监督管理办法", True),
        ("发卡机构", "", True),
        ("贷款人", "银行业金融机构和小额贷款公司汽车贷款管理办法", True),
        ("会员行", "城市商业银行银行汇票业务管理办法", False),
        ("商业银行", "支付机构客户备付金存管办法", True),  # a class is named as such
    ],
)
def test_the_title_says_who_acts_in_a_role(bearer: str, title: str, binds: bool) -> None:
    assert (binding(bearer, "村镇银行", title=title) is not None) == binds


def test_card_of_a_class() -> None:
    card = institution_card("农商行")
    assert (card.name, card.asked, card.kind) == ("农村商业银行", "农商行", "class")
    assert "农商行" in card.other_names and "银保监会令2019年第9号" in card.source
    assert ("农村商业银行", "商业银行") in card.within
    assert ("中小银行", "农村中小银行机构", "村镇银行") in institution_card("中小银行").includes
    assert "发卡机构" in card.may_act_as and institution_card("发卡机构").role_of
    with pytest.raises(LookupFailedError, match="试试：村镇银行"):
        institution_card("村镇行")


def test_near_names() -> None:
    assert near_names("村镇行")[0] == "村镇银行"
    assert near_names("小贷") == ("小额贷款公司",)
    assert near_names("") == near_names("甲乙丙") == ()


def test_count_and_check(kb: KnowledgeBase) -> None:
    assert kb.count_binding("村镇银行") == len(kb.obligations(for_="村镇银行")) == 3
    kb.check_institution("村镇银行")
    with pytest.raises(LookupFailedError, match="没有机构类别“甲乙丙”"):
        kb.check_institution("甲乙丙")
    with pytest.raises(LookupFailedError):
        kb.check_institution(" ")


NAMES = sorted(taxonomy().institutions)


@given(st.data())
def test_a_class_binds_all_that_it_includes(data: st.DataObject) -> None:
    institution = data.draw(st.sampled_from(NAMES))
    bearer, way = data.draw(st.sampled_from(sorted(reach(institution).items())))
    found = binding(bearer, institution)
    assert found is not None
    assert tuple(map(name_key, found.included)) == tuple(map(name_key, way.path))
    assert found.bound_as == ("角色" if way.as_role else None)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from("、和或，"))
def test_a_list_binds_what_one_of_its_names_binds(one: str, other: str, joint: str) -> None:
    ways = [way for name in (one, other) if (way := binding(name, "村镇银行")) is not None]
    found = binding(f"{one}{joint}{other}", "村镇银行")
    assert (found is None) == (not ways)
    assert found is None or len(found.included) == min(len(way.included) for way in ways)


WORDS = st.text(
    st.sampled_from("各银行金融机构村镇农商信用社（不含除外）、和或的南昌市县等某支分总部非境"),
    max_size=30,
)


@given(WORDS | st.text(max_size=30), WORDS | st.text(max_size=30))
def test_any_words_are_safe(bearer: str, institution: str) -> None:
    found = binding(bearer, institution, exception=bearer, text=bearer, title=institution)
    assert found is None or found.via in {*found.included, institution}


def test_long_names_cost_no_more_than_short_ones(kb: KnowledgeBase) -> None:
    assert binding_class("江西省各金融机构", "村镇银行") == "金融机构"  # the lists are read
    begun = perf_counter()
    assert binding_class("各金融机构", "贷" * 100_000) is None
    for words in ("或", "除", "（不含", "等、", "金融机构、", "具有或", "银行的"):
        binding_class(words * 50_000, "村镇银行")
    assert binding_class("贷" * 100_000 + "村镇银行", "村镇银行") == "村镇银行"
    assert binding_class("各金融机构", "某" * 100_000 + "村镇银行") == "金融机构"
    assert kb.obligations(for_="贷" * 100_000) == ()
    assert wider_classes("贷" * 100_000) == frozenset()
    assert perf_counter() - begun < 3


def test_classes_in() -> None:
    assert classes_in("各村镇银行、城商行和保险公司") == ("村镇银行", "城商行", "保险公司")


def test_inclusion_is_no_circle() -> None:
    assert "村镇银行" not in wider_classes("村镇银行")
    assert wider_classes("村镇银行") >= {"地方法人金融机构", "金融机构", "商业银行", "银行"}


def test_register_for_a_class(kb: KnowledgeBase) -> None:
    duties = kb.obligations(for_="村镇银行")
    assert [(d.obligation_id[-2:], d.via) for d in duties] == [
        ("o1", "村镇银行"), ("o2", "村镇银行"), ("o3", "地方法人金融机构"),
    ]  # fmt: skip
    assert duties[2].included == ("村镇银行", "农村中小银行机构", "地方法人金融机构")
    assert {duty.bound_as for duty in duties} == {None}
    assert kb.obligations()[0].included == () == kb.obligations()[0].region
    assert kb.obligations(for_="村镇银行", limit=1) == duties[:1]
    assert [d.obligation_id[-2:] for d in kb.obligations(for_="股份制银行")] == ["o1"]

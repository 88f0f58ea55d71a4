"""Class inclusion: what binds a class, also through a wider class that the text names."""

from time import perf_counter

import pytest

from hongtou import KnowledgeBase
from hongtou.query.institutions import binding_class, classes_in, wider_classes


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


def test_long_names_cost_no_more_than_short_ones(kb: KnowledgeBase) -> None:
    begun = perf_counter()
    assert binding_class("各金融机构", "贷" * 100_000) is None
    assert binding_class("贷" * 100_000 + "村镇银行", "村镇银行") == "村镇银行"
    assert binding_class("各金融机构", "某" * 100_000 + "村镇银行") == "金融机构"
    assert kb.obligations(for_="贷" * 100_000) == ()
    assert wider_classes("贷" * 100_000) == frozenset()
    assert perf_counter() - begun < 0.5


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
    assert kb.obligations(for_="村镇银行", limit=1) == duties[:1]
    assert [d.obligation_id[-2:] for d in kb.obligations(for_="股份制银行")] == ["o1"]

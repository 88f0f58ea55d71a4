"""Comparison: same, tighter, looser; what speaks of different things is kept apart."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import hongtou
from hongtou.query.compare import Comparison, compare_duties
from hongtou.query.results import Amount, DocumentRef, Duty
from hongtou.run import ingest

ROOT = Path(__file__).resolve().parents[2]


def duty(
    paper: str, quote: str, number: str, operator: str, value: float | None, unit: str | None,
    *, bearer: str | None = None, force: str = "must_not", day: str | None = None,
    title: str | None = None, article: str | None = None, upper: float | None = None,
    **more: Any,
) -> tuple[Duty, str]:  # fmt: skip
    """An obligation of ``paper`` (its number) with one limit, and the text of its article."""
    document = DocumentRef(f"id-{paper}-{title}", "main", paper or None, title, day, "a.txt")
    amount = Amount(
        f"q-{quote}", number, "limit", operator, value, upper, unit, more.pop("per", None),
        more.pop("baseline", None), None, base_value=value, base_upper=upper, base_unit=unit,
        dimension=more.pop("dimension", None),
    )  # fmt: skip
    scope = tuple(
        Amount(f"s-{text}", text, "scope", "<=", size, None, "年", None, None, None,
               base_value=size * 12, base_unit="个月")
        for text, size in more.pop("scope", {}).items()
    )  # fmt: skip
    found = Duty(
        f"{document.document_id}#{quote}", quote, document, "一", None, None, 0, len(quote),
        bearer, "explicit" if bearer else "unknown", force, quote, None, None, None,
        (amount, *scope), segment_id=f"{document.document_id}#一#{quote}", **more,
    )  # fmt: skip
    return found, article or f"一、{quote}。"


def compared(*sides: tuple[Duty, str], every: bool = False) -> tuple[Comparison, ...]:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute(
        "CREATE TABLE segments (segment_id, parent_id, heading, text, start, own_end)"
    )
    connection.executemany(
        "INSERT INTO segments VALUES (?, NULL, NULL, ?, 0, ?)",
        [(one.segment_id, text, len(text)) for one, text in sides],
    )
    return compare_duties(connection, [one for one, _ in sides], every=every)


OLD = duty("甲银发〔2019〕1号", "Ⅱ类户单日转账累计不得超过5000元", "累计不得超过5000元", "<=", 5000,
           "元", day="2019-03-01")  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "value", "verdict"),
    [
        ("<=", 5000, "same"),
        ("<=", 3000, "tighter"),
        ("<=", 10000, "looser"),
        ("<", 5000, "tighter"),  # 5000 itself is left out
        (">=", 5000, "different"),
    ],
)
def test_verdicts(operator: str, value: float, verdict: str) -> None:
    words = {"<=": "不得超过", "<": "应低于", ">=": "不得低于"}[operator]
    number = f"累计{words}{value:g}元"
    new = duty("甲银发〔2021〕2号", f"Ⅱ类户任一时点单日转账{number}", number, operator, value, "元",
               day="2021-03-01")  # fmt: skip
    (pair,) = compared(OLD, new)
    assert (pair.verdict, pair.dated) == (verdict, True)
    assert (pair.newer, pair.older) == (new[0], OLD[0])
    assert "转账" in pair.measure


def test_a_floor_is_tighter_when_higher_and_a_ban_when_longer() -> None:
    def floor(paper: str, value: int) -> tuple[Duty, str]:
        return duty(
            paper, f"小微企业贷款考核权重不低于{value}%", f"不低于{value}%", ">=", value, "%"
        )

    def ban(paper: str, value: int) -> tuple[Duty, str]:
        quote = f"被注销许可证的机构{value}年内不得重新申请支付牌照"
        return duty(paper, quote, f"{value}年内", "<=", value, "年", dimension="time")

    for make in (floor, ban):
        (pair,) = compared(make("甲银发〔2019〕1号", 3), make("甲银发〔2021〕1号", 5))
        assert (pair.verdict, pair.newer.document.number) == ("tighter", "甲银发〔2021〕1号")


def test_ranges_that_overlap_are_different() -> None:
    def rate(paper: str, low: int, high: int) -> tuple[Duty, str]:
        words = f"{low}%至{high}%"
        return duty(paper, f"担保费率可在{words}之间确定", words, "range", low, "%", upper=high)

    old = rate("甲银发〔2019〕1号", 1, 3)
    assert [p.verdict for p in compared(old, rate("甲银发〔2021〕1号", 2, 4))] == ["different"]
    assert [p.verdict for p in compared(old, rate("甲银发〔2021〕1号", 1, 2))] == ["tighter"]


LOAN = "脱贫户小额信贷可续贷或展期1次"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        # 004 of the corpus: new loans may be extended once, old ones of another kind four times
        (duty("甲发〔2021〕1号", LOAN, "可续贷或展期1次", "<=", 1, "次"),
         duty("乙发〔2021〕1号", "最多可展期4次", "最多可展期4次", "<=", 4, "次",
              article="六、对以前年度发放的支农再贷款可以办理展期，最多可展期4次。"), "不同"),
        # two kinds of members
        (duty("甲发〔2021〕1号", "甲类成员净卖出余额不得超过发行量的6%", "不得超过发行量的6%",
              "<=", 6, "%"),
         duty("乙发〔2021〕1号", "乙类成员净卖出余额不得超过发行量的2%", "不得超过发行量的2%",
              "<=", 2, "%"), "条件不同：甲／乙"),
        # two bearers
        (duty("甲发〔2021〕1号", "清算所应在故障解除后2小时内上报统计报表", "2小时内",
              "<=", 2, "小时", bearer="清算所", force="must"),
         duty("乙发〔2021〕1号", "交易所应在系统故障解除后4小时内上报统计报表", "4小时内",
              "<=", 4, "小时", bearer="交易所", force="must"), "责任主体不同：清算所／交易所"),
        # loans of different terms
        (duty("甲发〔2021〕1号", "1年以下农户联保贷款利率上浮不得超过10%", "不得超过10%",
              "<=", 10, "%", scope={"1年以下": 1}),
         duty("乙发〔2021〕1号", "3年以下农户联保贷款利率上浮不得超过20%", "不得超过20%",
              "<=", 20, "%", scope={"3年以下": 3}), "适用的数量范围不同"),
        # a narrower measure of which the other paper knows nothing
        (duty("甲发〔2021〕1号", "票据贴现余额占比不得超过30%", "不得超过30%", "<=", 30, "%"),
         duty("乙发〔2021〕1号", "商业承兑票据贴现余额占比不得超过20%", "不得超过20%",
              "<=", 20, "%"),
         "条件不同：一方另有“商业承兑”"),
        # another sentence of the same article, which knows all its words
        (duty("甲发〔2021〕1号", "投资者可以委托不超过三家托管行", "不超过三家", "<=", 3, "家",
              bearer="投资者",
              article=(custody := "投资者可以委托不超过三家托管行。委托多家托管行的，应当指定一家"
                       "托管行代其统一办理额度备案、主体登记和数据报送。")),
         duty("乙发〔2022〕1号", "委托多家托管行的，应当指定一家托管行代其统一办理额度备案、主体"
              "登记和数据报送", "一家", "=", 1, "家", article=custody), "共同的字词太少"),
    ],
)  # fmt: skip
def test_false_alarms_are_kept_out(
    one: tuple[Duty, str], other: tuple[Duty, str], why: str
) -> None:
    assert compared(one, other) == ()
    (pair,) = compared(one, other, every=True)
    assert pair.verdict == "apart" and why in pair.reason


def test_terms_of_procedure_are_not_enough() -> None:
    def term(paper: str, days: int) -> tuple[Duty, str]:
        quote = f"应当自受理申请之日起{days}日内作出批准或者不予批准的决定"
        return duty(paper, quote, f"{days}日内", "<=", days, "日", force="must")

    assert compared(term("甲发〔2020〕1号", 20), term("乙发〔2021〕1号", 60)) == ()


def test_other_units_shares_and_baselines_do_not_meet() -> None:
    def limit(paper: str, **more: Any) -> tuple[Duty, str]:
        number = more.pop("number", "不得超过5%")
        unit = more.pop("unit", "%")
        return duty(paper, f"农户联保贷款利率上浮{number}", number, "<=", 5, unit, **more)

    old = limit("甲发〔2020〕1号")
    for more in ({"unit": "元", "number": "不得超过5元"}, {"per": "户"}, {"baseline": "资本净额"}):
        assert compared(old, limit("乙发〔2021〕1号", **more), every=True) == ()


def test_copies_are_one_paper_and_new_editions_are_two() -> None:
    quote, number = "单张购物卡面值不得超过1000元", "不得超过1000元"

    def edition(paper: str, day: str | None) -> tuple[Duty, str]:
        return duty(paper, quote, number, "<=", 1000, "元", day=day, title="购物卡管理办法")

    same_number = duty("甲发〔2020〕1号", quote, number, "<=", 1000, "元", title="另题")
    assert compared(edition("甲发〔2020〕1号", None), same_number) == ()
    assert compared(edition("甲发〔2020〕1号", "2020-01-01"), edition("", None)) == ()
    renumbered = edition("甲发〔2020〕1号", None), edition("甲发〔2022〕9号", None)
    assert [pair.newer.document.number for pair in compared(*renumbered)] == ["甲发〔2022〕9号"]
    (pair,) = compared(edition("甲发〔2020〕1号", "2020-01-01"), edition("", "2022-01-01"))
    assert (pair.verdict, pair.newer.document.date) == ("same", "2022-01-01")


def test_a_class_inside_the_other_may_be_bound_by_both() -> None:
    def report(paper: str, bearer: str) -> tuple[Duty, str]:
        quote = f"{bearer}绿色信贷统计表应当于季后10日内填报"
        return duty(paper, quote, "10日内", "<=", 10, "日", bearer=bearer, force="must")

    old = report("甲发〔2020〕1号", "各商业银行")
    assert [p.verdict for p in compared(old, report("乙发〔2021〕1号", "村镇银行"))] == ["same"]


def test_order_does_not_matter() -> None:
    new, third = (
        duty(f"甲银发〔{year}〕2号", f"Ⅱ类户单日转账累计不得超过{cap}元", f"累计不得超过{cap}元",
             "<=", cap, "元", day=f"{year}-03-01")
        for year, cap in ((2021, 3000), (2020, 4000))
    )  # fmt: skip
    sides: Sequence[tuple[Duty, str]] = (OLD, new, third)
    assert compared(*sides) == compared(*reversed(sides))
    assert [(p.newer_amount.value, p.older_amount.value) for p in compared(*sides)] == [
        (3000, 4000), (3000, 5000), (4000, 5000),
    ]  # fmt: skip


def test_without_dates_nothing_is_called_newer() -> None:
    new = duty(
        "", "Ⅱ类户单日转账累计不得超过3000元", "累计不得超过3000元", "<=", 3000, "元", title="乙"
    )
    (pair,) = compared((replace(OLD[0], document=replace(OLD[0].document, date=None)), OLD[1]), new)
    assert (pair.verdict in ("tighter", "looser"), pair.dated) == (True, False)


def test_extensions_of_the_corpus_are_no_conflict(tmp_path: Path) -> None:
    """New loans of the central notice once, old loans under the provincial notice four times."""
    (source,) = (ROOT / "corpus").glob("赣银保监发2021年2号*.txt")
    db = tmp_path / "hongtou.db"
    assert ingest([source], db=db, extracted=None).exit_code == 0
    with hongtou.open(db) as kb:
        assert len({duty.document.document_id for duty in kb.obligations("展期")}) == 2
        assert kb.compare() == ()
        extensions = [
            {pair.newer_amount.value, pair.older_amount.value}
            for pair in kb.compare("展期", every=True)
        ]
        assert {1, 4} in extensions

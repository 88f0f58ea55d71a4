from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import DateValue, Document, Span
from hongtou.tag.metadata import read_metadata
from hongtou.tag.times.validity import find_validity
from tests.support import bundle_of, outline_of

ISSUED = DateValue(date(2022, 3, 8), Span(0, 0))


def validity(text: str, issued: DateValue | None = ISSUED) -> tuple[date | None, date | None]:
    effective, expiry = find_validity(outline_of(text), issued)
    return effective.value if effective else None, expiry.value if expiry else None


@pytest.mark.parametrize(("text", "effective", "expiry"), [
    ("第五十条 本办法自2022年5月1日起施行。", date(2022, 5, 1), None),
    ("现予公布，自2022年5月1日起实施。", date(2022, 5, 1), None),
    ("八、本公告从发布之日起执行。", date(2022, 3, 8), None),
    ("第十六条 本规则自发布之日实施。", date(2022, 3, 8), None),
    ("（三）本通知自二〇二二年六月一日起正式施行。", date(2022, 6, 1), None),
    ("本规定自公布之日起30日后施行。", date(2022, 4, 8), None),  # thirty days end on April 7
    ("本细则自印发之日起施行，有效期为3年。", date(2022, 3, 8), date(2025, 3, 8)),
    ("本办法自2022年2月28日起试行，试行期两年。", date(2022, 2, 28), date(2024, 2, 28)),
    ("本办法自发布之日起试行一年。", date(2022, 3, 8), date(2023, 3, 8)),
    ("本方案自2022年4月1日起施行，试行期限为半年。", date(2022, 4, 1), date(2022, 10, 1)),
    ("本通知自2022年4月1日起至2023年12月31日止执行。", date(2022, 4, 1), date(2023, 12, 31)),
    ("本意见自印发之日起施行，有效期至2026年6月底。", date(2022, 3, 8), date(2026, 6, 30)),
    ("政策实施期限为2022年1月1日至2022年12月31日。", None, date(2022, 12, 31)),
])  # fmt: skip
def test_validity(text: str, effective: date, expiry: date | None) -> None:
    assert validity(text) == (effective, expiry)


@pytest.mark.parametrize("text", [
    "支付业务许可证有效期5年。", "数字证书有效期为3年，到期换发。", "核定额度有效期至2023年6月底。",
    "《某办法》自2020年1月1日起施行后，各地反映良好。", "合同自2022年5月1日起生效。",
    "本办法第三条自2022年5月1日起施行。", "其他规定自2022年6月1日起执行。",
    "本办法自业务系统运行之日起施行。", "预付卡有效期不得低于3年。", "抵押合同自登记之日起生效。",
    "自本办法施行之日起6个月内完成。", "报批准后实施。", "本证有效期5年。",
])  # fmt: skip
def test_what_says_nothing_of_the_paper(text: str) -> None:
    assert validity(text) == (None, None)


def test_without_a_day_of_issue_its_words_give_none() -> None:
    assert validity("本办法自发布之日起施行，有效期5年。", None) == (None, None)


def test_the_words_are_quoted() -> None:
    text = "三、本办法自2022年5月1日起施行，有效期5年。"
    effective, expiry = find_validity(outline_of(text), ISSUED)
    assert effective is not None
    assert expiry is not None
    assert (effective.span.of(text), expiry.span.of(text)) == ("2022年5月1日", "有效期5年")


def test_an_enclosed_paper_is_issued_with_its_carrier() -> None:
    text = "关于印发办法的通知\n2020年11月6日\n某某办法\n第九条 本办法自印发之日起施行。\n"
    cut = text.index("某某办法")
    notice = Document(0, "main", Span(0, cut))
    carried = Document(1, "embedded", Span(cut, len(text)), parent=0)
    bundle = replace(bundle_of(text), documents=(notice, carried))
    outline = replace(outline_of(text), bundle=bundle, document=carried)
    effective = read_metadata(outline, ()).effective_date
    assert effective is not None
    assert (effective.value, effective.span.of(text)) == (date(2020, 11, 6), "印发之日")


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 99))
def test_the_last_day_lies_behind_the_first(day: date, years: int) -> None:
    words = f"{day.year}年{day.month}月{day.day}日"
    effective, expiry = validity(f"本办法自{words}起施行，有效期{years}年。")
    assert effective == day
    assert expiry is not None
    assert expiry.year == day.year + years


@given(st.text(alphabet="本办法自从发布之日起202年1月3施行有效期试至，。《》证5后", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    effective, expiry = find_validity(outline_of(text), ISSUED)
    for value in (effective, expiry):
        assert value is None or value.span.of(text)

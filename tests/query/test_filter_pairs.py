"""Every filter goes with every other and with a text: compared with a plain look at all rows."""

import random
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import hongtou
from hongtou import KnowledgeBase
from hongtou.query.filters import Filters
from hongtou.store import fold, open_store

Row = dict[str, Any]

WORDS = ("再贷款", "展期", "贴息", "单户", "报送")
VALUES: dict[str, tuple[Any, ...]] = {
    "authority": ("银发", "银保监"),
    "year": (2021,),
    "type": ("通知",),
    "bearer": ("村镇银行",),
    "force": ("must", "must_not"),
    "unit": ("元", "万元", "%"),
    "min": (5,),
    "max": (200_000,),
    "due_before": ("2022-06-30", "2021"),
    "due_after": ("2021-07",),
    "recurring": (True, False),
}
PAIRS = [
    dict(pair)
    for first, second in combinations(VALUES, 2)
    for pair in [((first, a), (second, b)) for a in VALUES[first] for b in VALUES[second]]
]


def make_rows(chance: random.Random) -> dict[str, list[Row]]:
    """Thirty papers of four articles with whatever duties, numbers and dates chance gives."""
    made: dict[str, list[Row]] = {
        name: []
        for name in ("documents", "parties", "segments", "obligations", "quantities", "deadlines")
    }
    for paper in range(30):
        key, year = f"{paper:012d}-0", chance.choice((2020, 2021, 2022))
        code = chance.choice(("银发", "银保监发", "财金"))
        made["documents"].append(
            {"document_id": key, "role": "main", "document_type": chance.choice(("通知", "办法")),
             "authority_code": code, "year": year, "serial": paper + 1,
             "title": f"关于{chance.choice(WORDS)}工作的通知",
             "document_number": f"{code}〔{year}〕{paper + 1}号",
             "document_date": f"{year}-0{paper % 9 + 1}-01"}
        )  # fmt: skip
        name = "银保监会某分局" if code == "银保监发" else "某市中心支行"
        made["parties"].append({"document_id": key, "role": "issuing_authority", "rank": 1,
                                "name": name, "organisation": name})  # fmt: skip
        for number in range(4):
            _add_article(made, key, number, chance)
    return made


def _add_article(made: dict[str, list[Row]], key: str, number: int, chance: random.Random) -> None:
    heading = chance.choice(("加强管理", *WORDS))
    text, start = f"{number}、{heading}。", number * 1000
    segment = f"{key}#{number}"
    for nth in range(chance.randint(0, 2)):
        said = f"应当做好{chance.choice(WORDS)}与{chance.choice(WORDS)}"
        duty = f"{segment}o{nth}"
        owner = {"document_id": key, "segment_id": segment, "obligation_id": duty,
                 "start": start + len(text), "end": start + len(text) + len(said)}  # fmt: skip
        text += said + "。"
        made["obligations"].append(
            {**owner, "text": said, "action": said, "bearer_source": "explicit",
             "bearer": chance.choice(("各村镇银行", "商业银行", None)),
             "force": chance.choice(("must", "must_not", "may")),
             "recurrence": chance.choice(("FREQ=MONTHLY", None))}
        )  # fmt: skip
        if chance.random() < 0.6:
            unit, value = chance.choice((("元", 50_000), ("元", 300_000), ("%", 3), ("户", 50)))
            made["quantities"].append(
                {**owner, "quantity_id": f"{duty}q", "text": said, "role": "limit",
                 "operator": "<=", "unit": unit, "value": value, "base_value": value,
                 "base_unit": unit}
            )  # fmt: skip
        if chance.random() < 0.6:
            made["deadlines"].append(
                {**owner, "deadline_id": f"{duty}d", "text": said, "precision": "day",
                 "date": chance.choice(("2021-03-31", "2021-12-31", "2022-12-31"))}
            )  # fmt: skip
    made["segments"].append(
        {"segment_id": segment, "document_id": key, "number": number, "kind": "item",
         "path": str(number), "level": 1, "label": f"{number}、", "heading": heading,
         "text": text, "start": start, "end": start + len(text), "own_end": start + len(text)}
    )  # fmt: skip


ROWS = make_rows(random.Random(8))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    db: Path = tmp_path_factory.mktemp("pairs") / "k.db"
    with open_store(db) as store:
        for table, rows in ROWS.items():
            store.db.table(table).insert_all(rows)
        store.rebuild_index()
    with hongtou.open(db) as kb:
        yield kb


def of_paper(row: Row, filters: Row) -> bool:
    paper = next(d for d in ROWS["documents"] if d["document_id"] == row["document_id"])
    names = [p["name"] for p in ROWS["parties"] if p["document_id"] == row["document_id"]]
    wanted = filters.get("authority")
    return (
        (wanted is None or wanted == paper["authority_code"] or any(wanted in n for n in names))
        and filters.get("year") in (None, paper["year"])
        and filters.get("type") in (None, paper["document_type"])
    )


def has_numbers(owned: Callable[[Row], bool], filters: Row) -> bool:
    """One number in the unit between the ends, and one date between its own."""
    unit = filters.get("unit")
    factor = 10_000 if unit == "万元" else 1
    low, high = (filters.get(name) for name in ("min", "max"))
    first, last = filters.get("due_after", ""), filters.get("due_before", "9999") + "\uffff"
    asks_numbers = unit or low is not None or high is not None
    asks_dates = "due_before" in filters or "due_after" in filters
    return (
        not asks_numbers
        or any(
            owned(q)
            and (unit is None or q["unit"] == ("元" if unit == "万元" else unit))
            and (low is None or q["value"] >= low * factor)
            and (high is None or q["value"] <= high * factor)
            for q in ROWS["quantities"]
        )
    ) and (
        not asks_dates or any(owned(d) and first <= d["date"] <= last for d in ROWS["deadlines"])
    )


def duties(text: str, filters: Row, *, under_heading: bool = True) -> set[str]:
    found = set()
    for duty in ROWS["obligations"]:
        article = next(s for s in ROWS["segments"] if s["segment_id"] == duty["segment_id"])
        said = fold(f"{duty['text']} {article['heading']}" if under_heading else duty["text"])
        if (
            all(word in said for word in text.split())
            and of_paper(duty, filters)
            and ("bearer" not in filters or filters["bearer"] in (duty["bearer"] or ""))
            and filters.get("force") in (None, duty["force"])
            and filters.get("recurring") in (None, duty["recurrence"] is not None)
            and has_numbers(lambda row, d=duty: row["obligation_id"] == d["obligation_id"], filters)
        ):
            found.add(duty["obligation_id"])
    return found


def articles(text: str, filters: Row) -> set[str]:
    return {
        s["segment_id"]
        for s in ROWS["segments"]
        if all(word in fold(s["text"]) for word in text.split())
        and of_paper(s, filters)
        and has_numbers(lambda row, s=s: row["segment_id"] == s["segment_id"], filters)
    }


@pytest.mark.parametrize("filters", PAIRS, ids=lambda pair: " ".join(map(str, pair.items())))
@pytest.mark.parametrize("text", ["", "再贷款", "展期 贴息"])
def test_search_and_register(many: KnowledgeBase, text: str, filters: Row) -> None:
    owed = duties(text, filters)
    assert {d.obligation_id for d in many.obligations(text, **filters)} == owed
    hits = many.search(text, limit=None, **filters)
    if {"bearer", "force", "recurring"} & set(filters):
        assert {d.obligation_id for hit in hits for d in hit.duties} == owed
        assert {hit.kind for hit in hits} <= {"obligation"}
    else:
        found = [hit for hit in hits if hit.kind == "article"]
        assert {hit.segment_id for hit in found} == articles(text, filters)
        assert len({hit.segment_id for hit in found}) == len(found)


# What these ask for has tests of its own; here it is only that they go with all others.
OTHERS: dict[str, Any] = {"limited": True, "in_force": True, "on": "2021-06-30", "region": "江西",
                          "issued_in": "江西"}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_other_filters_take_away_the_same_beside_any(many: KnowledgeBase, name: str) -> None:
    other = {name: OTHERS[name]}
    passed = {d.obligation_id for d in many.obligations(**other)}
    for beside, values in VALUES.items():
        filters = {beside: values[0]}
        expected = duties("", filters) & passed
        both = {**filters, **other}
        assert {d.obligation_id for d in many.obligations(**both)} == expected, both
        hits = many.search("", limit=None, **{**both, "force": "must"})
        owed = {d.obligation_id for hit in hits for d in hit.duties}
        assert owed == passed & duties("", {**filters, "force": "must"}), both


def test_no_filter_is_left_out() -> None:
    assert {*VALUES, *OTHERS} == {field.name for field in fields(Filters)}


def test_every_pair_tells_something(many: KnowledgeBase) -> None:
    """Chance made rows that pass and rows that do not, or the test above would prove little."""
    telling = [pair for pair in PAIRS if 0 < len(duties("", pair)) < len(ROWS["obligations"])]
    assert len(telling) > 0.8 * len(PAIRS)

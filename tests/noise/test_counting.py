"""Single characters that were taken for one another, and pairs that say nothing about them."""

from pathlib import Path

import pytest
from benchmarks.count_confusions import rows_of, write

from hongtou.lexicon.tables import read_table
from tests.noise.counting import Counts, count, edits, normal, single_substitutions
from tests.noise.pairs import MADE_UP, LinePair, read_pairs, write_pairs


def pair(truth: str, read: str, **more: object) -> LinePair:
    given: dict[str, object] = {
        "file": "甲.txt", "page": 1, "line": 0, "grade": "fax", "engine": "tiny", "kind": "body",
        "truth": truth, "read": read, "confidences": (0.5,) * len(read),
        "under_seal": (False,) * len(read), "sealed": (0.0,) * len(truth), **more,
    }  # fmt: skip
    return LinePair(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("truth", "read", "expected"),
    [
        ("关于印发", "美于印发", [("关", "美")]),
        ("金融服务", "金鞠昆务", [("融", "鞠"), ("服", "昆")]),  # two in a row: one for one
        ("提供金融服务", "提供全触眼务", []),  # three: nobody knows which for which
        ("思想建设", "思建设", []),  # lost
        ("思想建设", "思想．建设", []),  # made up
        ("强化管理", "加加强化誉理", [("管", "誉")]),
        ("强化管理", "弓虽化管理", []),  # one character as two
        ("应当", "应当", []),
    ],
)
def test_single_substitutions(truth: str, read: str, expected: list[tuple[str, str]]) -> None:
    assert list(single_substitutions(truth, read)) == expected


def test_edits_are_the_fewest() -> None:
    assert [tag for tag, _, _ in edits("一二三四", "一三三四五")] == ["replace", "insert"]
    assert normal("（2021）　第 5 号，") == "(2021)第5号,"


@pytest.mark.parametrize(
    "left_out",
    [
        pair("关于印发", "美于印发", under_seal=(True, False, False, False)),
        pair("关于印发", "美于印发", sealed=(0.4, 0.0, 0.0, 0.0)),
        pair("关于", "国务院办公厅"),  # another line
        pair("", "星", kind=MADE_UP),
    ],
)
def test_what_says_nothing_is_left_out(left_out: LinePair) -> None:
    assert not count([left_out]).taken


def test_table(tmp_path: Path) -> None:
    pairs = [
        *[pair("发放贷款", "发放货款")] * 3,
        pair("已经完成", "己经完成"),
        pair("甲乙", "甲中"),
    ]
    counts: Counts = count(pairs)
    assert write(rows_of(counts, 2), tmp_path / "made.csv") == 2  # 中 for 乙: once, and unlike
    lines = (tmp_path / "made.csv").read_text("utf-8").splitlines()
    assert lines[0] == ",".join(read_table("confusions")[0])
    assert lines[1].startswith("货,贷,3,3,tiny fax 3,")
    assert lines[2].startswith("己,已,1,1,tiny fax 1,")


def test_pairs_are_kept_whole(tmp_path: Path) -> None:
    made = [
        pair("关于", "美于", alternatives=((("关", 0.3), ("羊", 0.1)), ())),
        pair("", "星", kind=MADE_UP, confidences=(None,)),
    ]
    assert write_pairs(made, tmp_path / "pairs.jsonl") == 2
    assert list(read_pairs(tmp_path / "pairs.jsonl")) == made

"""Which papers share text: seeds, formulas, copies, citations, places, the whole base."""

import json
from pathlib import Path

import pytest

from hongtou import KnowledgeBase
from hongtou.cli.main import main
from hongtou.errors import LookupFailedError
from hongtou.query.reuse.index import COMMON, COMMON_SHORT, LONG, SHORT, is_common
from hongtou.query.reuse.results import Reuse
from hongtou.query.reuse.reuse import differences
from tests.query.reuse.conftest import FORMULA, MEASURE

NOISY, PUBLISHED = (
    "辖内金融机构优化小微企业服务》的通知",
    "信阳银行业保险业高质量服务小微企业的指导意见",
)
FIRST, SECOND, THIRD = (f"某州银发〔2021〕{n}号" for n in (31, 32, 33))


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as leaving:
        main([str(argument) for argument in arguments])
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


def ids(kb: KnowledgeBase, name: str) -> str:
    return next(d.document_id for d in kb.documents() if d.file and d.file.startswith(name))


def test_the_noisy_seed_and_the_published_one(kb: KnowledgeBase) -> None:
    noisy, published = ids(kb, "潢川-优化"), ids(kb, "潢川监管组")
    found = kb.shared_passages(noisy, published)
    assert found.share_one >= 0.45  # of the noisy one; 51 % of it lies in common 8-grams
    assert 0.15 <= found.share_other <= 0.3
    assert found.kind == "reuse" and found.links == ()
    assert found.lag_days is None and "无从判断" in found.order
    (listed,) = [r for r in kb.reuse(noisy) if r.other.document_id == published]
    assert (listed.share_one, listed.passages) == (found.share_one, found.passages)
    (back,) = [r for r in kb.reuse(published) if r.other.document_id == noisy]
    assert back.share_other == found.share_one


def test_who_had_it_first_and_with_what_caution(kb: KnowledgeBase) -> None:
    (found,) = [r for r in kb.reuse(SECOND) if r.other.number == FIRST]
    assert found.lag_days == -10
    assert found.order == f"按日期，较早者为{FIRST}（2021-06-10，早 10 天）；不能据此认定来源"
    assert found.links == ()
    (cited,) = kb.shared_passages(FIRST, THIRD).links
    assert (cited.by, cited.relation != "forwards") == ("other", True)


def test_misread_characters_are_shown_and_do_not_part_a_passage(kb: KnowledgeBase) -> None:
    found = kb.shared_passages(FIRST, SECOND)
    longest = max(found.passages, key=lambda passage: passage.length)
    assert MEASURE.rstrip("。") in longest.one.text
    said = [(longest.one.text[slice(*d.one)], longest.other.text[slice(*d.other)])
            for d in longest.differences]  # fmt: skip
    assert said == [("据", "掘")]
    assert longest.one.paths[0] == "一" and not longest.common


def test_formulas_are_marked_and_do_not_count(kb: KnowledgeBase) -> None:
    found = kb.shared_passages("某州银发〔2021〕11号", "某州银发〔2021〕12号")
    assert found.shared_one == found.shared_other == 0 and found.share == 0.0
    (formula,) = found.passages
    assert formula.common and formula.holders >= COMMON_SHORT
    assert formula.one.text in FORMULA
    assert kb.reuse("某州银发〔2021〕12号") == ()


@pytest.mark.parametrize(
    ("holders", "length", "common"),
    [
        (COMMON_SHORT, SHORT - 1, True), (COMMON_SHORT - 1, SHORT - 1, False),
        (COMMON_SHORT, SHORT, False), (COMMON, SHORT, True),
        (500, LONG - 1, True), (500, LONG, False),  # a paper that 500 offices sent on
    ],
)  # fmt: skip
def test_what_a_formula_is(holders: int, length: int, common: bool) -> None:
    assert is_common(holders, length) is common


def test_copies_are_told_apart_from_reuse(kb: KnowledgeBase) -> None:
    found = kb.reuse("赣银保监发〔2021〕2号")
    assert [(r.other.number, r.kind) for r in found] == [
        ("银保监发〔2021〕6号", "reuse"), ("赣银保监发〔2021〕2号", "copy"),
    ]  # fmt: skip
    forwarded, copy = found
    assert [(link.by, link.relation) for link in forwarded.links] == [("one", "forwards")]
    assert copy.share > 0.98 and copy.order == "同一文件的副本"


def test_pairs_of_the_whole_base_without_citation(kb: KnowledgeBase) -> None:
    pairs = [(r.one.name, r.other.name) for r in kb.reuse_pairs(min_share=0.1)]
    assert (FIRST, SECOND) in pairs  # the older first
    assert (FIRST, THIRD) not in pairs  # cites it
    assert any(PUBLISHED in one + other and NOISY in one + other for one, other in pairs)
    linked = {(r.one.name, r.other.name) for r in kb.reuse_pairs(min_share=0.1, linked=True)}
    assert {*pairs, (FIRST, THIRD)} <= linked
    assert len(kb.reuse_pairs(min_share=0.1, limit=1)) == 1


def all_pairs(kb: KnowledgeBase) -> list[Reuse]:
    return [r for d in kb.documents() for r in kb.reuse(d.document_id, min_share=0, limit=None)]


def test_laws(kb: KnowledgeBase) -> None:
    found = all_pairs(kb)
    texts = dict(kb.connection.execute(
        "SELECT d.document_id, t.clean FROM documents d JOIN texts t USING (file_sha256)"
    ).fetchall())  # fmt: skip
    by_pair = {(r.one.document_id, r.other.document_id): r for r in found}
    assert len(found) > 10
    for r in found:
        assert 0 < r.share <= 1 and 0 <= r.share_one <= 1 and 0 <= r.share_other <= 1
        back = kb.shared_passages(r.other.document_id, r.one.document_id)
        assert (back.share_one, back.share_other) == (r.share_other, r.share_one)
        assert {(p.other, p.one, p.holders) for p in back.passages} == {
            (p.one, p.other, p.holders) for p in r.passages
        }
        for p in r.passages:
            for document, quote in ((r.one, p.one), (r.other, p.other)):
                assert texts[document.document_id][quote.start : quote.end] == quote.text
            assert without(p.one.text, [d.one for d in p.differences]) == without(
                p.other.text, [d.other for d in p.differences]
            )
    assert by_pair


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """The letters of a quote outside of what differs."""
    inside = {at for start, end in spans for at in range(start, end)}
    return "".join(c for at, c in enumerate(text) if at not in inside and c.isalnum())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("不超过10万元，按月报送", "不超过20万元按月报送", [("1", "2")]),
        ("按月报送", "按月报送", []),
        ("按月报送", "按月及时报送", [("", "及时")]),
        ("", "按月", [("", "按月")]),
    ],
)
def test_differences(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    found = [(one[slice(*d.one)], other[slice(*d.other)]) for d in differences(one, other)]
    assert found == expected


def test_what_cannot_be_asked(kb: KnowledgeBase) -> None:
    with pytest.raises(LookupFailedError, match="同一份文件"):
        kb.shared_passages(FIRST, FIRST)
    ghost = kb.connection.execute("SELECT document_id FROM documents WHERE role = 'ghost'")
    with pytest.raises(LookupFailedError, match="未入库"):
        kb.reuse(ghost.fetchone()[0])


def test_order_of_ingest_does_not_matter(kb: KnowledgeBase, tmp_path: Path) -> None:
    from hongtou.run import ingest

    paths = sorted((p for p in Path(kb.connection.execute("PRAGMA database_list").fetchone()[2])
                    .parent.glob("*.txt")), reverse=True)  # fmt: skip
    db = tmp_path / "hongtou.db"
    for path in paths[:4]:
        ingest([path], db=db, extracted=None)
    ingest(paths, db=db, extracted=None)
    import hongtou

    with hongtou.open(db) as other:
        assert other.reuse(FIRST, min_share=0) == kb.reuse(FIRST, min_share=0)


def test_command_line(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reuse", SECOND, "--db", base) == 0
    said = capsys.readouterr().out
    assert FIRST in said and "不能据此认定来源" in said and "两份文件之间没有引用" in said
    assert run("reuse", FIRST, SECOND, "--db", base, "--json") == 0
    (pair,) = json.loads(capsys.readouterr().out)
    assert pair["passages"][0]["differences"] and 0 < pair["share_one"] < 1
    assert run("reuse", "--all", "--db", base) == 0
    assert FIRST in capsys.readouterr().out
    assert run("reuse", "某州银发〔2021〕12号", "--db", base) == 0
    assert "没有找到" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["reuse"], 1), (["reuse", FIRST, "--all"], 1), (["reuse", "没有的文件"], 3),
     (["reuse", FIRST, "--min-share", "101"], 1)],
)  # fmt: skip
def test_bad_questions(base: Path, arguments: list[str], code: int) -> None:
    assert run(*arguments, "--db", base) == code

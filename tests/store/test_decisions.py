"""Decisions in their table: kept through migrations, changed with the rows that follow."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from hongtou.errors import DecisionsChangedError
from hongtou.model import Anchor, Decision, Outcome, RawSpan
from hongtou.store import open_store
from hongtou.store.decisions import Change, decision_id_of, decisions_of, make_change
from hongtou.store.habits import lessons
from hongtou.store.schema import read_migrations
from tests.store.makers import notice

SHA = "a" * 64
ANCHOR = Anchor("加强", "管", "理", None, 0.5)
DECISION = Decision("d1", SHA, "accept", "glyph", ANCHOR, "营", "李某", "对照原件", "2021-06-01T08")


def test_decisions_of_an_older_base_are_kept(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "k.db")
    for statements in read_migrations()[:3]:
        for statement in statements:
            connection.execute(statement)
    connection.execute("PRAGMA user_version = 3")
    connection.execute(
        "INSERT INTO decisions VALUES ('1', 'correction', ?, '捉升', 'glyph', 'rejected', '提升',"
        " '李某', NULL, '2021')",
        (SHA,),
    )
    connection.commit()
    connection.close()
    with open_store(tmp_path / "k.db") as store:
        (held,) = decisions_of(store.db.conn, SHA)
    assert held == Decision(
        "1", SHA, "reject", "glyph", Anchor("", "捉升", "", None, 0.0), "提升", "李某", "", "2021"
    )


def test_rows_and_decisions_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    tagged = notice()
    bundle = tagged.outline.bundle
    outcome = Outcome("d1", "made", RawSpan(0, 2), "")
    clean = replace(bundle.clean, outcomes=(outcome,))
    heeding = replace(bundle, clean=clean)
    with open_store(tmp_path / "k.db") as store:
        store.write_source(bundle, (tagged,), version="1")
        change = Change((DECISION,))
        with pytest.raises(DecisionsChangedError, match="新的审核决定"):
            store.write_source(heeding, (tagged,), version="2", heeded=(), change=change)
        assert store.decisions(SHA) == ()
        assert store.known(SHA).version == "1"  # type: ignore[union-attr]
        store.write_source(heeding, (tagged,), version="2", heeded=(DECISION,), change=change)
        assert store.decisions(SHA) == (DECISION,)
        rows = store.db.execute("SELECT outcome, start, clean_start FROM decision_outcomes")
        assert rows.fetchall() == [("made", 0, 0)]
        # A room that knows no decisions loses none of them.
        store.write_source(bundle, (tagged,), version="3")
        assert "没有重放" in store.db.execute("SELECT why FROM decision_conflicts").fetchone()[0]
        # Of a text that another program has written meanwhile nothing is assumed.
        other = replace(clean, transcript=replace(clean.transcript, text="x"), corrections=())
        with pytest.raises(DecisionsChangedError, match="重新读入"):
            store.write_source(
                replace(bundle, clean=other), (tagged,), version="4",
                change=Change((), ("d1",), "王某", "2021"),
            )  # fmt: skip


def test_since_when_a_conflict_is_known(tmp_path: Path) -> None:
    tagged = notice()
    bundle = tagged.outline.bundle
    query = "SELECT why, since FROM decision_conflicts"
    with open_store(tmp_path / "k.db") as store:
        with store.transaction():
            make_change(store.db.conn, Change((DECISION,)))
        assert "不在库中" in store.db.execute(query).fetchone()[0]
        store.write_source(bundle, (tagged,), version="1")
        store.db.execute("UPDATE decision_outcomes SET since = '2001'")
        store.db.conn.commit()
        store.write_source(bundle, (tagged,), version="2")
        assert store.db.execute(query).fetchone()[1] == "2001"


def test_ids_tell_decisions_apart() -> None:
    others = (
        replace(DECISION, verdict="reject"), replace(DECISION, reviewer="王某"),
        replace(DECISION, replacement=None), replace(DECISION, anchor=replace(ANCHOR, quote="")),
        replace(DECISION, decided_at="2021-06-01T09"),
    )  # fmt: skip
    assert len({decision_id_of(d) for d in (DECISION, *others)}) == 6
    assert decision_id_of(replace(DECISION, decision_id="x")) == decision_id_of(DECISION)


@pytest.mark.parametrize(
    ("read", "printed", "learnt"),
    [
        ("捉", "提", [("捉", "提")]),
        ("溃川县", "潢川县", [("溃", "潢")]),
        ("恩捉", "思提", [("恩", "思"), ("捉", "提")]),
        ("键", "链条", [("键", "链条")]),
        ("紧", "紧密", []),  # a word that was missed, no misreading of 紧
        ("1", "", []),
        ("", "，", []),
        ("金鞠昆务∴", "金融服务", []),  # torn
        ("捉升质量发展", "提高质是发展", [("捉", "提"), ("升", "高"), ("量", "是")]),
        ("各项工作任务", "有关政策措施", []),
    ],
)
def test_what_is_learnt(
    tmp_path: Path, read: str, printed: str, learnt: list[tuple[str, str]]
) -> None:
    decision = replace(DECISION, anchor=replace(ANCHOR, quote=read), replacement=printed)
    with open_store(tmp_path / "k.db") as store:
        with store.transaction():
            make_change(store.db.conn, Change((decision,)))
        found = [(one.habit.read, one.habit.printed) for one in lessons(store.db.conn)]
    assert found == sorted(learnt)

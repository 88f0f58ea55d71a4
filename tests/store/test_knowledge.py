import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pytest

from hongtou.errors import StoreError
from hongtou.model import Correction, Finding, Ghost, Link, LinkSet, RawSpan, undo
from hongtou.store import Store, bigram_query, content_of, open_readonly, open_store, search_index
from hongtou.store.rows import segment_ids_of
from hongtou.store.tag_rows import number_of
from tests.store.makers import RAW, notice

ID = "a" * 12 + "-0"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "k.db") as opened:
        yield opened


def write(store: Store, sha256: str = "a" * 64, *, version: str = "1", raw: str = RAW) -> None:
    tagged = notice(sha256, raw=raw, name=f"{sha256[:4]}.txt")
    store.write_source(tagged.outline.bundle, (tagged,), version=version, outcome="1 件公文")


def all_of(store: Store, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.db.conn.execute(query)]


def found(store: Store, words: str) -> list[str]:
    query = (
        "SELECT segment_id FROM search_rows WHERE rowid IN"
        " (SELECT rowid FROM search WHERE search MATCH ?) ORDER BY segment_id"
    )
    return [row[0] for row in store.db.conn.execute(query, (bigram_query(words),))]


def test_every_column_of_a_document(store: Store) -> None:
    write(store)
    row = all_of(
        store,
        "SELECT document_id, role, title, document_type, document_number, authority_code, year,"
        " serial, document_date, copies, contact, evidence FROM documents",
    )
    assert row == [(
        ID, "main", "关于转发再贷款通知的通知", "通知", "甲银发〔2021〕7号", "甲银发", 2021, 7,
        "2021-05-28", 10, "王某", '["number"]',
    )]  # fmt: skip
    assert all_of(store, "SELECT rank, title FROM attachments") == [(1, "再贷款办法")]
    assert ("document_number", "甲银发〔2021〕7号") in all_of(
        store, "SELECT field, text FROM metadata"
    )


def test_numbers_are_numbers(store: Store) -> None:
    write(store)
    assert all_of(
        store,
        "SELECT quantity_id, value, typeof(value), obligation_id, condition_id, upper_inclusive"
        " FROM quantities ORDER BY 1",
    ) == [
        (f"{ID}#q1", 5.5, "real", f"{ID}#o2", f"{ID}#q2", None),
        (f"{ID}#q2", 100000, "integer", None, None, 1),
    ]
    assert number_of(None) is None


def test_spans_quote(store: Store) -> None:
    write(store)
    for table in ("segments", "obligations", "quantities", "deadlines", "citations", "metadata",
                  "elements", "attachments", "forwarding_requests"):  # fmt: skip
        rows = all_of(
            store,
            f"SELECT t.text, substr(x.clean, t.start + 1, t.end - t.start) FROM {table} t"
            " JOIN documents d USING (document_id) JOIN texts x USING (file_sha256)",
        )
        assert rows, table
        assert all(said == printed for said, printed in rows), table


def test_corrections_can_be_undone_from_the_tables(store: Store) -> None:
    write(store)
    [(raw, clean)] = all_of(store, "SELECT raw, clean FROM texts")
    ledger = tuple(
        Correction(RawSpan(start, end), before, after, rule, reason, state, confidence)
        for start, end, before, after, rule, reason, state, confidence in store.db.conn.execute(
            "SELECT start, end, before, after, rule, reason, state, confidence FROM corrections"
            " ORDER BY rank"
        )
    )
    assert len(ledger) == 2
    assert raw == RAW != clean
    assert undo(clean, ledger) == raw


def test_findings_of_all_rooms_each_once(store: Store) -> None:
    write(store)
    assert all_of(store, "SELECT room, document_id, code, text FROM findings ORDER BY code") == [
        ("read", None, "read.example", None),
        ("segment", ID, "segment.example", "关于转发再贷款通知的通知"),
        ("tag", ID, "tag.example", "甲银发〔2021〕7号"),
    ]


def test_segment_keys() -> None:
    outline = notice().outline
    assert [i.split("#")[1] for i in segment_ids_of(outline)] == ["一", "一/（一）", "二", "¶1"]


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("加强管理", ["一"]),
        ("不得超过", ["一/（一）"]),  # the child's words are not its parent's
        ("联系人", ["¶1"]),
        ("再贷款通知", ["¶1", "一", "一/（一）", "二"]),  # the title is found with every segment
        ("贷款利率", []),
    ],
)
def test_search(store: Store, words: str, where: list[str]) -> None:
    write(store)
    assert [s.split("#")[1] for s in found(store, words)] == where


def test_writing_again_replaces(store: Store) -> None:
    write(store)
    before = content_of(store.db.conn)
    write(store)
    assert content_of(store.db.conn) == before
    write(store, version="2", raw=RAW.replace("加强管理", "强化内控"))
    assert found(store, "加强管理") == []
    assert len(found(store, "强化内控")) == 1
    known = store.known("a" * 64)
    assert known is not None
    assert (known.status, known.version, known.outcome) == ("done", "2", "1 件公文")
    store.db.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def test_search_survives_vacuum_and_rebuild(store: Store) -> None:
    write(store, "a" * 64)
    write(store, "b" * 64)
    write(store, "a" * 64)
    store.db.vacuum()
    expected = [f"{'a' * 12}-0#一", f"{'b' * 12}-0#一"]
    assert found(store, "加强管理") == expected
    store.rebuild_index()
    assert found(store, "加强管理") == expected


def test_an_index_of_other_unicode_tables_is_made_anew(tmp_path: Path) -> None:
    with open_store(tmp_path / "k.db") as store:
        write(store)
        with store.transaction():
            store.db.execute("UPDATE meta SET value = 'old' WHERE name = 'index_format'")
            store.db.execute("INSERT INTO search(search) VALUES ('delete-all')")
    with open_store(tmp_path / "k.db") as store:
        assert search_index.is_current(store.db.conn)
        assert len(found(store, "加强管理")) == 1


def test_failure_and_quarantine_keep_no_text(store: Store) -> None:
    write(store)
    source = notice().outline.bundle.clean.transcript.source
    store.write_failure(source, "quarantined", "标有密级“机密”", version="1")
    assert all_of(store, "SELECT status, error, origin FROM files") == [
        ("quarantined", "标有密级“机密”", "000_a.txt")
    ]
    for table in ("texts", "documents", "segments", "search_rows", "corrections", "findings"):
        assert all_of(store, f"SELECT * FROM {table}") == []
    assert found(store, "加强管理") == []


def links_for(store: Store) -> LinkSet:
    """A tiny linker: a citation with a number is a ghost unless the number is held."""
    held = {card.number: card.document_id for card in store.cards()}
    links, ghosts = [], {}
    for card in store.citation_cards():
        if card.number is None:
            links.append(Link(card.citation_id, None, "ambiguous", 0.1, "无文号"))
        elif card.number in held:
            links.append(Link(card.citation_id, held[card.number], "resolved", 1.0, "文号一致"))
        else:
            ghost = Ghost(f"ghost-{card.number}", card.number, card.title)
            ghosts[ghost.document_id] = ghost
            links.append(Link(card.citation_id, ghost.document_id, "ghost", 0.9, "未收录"))
    doubts = tuple((c.document_id, Finding("link.example", "疑点")) for c in store.cards())
    return LinkSet(tuple(links), tuple(ghosts.values()), doubts)


CITED = RAW.replace("甲银发[2021]7号", "丁银发[2021]7号", 1)


def test_ghost_becomes_document_when_it_arrives(store: Store) -> None:
    write(store)
    assert store.links_stale
    store.apply_links(links_for(store))
    assert not store.links_stale
    assert all_of(store, "SELECT document_id, authority_code, year, serial, title FROM documents"
                         " WHERE role = 'ghost'") == [
        ("ghost-乙银发〔2020〕3号", "乙银发", 2020, 3, "再贷款办法")
    ]  # fmt: skip
    assert ("ghost", "ghost-乙银发〔2020〕3号", 0.9, "按…执行") in all_of(
        store, "SELECT status, target_document_id, relation_confidence, relation_evidence"
               " FROM citations"
    )  # fmt: skip
    with store.transaction():  # as if the cited paper had come in
        store.db.execute("UPDATE documents SET document_number = '乙银发〔2020〕3号'"
                         " WHERE role = 'main'")  # fmt: skip
    store.apply_links(links_for(store))
    assert all_of(store, "SELECT count(*) FROM documents WHERE role = 'ghost'") == [(0,)]
    assert all_of(store, "SELECT status, target_document_id FROM citations WHERE title ="
                         " '再贷款办法'") == [("resolved", ID)]  # fmt: skip
    assert all_of(store, "SELECT document_id FROM findings WHERE room = 'link'") == [(ID,)]


def test_any_order_gives_the_same_content(tmp_path: Path) -> None:
    contents = []
    for number, order in enumerate(permutations("abc")):
        with open_store(tmp_path / f"{number}.db") as store:
            for letter in order:
                write(store, letter * 64)
                store.apply_links(links_for(store))  # linking after every file …
            contents.append(content_of(store.db.conn))
    with open_store(tmp_path / "once.db") as store:
        for letter in "cab":
            write(store, letter * 64)
        store.apply_links(links_for(store))  # … or once at the end
        contents.append(content_of(store.db.conn))
    assert all(content == contents[0] for content in contents)
    assert len(contents[0]["documents"]) == 4


def test_decisions_outlive_everything(store: Store) -> None:
    store.db.table("decisions").insert({
        "decision_id": "1", "file_sha256": "a" * 64, "verdict": "accept", "subject": "glyph",
        "before": "服务", "quote": "捉", "after": "升", "position": 0.5, "replacement": "提",
        "reviewer": "李某", "reason": "", "decided_at": "2021-06-01T00:00:00+00:00",
    })  # fmt: skip
    before = content_of(store.db.conn)["decisions"]
    write(store)
    write(store, version="2")
    source = notice().outline.bundle.clean.transcript.source
    store.write_failure(source, "failed", "坏", version="3")
    assert content_of(store.db.conn)["decisions"] == before


def test_a_failing_write_leaves_what_was_there(store: Store) -> None:
    write(store)
    before = content_of(store.db.conn)
    tagged = notice()
    with pytest.raises(sqlite3.IntegrityError):
        store.write_source(tagged.outline.bundle, (tagged, tagged), version="2")  # same keys twice
    assert content_of(store.db.conn) == before
    assert len(found(store, "加强管理")) == 1


def test_two_names_of_one_file(store: Store, tmp_path: Path) -> None:
    contents = []
    for names in (("b.txt", "a.txt"), ("a.txt", "b.txt")):
        for name in names:
            (tmp_path / name).write_text("x")
        with open_store(tmp_path / f"{names[0]}.db") as held:
            for name in names:
                tagged = notice(sha256(b"x").hexdigest(), name=str(tmp_path / name))
                source = tagged.outline.bundle.clean.transcript.source
                if held.known(source.sha256) is None:
                    held.write_source(tagged.outline.bundle, (tagged,), version="1")
                held.note_path(source)
            contents.append(content_of(held.db.conn))
    assert contents[0] == contents[1]


def test_reading_while_another_writes(store: Store) -> None:
    write(store)
    reader = open_readonly(store.path)
    with store.transaction():
        store.db.execute("UPDATE files SET outcome = 'new'")
        assert reader.execute("SELECT outcome FROM files").fetchone()["outcome"] == "1 件公文"
    assert reader.execute("SELECT outcome FROM files").fetchone()["outcome"] == "new"
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM files")
    reader.close()


def test_reading_from_another_process(store: Store) -> None:
    write(store)
    code = (
        "import sys; from hongtou.store import open_readonly;"
        "c = open_readonly(sys.argv[1]); print(c.execute('select count(*) from files')"
        ".fetchone()[0]); c.close()"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(store.path)], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "1"


def test_a_second_writer_is_told_to_wait(store: Store, tmp_path: Path) -> None:
    with open_store(store.path) as second, store.transaction():
        second.db.execute("PRAGMA busy_timeout = 20")
        with pytest.raises(StoreError, match="另一个程序正在写入"):
            write(second)
    write(store)

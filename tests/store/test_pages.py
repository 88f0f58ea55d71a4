"""What paper adds to the knowledge base: pages, places of characters, members of archives."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hongtou.model import Box, Bundle, PageReading, RawSpan, Run, Source
from hongtou.store import Member, Store, content_of, open_readonly, open_store
from hongtou.store.schema import read_migrations
from tests.store.makers import RAW, bundle_of_notice


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "k.db") as opened:
        yield opened


def scanned(sha256: str, *, reason: str = "没有文字层") -> Bundle:
    """The notice as a scan of two pages, one run a character."""
    bundle = bundle_of_notice(sha256, name=f"{sha256[:4]}.pdf")
    runs = tuple(
        Run(RawSpan(at, at + 1), 1 + at // 40, Box(at + 0.123, 10.5, at + 16.0, 26.5), 0.9877)
        for at, character in enumerate(RAW)
        if character != "\n"
    )
    transcript = replace(
        bundle.clean.transcript,
        runs=runs,
        pages=2,
        page_readings=(
            PageReading(1, 595.3, 841.9, "ocr", reason),
            PageReading(2, None, None, "none", "空白页"),
        ),
    )
    return Bundle(replace(bundle.clean, transcript=transcript), bundle.documents)


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.db.conn.execute(query)]


def test_pages_and_places(store: Store) -> None:
    store.write_source(scanned("a" * 64), (), version="1", options="ocr=auto engine=auto weights=")
    assert rows(store, "SELECT page, width, height, method, reason FROM pages ORDER BY page") == [
        (1, 595.3, 841.9, "ocr", "没有文字层"), (2, None, None, "none", "空白页"),
    ]  # fmt: skip
    assert rows(store, "SELECT * FROM runs ORDER BY start LIMIT 2") == [
        ("a" * 64, 0, 1, 1, 0.12, 10.5, 16.0, 26.5, 0.9877),
        ("a" * 64, 1, 2, 1, 1.12, 10.5, 17.0, 26.5, 0.9877),
    ]
    assert rows(store, "SELECT pages, options FROM files") == [(2, "ocr=auto engine=auto weights=")]
    known = store.known("a" * 64)
    assert known is not None and known.options.startswith("ocr=auto")


def test_a_place_that_cannot_be_is_no_place(store: Store) -> None:
    bundle = scanned("a" * 64)
    wild = Run(RawSpan(0, 1), 1, Box(float("nan"), 1e300, float("-inf"), 5.0), None)
    clean = replace(bundle.clean, transcript=replace(bundle.clean.transcript, runs=(wild,)))
    store.write_source(Bundle(clean, bundle.documents), (), version="1")
    assert rows(store, "SELECT x0, top, x1, bottom FROM runs") == [(None, None, None, 5.0)]


def test_written_again_nothing_is_doubled_and_content_sees_it(store: Store) -> None:
    for sha256 in ("a" * 64, "b" * 64, "a" * 64):
        store.write_source(scanned(sha256), (), version="1")
    before = content_of(store.db.conn)
    assert len(before["pages"]) == 4
    assert len(before["runs"]) == 2 * len(RAW.replace("\n", ""))
    assert not {"run_rows", "file_numbers"} & set(before)
    store.write_source(scanned("a" * 64, reason="文字层乱码"), (), version="1")
    after = content_of(store.db.conn)
    assert [t for t in before if before[t] != after[t]] == ["pages"]
    store.write_failure(scanned("a" * 64).clean.transcript.source, "failed", "坏", version="1")
    assert rows(store, "SELECT count(*) FROM pages") == [(2,)]
    assert rows(store, "SELECT DISTINCT file_sha256 FROM runs") == [("b" * 64,)]
    assert rows(store, "SELECT count(*) FROM file_numbers") == [(1,)]


def test_order_does_not_show(tmp_path: Path) -> None:
    seen = []
    for number, order in enumerate((("a", "b"), ("b", "a"))):
        with open_store(tmp_path / f"{number}.db") as store:
            for letter in order:
                store.write_source(scanned(letter * 64), (), version="1")
            seen.append(content_of(store.db.conn))
    assert seen[0] == seen[1]


def test_a_base_of_the_first_release_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    for statement in (s for script in read_migrations()[:2] for s in script):
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 2")
    connection.execute(
        "INSERT INTO files(sha256, name, path, status, version) VALUES ('f', 'n', 'n', 'done', '1')"
    )
    connection.execute("INSERT INTO runs VALUES ('f', 0, 9, 1, NULL, NULL, NULL, NULL, NULL)")
    connection.execute("INSERT INTO runs VALUES ('f', 9, 12, 2, 1.5, 2, 3.25, 4, 0.5)")
    connection.commit()
    connection.close()
    open_store(path).close()
    made = open_readonly(path)
    assert [tuple(row) for row in made.execute("SELECT * FROM runs ORDER BY start")] == [
        ("f", 0, 9, 1, None, None, None, None, None), ("f", 9, 12, 2, 1.5, 2.0, 3.25, 4.0, 0.5),
    ]  # fmt: skip
    assert [row["options"] for row in made.execute("SELECT options FROM files")] == [""]
    assert made.execute("SELECT count(*) FROM pages").fetchone()[0] == 0
    made.close()


def archive(letter: str, path: str) -> Source:
    return Source(letter * 64, path, Path(path).name, "application/zip", 9)


def held(store: Store) -> dict[str, str]:
    return {str(k)[:1]: str(v) for k, v in rows(store, "SELECT sha256, path FROM files")}


def write_member(store: Store, letter: str, path: str) -> None:
    source = Source(letter * 64, path, Path(path).name, "text/plain", 9)
    store.write_failure(source, "failed", "不要紧", version="1")


def test_an_archive_and_its_members(store: Store) -> None:
    source = archive("z", "x/通知.zip")
    members = (Member("内/b.txt", "b" * 64), Member("a.txt", "a" * 64), Member("坏.txt", None))
    store.write_archive(source, members, version="1", outcome="3 份文件")
    assert store.members("z" * 64) == (members[1], members[0], members[2])
    assert store.members("a" * 64) == ()
    known = store.known("z" * 64)
    assert known is not None
    assert (known.status, known.media_type, known.outcome) == (
        "done",
        "application/zip",
        "3 份文件",
    )


def test_what_an_archive_holds_no_more_goes(store: Store) -> None:
    store.write_archive(
        archive("y", "通知.zip"), (Member("a.txt", "a" * 64), Member("b.txt", "b" * 64)),
        version="1", outcome="",
    )  # fmt: skip
    write_member(store, "a", "通知.zip/a.txt")
    write_member(store, "b", "通知.zip/b.txt")
    write_member(store, "c", "别处/c.txt")
    former = store.write_archive(
        archive("z", "通知.zip"), (Member("b.txt", "b" * 64),), version="1", outcome=""
    )
    assert sorted(former) == ["a" * 64, "y" * 64]
    assert held(store) == {"z": "通知.zip", "b": "通知.zip/b.txt", "c": "别处/c.txt"}
    assert store.write_failure(archive("w", "通知.zip"), "failed", "坏了", version="1")
    assert held(store) == {"w": "通知.zip", "c": "别处/c.txt"}


def test_names_inside_archives_are_looked_for(tmp_path: Path, store: Store) -> None:
    """The first name stays only while the content is found there."""
    box = tmp_path / "a.zip"
    box.write_bytes(b"zip")
    outer = Source(hashlib.sha256(b"zip").hexdigest(), str(box), "a.zip", "application/zip", 3)
    store.write_archive(outer, (Member("n.txt", "a" * 64),), version="1", outcome="")
    write_member(store, "a", f"{box}/n.txt")
    copy = Source("a" * 64, str(tmp_path / "b.txt"), "b.txt", "text/plain", 9)
    store.note_path(copy)
    assert held(store)["a"] == f"{box}/n.txt"
    box.write_bytes(b"another")
    store.note_path(copy)
    assert held(store)["a"] == str(tmp_path / "b.txt")

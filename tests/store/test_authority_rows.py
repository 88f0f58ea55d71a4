"""Whose code it is, by the registry or by the papers held: counts, marks, and one content."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongtou.store import Store, open_store
from hongtou.store.authority_rows import update_authority_codes, write_authority_codes

Paper = tuple[str | None, int | None, tuple[str, ...]]  # code, year, issuing authorities


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "k.db") as opened:
        yield opened


def put(connection: sqlite3.Connection, papers: Sequence[Paper], first: int = 0) -> None:
    for at, (code, year, names) in enumerate(papers, first):
        connection.execute("INSERT INTO files(sha256, name, path, status, version)"
                           " VALUES (?, 'x', 'x', 'done', '1')", (f"{at:064x}",))  # fmt: skip
        connection.execute(
            "INSERT INTO documents(document_id, file_sha256, role, authority_code, year)"
            " VALUES (?, ?, 'main', ?, ?)", (f"{at:012x}-0", f"{at:064x}", code, year),
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO parties(document_id, role, rank, name, organisation)"
            " VALUES (?, 'issuing_authority', ?, ?, ?)",
            [(f"{at:012x}-0", rank, name, name) for rank, name in enumerate(names, 1)],
        )


def rows(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    query = ("SELECT code, authority, known_by, documents, agreeing FROM authority_codes"
             " ORDER BY code")  # fmt: skip
    return [tuple(row) for row in connection.execute(query)]


def told(store: Store, *papers: Paper) -> list[tuple[object, ...]]:
    with store.transaction():
        put(store.db.conn, papers)
        write_authority_codes(store.db.conn)
    return rows(store.db.conn)


def test_the_registry_first(store: Store) -> None:
    found = told(
        store,
        ("银发", 2021, ("中国人民银行", "财政部")),
        ("银发", 2020, ("人民银行",)),
        ("银发", 2019, ()),  # no name, as on a torn first page
        ("银发", 2018, ("某某局",)),  # contradicts; a listed code stays
        (None, None, ("财政部",)),
    )
    assert found == [("银发", "中国人民银行", "registry", 4, 2)]
    level, region = store.db.conn.execute("SELECT level, region FROM authority_codes").fetchone()
    assert (level, region) == ("national", None)


def test_an_unknown_code_is_inferred_and_marked(store: Store) -> None:
    office = "江西省某某局"
    found = told(store, *[("赣某发", 2021, (office,))] * 3, ("赣某发", 2021, ("某某厅",)))
    assert found == [("赣某发", office, "inferred", 4, 3)]
    level, region = store.db.conn.execute("SELECT level, region FROM authority_codes").fetchone()
    assert (level, region) == ("provincial", "江西省")


def test_no_majority_no_answer(store: Store) -> None:
    assert told(store, ("某发", 2021, ("甲局",)), ("某发", 2021, ("乙局",))) == []
    assert told(store) == []


def test_papers_settle_what_several_places_write(store: Store) -> None:
    assert told(store, ("宁政发", 2021, ("南京市人民政府",))) == [
        ("宁政发", "南京市人民政府", "registry", 1, 1)
    ]


def test_without_names_nobody_is_chosen(store: Store) -> None:
    assert told(store, ("宁政发", 2021, ())) == []


def test_what_is_put_together_gives_way_to_papers(store: Store) -> None:
    """信 is 信阳 here; if all papers are those of 信丰县, they say whose code it is."""
    assert told(store, ("信政发", 2021, ("信丰县人民政府",))) == [
        ("信政发", "信丰县人民政府", "inferred", 1, 1)
    ]


def test_the_listed_code_of_a_place_gives_way_too(store: Store) -> None:
    assert told(store, ("新政发", 2021, ("新田县人民政府",))) == [
        ("新政发", "新田县人民政府", "inferred", 1, 1)
    ]
    with store.transaction():
        put(store.db.conn, [("新政发", 2021, ("新疆维吾尔自治区人民政府",))], first=9)
        write_authority_codes(store.db.conn)
    assert rows(store.db.conn) == [("新政发", "新疆维吾尔自治区人民政府", "registry", 2, 1)]


def test_the_body_of_the_years_of_most_papers(store: Store) -> None:
    found = told(
        store,
        ("忻银发", 2024, ("中国人民银行忻州市分行",)),
        ("忻银发", 2025, ("中国人民银行忻州市分行",)),
        ("忻银发", 2021, ("人民银行忻州市中心支行",)),
    )
    # One line of bodies: all three papers agree.
    assert found == [("忻银发", "中国人民银行忻州市分行", "registry", 3, 3)]


def test_an_office_writes_for_its_body(store: Store) -> None:
    assert told(store, ("银办发", 2021, ("中国人民银行",)), ("财金", 2021, ("财政部办公厅",))) == [
        ("财金", "财政部", "registry", 1, 1),
        ("银办发", "中国人民银行办公厅", "registry", 1, 1),
    ]


PAPERS: list[Paper] = [
    ("银发", 2021, ("中国人民银行",)),
    ("某发", 2021, ("甲局",)),
    ("某发", 2022, ("甲局", "乙局")),
    ("某发", 2022, ("丙局",)),
]


def test_any_order_gives_one_table(store: Store) -> None:
    tables = set()
    for order in permutations(PAPERS):
        with store.transaction():
            store.db.conn.execute("DELETE FROM files")
        tables.add(tuple(told(store, *order)))
    assert tables == {
        (("某发", "甲局", "inferred", 3, 2), ("银发", "中国人民银行", "registry", 1, 1))
    }


CODES = st.sampled_from(["银发", "某发", "宁政发", "忻银发", None])
NAMES = st.sampled_from(["中国人民银行", "甲局", "乙局", "南京市人民政府"])
SHELVES = st.lists(
    st.tuples(CODES, st.sampled_from([2020, 2024, None]), NAMES.map(lambda n: (n,)) | st.just(())),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=SHELVES, gone=st.sets(st.integers(0, 5)), after=SHELVES)
def test_bringing_up_to_date_is_making_anew(
    tmp_path_factory: pytest.TempPathFactory, before: list[Paper], gone: set[int],
    after: list[Paper],
) -> None:  # fmt: skip
    with open_store(tmp_path_factory.mktemp("k") / "k.db") as store, store.transaction():
        connection = store.db.conn
        put(connection, before)
        write_authority_codes(connection)
        for at in gone:
            connection.execute(
                "INSERT OR IGNORE INTO link_changes(kind, key) SELECT 'code', authority_code"
                " FROM documents WHERE file_sha256 = ? AND authority_code IS NOT NULL",
                (f"{at:064x}",),
            )
            connection.execute("DELETE FROM files WHERE sha256 = ?", (f"{at:064x}",))
        put(connection, after, first=10)
        connection.execute(
            "INSERT INTO link_changes(kind, key) SELECT 'file', sha256 FROM files"
            " WHERE sha256 >= ?", (f"{10:064x}",),
        )  # fmt: skip
        update_authority_codes(connection)
        updated = rows(connection)
        write_authority_codes(connection)
        assert rows(connection) == updated

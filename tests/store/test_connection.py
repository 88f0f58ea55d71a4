import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hongtou.errors import MissingDatabaseError, StoreError
from hongtou.store import open_readonly, open_store
from hongtou.store.schema import SEARCH_TABLES, read_migrations, schema_version

PROMISED = {
    "files": "sha256 name path media_type bytes pages reader status error ingested_at version",
    "documents": "document_id file_sha256 role title document_type document_number authority_code"
    " year serial document_date print_date effective_date expiry_date classification urgency"
    " openness copies signatory printing_authority contact contact_phone start end",
    "parties": "document_id role rank name organisation",
    "segments": "segment_id document_id parent_id path level label ordinal heading text start end",
    "obligations": "obligation_id document_id segment_id bearer force action condition deadline"
    " recurrence text start end",
    "quantities": "quantity_id document_id segment_id obligation_id text start end role operator"
    " value value_upper lower_inclusive upper_inclusive unit per baseline",
    "deadlines": "deadline_id document_id segment_id obligation_id text start end date precision",
    "citations": "citation_id document_id segment_id relation text title document_number start end"
    " target_document_id status confidence evidence",
    "corrections": "file_sha256 start end before after rule state confidence reason",
    "findings": "file_sha256 document_id code message start end",
    "texts": "file_sha256 raw clean",
    "runs": "file_sha256 start end page x0 top x1 bottom confidence",
    "decisions": "decision_id",
}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    open_store(tmp_path / "k.db").close()
    return tmp_path / "k.db"


@pytest.mark.parametrize("table", PROMISED)
def test_promised_columns(made: Path, table: str) -> None:
    connection = open_readonly(made)
    columns = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
    connection.close()
    assert set(PROMISED[table].split()) <= columns


def test_wal_foreign_keys_and_version(made: Path) -> None:
    with open_store(made) as store:
        assert store.db.journal_mode == "wal"
        assert store.db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert store.db.execute("PRAGMA user_version").fetchone() == (schema_version(),)
        names = set(store.db.table_names())
    assert names >= SEARCH_TABLES
    assert len(read_migrations()) == schema_version()


def test_a_closed_base_is_one_file(made: Path) -> None:
    assert [p.name for p in made.parent.iterdir()] == ["k.db"]


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingDatabaseError, match="hongtou ingest"):
        open_readonly(tmp_path / "none.db")


@pytest.mark.parametrize("opener", [open_readonly, open_store])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a database at all, just words " * 40, "不是 SQLite 数据库"),
        (b"SQLite format 3\x00" + b"\xff" * 2000, "数据库|损坏|无法使用"),
    ],
)
def test_not_a_database(tmp_path: Path, opener: object, content: bytes, reason: str) -> None:
    path = tmp_path / "k.db"
    path.write_bytes(content)
    assert callable(opener)
    with pytest.raises(StoreError, match=reason):
        opener(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("opener", [open_readonly, open_store])
def test_a_directory(tmp_path: Path, opener: object) -> None:
    assert callable(opener)
    with pytest.raises(StoreError, match="目录"):
        opener(tmp_path)


@pytest.mark.parametrize("opener", [open_readonly, open_store])
def test_of_another_program(tmp_path: Path, opener: object) -> None:
    path = tmp_path / "k.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    assert callable(opener)
    with pytest.raises(StoreError, match="红头知识库"):
        opener(path)


@pytest.mark.parametrize("opener", [open_readonly, open_store])
def test_of_a_newer_version(made: Path, opener: object) -> None:
    connection = sqlite3.connect(made)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert callable(opener)
    with pytest.raises(StoreError, match="升级"):
        opener(made)


def test_of_an_older_version(made: Path) -> None:
    connection = sqlite3.connect(made)
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    with pytest.raises(StoreError, match="旧版本"):
        open_readonly(made)


def test_empty_file_is_a_new_base(tmp_path: Path) -> None:
    (tmp_path / "k.db").touch()
    open_store(tmp_path / "k.db").close()
    open_readonly(tmp_path / "k.db").close()


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="不存在"):
        open_store(tmp_path / "none" / "k.db")


def test_no_place_to_write() -> None:
    # Nobody, not even root, makes files there.
    with pytest.raises(StoreError, match="知识库"):
        open_store("/proc/k.db")


def test_rows_have_names(made: Path) -> None:
    connection = open_readonly(made)
    assert connection.execute("SELECT 1 AS one").fetchone()["one"] == 1
    connection.close()


def test_name_with_signs_of_a_uri(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=rwc#库 %20.db"
    open_store(path).close()
    open_readonly(path).close()
    assert path.exists()


def test_writing_does_not_load_what_it_does_not_need(tmp_path: Path) -> None:
    code = (
        "import sys; from hongtou.store import open_store; open_store(sys.argv[1]).close();"
        "sys.exit('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "k.db")])
    assert done.returncode == 0

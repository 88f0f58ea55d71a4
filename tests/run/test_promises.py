"""The promises of the house, kept by the real rooms on the four notices of the corpus."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from hongtou.model import Correction, Outline, RawSpan, TaggedDocument, undo
from hongtou.run import Rooms, own_rooms, process
from hongtou.store.content import Content
from tests.run.test_ingest import content, files_below, query, run, statuses

CORPUS = Path(__file__).parents[2] / "corpus"
NOTICES = sorted(CORPUS.glob("*.txt"))
TABLES_WITH_SPANS = (
    "segments", "obligations", "quantities", "deadlines", "citations", "metadata", "elements",
    "attachments", "forwarding_requests",
)  # fmt: skip


@pytest.fixture(scope="module")
def rooms() -> Rooms:
    """The real rooms; tagging, which depends on the outline alone, is done once an outline."""
    house = own_rooms()
    tagged: dict[tuple[str, int, str], TaggedDocument] = {}

    def tag(outline: Outline) -> TaggedDocument:
        source = outline.bundle.clean.transcript.source
        key = (source.sha256, outline.document.ordinal, outline.text)
        if key not in tagged:
            tagged[key] = house.tag(outline)
        return replace(tagged[key], outline=outline)

    return replace(house, tag=tag)


@pytest.fixture(scope="module")
def whole(rooms: Rooms, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of the corpus, made in one go."""
    into = tmp_path_factory.mktemp("whole")
    report = run(*NOTICES, into=into, rooms=rooms)
    assert report.exit_code == 0
    assert report.count("done") == len(NOTICES) == 4
    return into


@pytest.fixture(scope="module")
def expected(whole: Path) -> Content:
    """Its content."""
    return content(whole)


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_every_order_gives_the_same_content(
    order: tuple[int, ...], rooms: Rooms, expected: Content, tmp_path: Path
) -> None:
    for index in order:
        run(NOTICES[index], into=tmp_path, rooms=rooms, extracted=None)
    assert content(tmp_path) == expected


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("notice", NOTICES, ids=lambda path: path.stem[:4])
def test_the_encoding_does_not_matter(notice: Path, encoding: str, tmp_path: Path) -> None:
    text = notice.read_bytes().decode()
    (tmp_path / "n.txt").write_bytes(text.encode(encoding))
    found, original = process(tmp_path / "n.txt"), process(notice)
    assert [d.metadata for d in found] == [d.metadata for d in original]
    assert [d.quantities for d in found] == [d.quantities for d in original]
    assert found[0].outline.bundle.clean.transcript.text == text


@pytest.mark.parametrize("held", range(1, 4))
def test_resumed_is_uninterrupted(
    held: int, rooms: Rooms, whole: Path, expected: Content, tmp_path: Path
) -> None:
    run(*NOTICES[:held], into=tmp_path, rooms=rooms)
    run(*NOTICES, into=tmp_path, rooms=rooms)
    assert content(tmp_path) == expected
    assert files_below(tmp_path / "out") == files_below(whole / "out")


def test_twice_changes_nothing(rooms: Rooms, whole: Path, expected: Content) -> None:
    assert set(statuses(run(*NOTICES, into=whole, rooms=rooms)).values()) == {"unchanged"}
    assert content(whole) == expected
    run(*NOTICES, into=whole, rooms=own_rooms(), force=True)
    assert content(whole) == expected


@pytest.mark.parametrize("room", ["clean", "split", "segment", "tag"])
def test_from_any_room_on(room: str, rooms: Rooms, whole: Path, expected: Content) -> None:
    doors = files_below(whole / "out")
    run(*NOTICES, into=whole, rooms=rooms, from_room=room)
    assert content(whole) == expected
    assert files_below(whole / "out") == doors


def test_corrections_undone_give_the_files_back_byte_for_byte(whole: Path) -> None:
    rows = query(whole, "SELECT path, raw, clean, sha256 FROM files JOIN texts"
                        " ON sha256 = file_sha256")  # fmt: skip
    assert len(rows) == 4
    for path, raw, clean, sha256 in rows:
        ledger = tuple(
            Correction(RawSpan(start, end), before, after, rule, reason, state)
            for start, end, before, after, rule, reason, state in corrections(whole, str(sha256))
        )
        assert undo(str(clean), ledger) == raw
        assert str(raw).encode() == Path(str(path)).read_bytes()


def corrections(into: Path, sha256: str) -> list[tuple]:  # type: ignore[type-arg]
    return query(into, "SELECT start, end, before, after, rule, reason, state FROM corrections"
                       f" WHERE file_sha256 = '{sha256}' ORDER BY rank")  # fmt: skip


@pytest.mark.parametrize("table", TABLES_WITH_SPANS)
def test_spans_quote(table: str, whole: Path) -> None:
    wrong = query(
        whole,
        f"SELECT t.* FROM {table} t JOIN documents d USING (document_id)"
        " JOIN texts x USING (file_sha256)"
        " WHERE t.text IS NOT substr(x.clean, t.start + 1, t.end - t.start)",
    )
    assert wrong == []


def test_origin_is_known(whole: Path) -> None:
    origins = [str(row[0]) for row in query(whole, "SELECT origin FROM files ORDER BY 1")]
    assert [origin[:4] for origin in origins] == ["000_", "001_", "003_", "004_"]


def test_the_file_is_sound(whole: Path) -> None:
    connection = sqlite3.connect(whole / "k.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")
    connection.close()


def test_every_citation_is_answered(whole: Path) -> None:
    assert query(whole, "SELECT * FROM citations WHERE status IS NULL") == []
    assert query(whole, "SELECT count(*) > 0 FROM citations") == [(1,)]


def test_three_at_once_into_one_new_base(expected: Content, tmp_path: Path) -> None:
    code = (
        "import sys; from hongtou.run import ingest; *files, into = sys.argv[1:];"
        "report = ingest(files, db=into + '/k.db', extracted=into + '/out');"
        "print(*(o.message for o in report.outcomes)); sys.exit(report.exit_code)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, *map(str, NOTICES), str(tmp_path)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    said = [one.communicate()[0] for one in started]
    assert [one.returncode for one in started] == [0, 0, 0], said
    assert content(tmp_path) == expected
    assert len(list((tmp_path / "out").iterdir())) == len(NOTICES)

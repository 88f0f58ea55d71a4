"""The ledger in the tables: what ``clean`` said comes back, and plain SQL can replay it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hongtou.clean import clean
from hongtou.clean.ledger import with_state
from hongtou.model import Bundle, CleanText, Correction, Evidence, Finding, RawSpan, Span
from hongtou.read import open_source, read
from hongtou.store import Store, open_store
from hongtou.store.ledger_rows import correction_rows, read_ledger
from tests.support import transcript_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
# Formats that are read in a moment; a scan goes the same way from its transcript on.
PAPERS = sorted(p for p in CORPUS.iterdir() if p.suffix in (".txt", ".docx", ".ofd"))

# Raw text and corrections give the clean text, by what any SQLite tool sees: before each
# correction in effect the raw characters since the one in front, then its words.
REPLAY = """
WITH made AS (
  SELECT *, lag(end, 1, 0) OVER (ORDER BY rank) AS since
  FROM corrections WHERE file_sha256 = :file AND state IN ('applied', 'accepted')
), parts AS (
  SELECT rank, substr(raw, since + 1, start - since) || after AS words
  FROM made, texts WHERE texts.file_sha256 = :file
  UNION ALL
  SELECT 1e9, substr(raw, 1 + coalesce((SELECT max(end) FROM made), 0))
  FROM texts WHERE file_sha256 = :file
)
SELECT group_concat(words, '') FROM (SELECT words FROM parts ORDER BY rank)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "k.db") as opened:
        yield opened


def line(start: int, end: int, before: str, after: str, **more: object) -> Correction:
    return replace(
        Correction(RawSpan(start, end), before, after, "word-repair", "“提升”是词"),
        **more,  # type: ignore[arg-type]
    )


EVIDENCE = (
    Evidence("shape", 2.25, "“捉”与“提”形近"),
    Evidence("sibling", -1.5, '另一份文件写作"捉"；\n换行'),
)
TEXT = CleanText(
    replace(transcript_of("捉升,捉升"), source=replace(transcript_of("").source, sha256="e" * 64)),
    (
        line(0, 1, "捉", "提", confidence=0.985, evidence=EVIDENCE),
        line(2, 3, ",", "，"),
        line(3, 4, "捉", "提", state="proposed", confidence=0.6, evidence=EVIDENCE[:1]),
        line(3, 4, "捉", "担", state="proposed", confidence=0.1),
        line(3, 4, "捉", "担", state="rejected", confidence=0.1, rule="other"),
    ),
)


def write(store: Store, text: CleanText) -> sqlite3.Connection:
    store.write_source(Bundle(text, ()), (), version="1")
    connection = store.db.conn
    connection.row_factory = sqlite3.Row
    return connection


def test_the_ledger_comes_back_as_it_was(store: Store) -> None:
    ledger = read_ledger(write(store, TEXT), "e" * 64)
    assert tuple(ledger.values()) == TEXT.corrections
    assert all(len(name) == 10 for name in ledger)


def test_ids_name_place_and_reading(store: Store) -> None:
    names = [row["correction_id"] for row in correction_rows("e" * 64, TEXT.corrections)]
    assert len(set(names)) == 5  # two lines that say the same of one place included
    surer = replace(TEXT.corrections[0], confidence=1.0, rule="other", state="accepted")
    again = [
        row["correction_id"] for row in correction_rows("e" * 64, (surer, TEXT.corrections[2]))
    ]
    assert again == [names[0], names[2]]
    elsewhere = [row["correction_id"] for row in correction_rows("f" * 64, TEXT.corrections)]
    assert not set(names) & set(elsewhere)


def test_findings_have_ids(store: Store) -> None:
    findings = (Finding("clean.damaged", "残缺", Span(0, 2)), Finding("clean.damaged", "残缺"))
    connection = write(store, replace(TEXT, findings=findings))
    names = [row[0] for row in connection.execute("SELECT finding_id FROM findings")]
    assert len(set(names)) == 2
    assert all(len(name) == 10 for name in names)


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.suffix + path.stem[:6])
def test_plain_sql_replays_the_ledger(store: Store, path: Path) -> None:
    text = clean(read(open_source(path)))
    # Whatever reviewers say later, too: the first line is taken back, the next one confirmed.
    for number, state in enumerate(("rejected", "accepted", "proposed")):
        chosen = [c for c in text.corrections if c.state == "applied"][number * 3 :][:1]
        for correction in chosen:
            text = with_state(text, correction, state)  # type: ignore[arg-type]
    connection, file = write(store, text), {"file": text.transcript.source.sha256}
    (held,) = connection.execute("SELECT clean FROM texts WHERE file_sha256 = :file", file)
    (replayed,) = connection.execute(REPLAY, file)
    assert replayed[0] == held["clean"] == text.text
    quotes = connection.execute(
        "SELECT before, substr(raw, start + 1, end - start) FROM corrections"
        " JOIN texts USING (file_sha256) WHERE file_sha256 = :file", file,
    ).fetchall()  # fmt: skip
    assert all(before == read for before, read in quotes)
    assert text.corrections == tuple(read_ledger(connection, file["file"]).values())

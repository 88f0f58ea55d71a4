"""Files in doubt: what was read of them alone, and what other papers have to say about them.

Evidence taken from a file is always its text of the first stage. So what settling makes of one
file never changes another one, and the result does not depend on the order of files.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from hongtou.model import Box, CleanText, PageReading, RawSpan, Run, Sibling, Source, Transcript
from hongtou.store import passages
from hongtou.store.attested import ANSWERS
from hongtou.store.rows import hundredths

# How many siblings speak about a file: those that share most.
MOST_SIBLINGS: Final = 6


@dataclass(frozen=True, slots=True)
class FirstReading:
    """What one file is on its own: the text of the first stage, and what else it was made from.

    ``transcript`` is JSON of what no other table holds, kept for files in doubt only; ``None``
    says that nothing in the file is in doubt.
    """

    text: str
    transcript: str | None
    ledger: str = ""  # digest of its corrections and findings


@dataclass(frozen=True, slots=True)
class Held:
    """A file in doubt as it stands in the tables."""

    text: str  # of the first stage
    transcript: str
    ledger: str  # digest of the corrections and findings in the tables
    evidence: str | None  # digest of what it was last settled with
    stale: bool
    answers: Mapping[str, int]  # to the words that were looked up then


@dataclass(frozen=True, slots=True)
class Stored:
    """What the tables hold of a file in doubt as it was read; the rest is ``Held.transcript``."""

    source: Source
    text: str
    runs: tuple[Run, ...]
    reader: str
    pages: tuple[PageReading, ...]
    version: str  # of the pipeline that read it
    options: str  # wishes with which it was read


def first_text(connection: sqlite3.Connection, sha256: str) -> str | None:
    """The text of the first stage of a file that is held."""
    row = connection.execute(
        "SELECT coalesce(f.text, t.clean) FROM texts t LEFT JOIN first_readings f"
        " USING (file_sha256) WHERE t.file_sha256 = ?",
        (sha256,),
    ).fetchone()
    return None if row is None else str(row[0])


def is_doubted(connection: sqlite3.Connection, sha256: str) -> bool:
    """Whether a file is one in doubt."""
    query = "SELECT 1 FROM first_readings WHERE file_sha256 = ?"
    return connection.execute(query, (sha256,)).fetchone() is not None


@contextmanager
def replacing(
    connection: sqlite3.Connection,
    clean: CleanText,
    first: FirstReading | Held | None,
    rest: str | None,
) -> Iterator[None]:
    """Replace the rows of a file in the ``with`` block; files in doubt are told if need be.

    Args:
        connection: In a transaction.
        clean: The file as it will be held.
        first: What it is on its own, or what is known since it was settled; ``None``: as held.
        rest: JSON of what of its transcript stands in no other table; ``None``: as held.
    """
    sha256 = clean.transcript.source.sha256
    rest = rest if rest is not None else rest_of(connection, sha256)
    if first is None and first_text(connection, sha256) is not None:
        first = held(connection, sha256)
        yield
    elif isinstance(first, Held):
        yield
    else:
        forget(connection, sha256)
        yield
        enter(connection, sha256, first or FirstReading(clean.text, None), clean.text)
    if isinstance(first, Held):
        put_back(connection, sha256, first, clean.text)
    if rest is not None:
        connection.execute(
            "INSERT INTO transcripts(file_sha256, rest) VALUES (?, ?)", (sha256, rest)
        )


def rest_of(connection: sqlite3.Connection, sha256: str) -> str | None:
    """JSON of what of a file's transcript stands in no other table."""
    query = "SELECT rest FROM transcripts WHERE file_sha256 = ?"
    row = connection.execute(query, (sha256,)).fetchone()
    return None if row is None else str(row[0])


def enter(
    connection: sqlite3.Connection, sha256: str, first: FirstReading, clean_text: str
) -> None:
    """Enter a file with what it is alone, and tell files in doubt that it came."""
    if first.transcript is not None:
        text = None if first.text == clean_text else first.text
        connection.execute(
            "INSERT INTO first_readings(file_sha256, file, text, transcript, ledger)"
            " VALUES (?, ?, ?, ?, ?)",
            (sha256, passages.key_of(sha256), text, first.transcript, first.ledger),
        )
    else:
        # Where as many papers as count hold the words already, one more changes nothing.
        _tell_askers(connection, clean_text, below=ANSWERS[-1])
    passages.add(connection, sha256, first.text)


def tell_readers(connection: sqlite3.Connection, reads: Iterable[str]) -> None:
    """Mark the files in doubt in which these characters were read: more is known of them."""
    for read in reads:
        connection.execute(
            "UPDATE first_readings SET stale = 1 WHERE NOT stale AND file_sha256 IN"
            " (SELECT file_sha256 FROM texts WHERE instr(raw, ?))",
            (read,),
        )


def forget(connection: sqlite3.Connection, sha256: str) -> None:
    """Take a file out before its rows go, and tell files in doubt."""
    text = first_text(connection, sha256)
    if text is None:
        return
    if not is_doubted(connection, sha256):
        _tell_askers(connection, text, below=ANSWERS[-1] + 1)
    passages.remove(connection, sha256, text)


def _tell_askers(connection: sqlite3.Connection, text: str, *, below: int) -> None:
    """Mark the files in doubt that looked up words of ``text``, with fewer papers than so many."""
    for length in _lengths_asked(connection):
        words = {text[at : at + length] for at in range(len(text) - length + 1)}
        connection.execute(
            "UPDATE first_readings SET stale = 1 WHERE NOT stale AND file IN"
            " (SELECT q.file FROM json_each(?) j CROSS JOIN questions q ON q.words = j.value"
            "  WHERE q.papers < ?)",
            (json.dumps(sorted(words)), below),
        )


def _lengths_asked(connection: sqlite3.Connection) -> Iterator[int]:
    """How long words are that were looked up: a step of the index each, however many they are."""
    longer = (
        "SELECT length(words) FROM questions WHERE length(words) > ? ORDER BY length(words) LIMIT 1"
    )
    row = connection.execute(longer, (0,)).fetchone()
    while row is not None:
        yield row[0]
        row = connection.execute(longer, row).fetchone()


def held(connection: sqlite3.Connection, sha256: str) -> Held | None:
    """What is held of a file in doubt, to be put back when its rows are replaced."""
    row = connection.execute(
        "SELECT coalesce(f.text, t.clean), transcript, ledger, evidence, stale"
        " FROM first_readings f JOIN texts t USING (file_sha256) WHERE file_sha256 = ?",
        (sha256,),
    ).fetchone()
    if row is None:
        return None
    text, transcript, ledger, evidence, stale = row
    answers = connection.execute(
        "SELECT words, papers FROM questions WHERE file = ? ORDER BY words",
        (passages.key_of(sha256),),
    ).fetchall()
    return Held(text, transcript, ledger, evidence, bool(stale), dict(answers))


def put_back(connection: sqlite3.Connection, sha256: str, was: Held, clean_text: str) -> None:
    """Enter a file in doubt again; nobody is told, since its text of the first stage stays."""
    key = passages.key_of(sha256)
    connection.execute(
        "INSERT INTO first_readings(file_sha256, file, text, transcript, ledger, evidence, stale)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (sha256, key, None if was.text == clean_text else was.text, was.transcript, was.ledger,
         was.evidence, was.stale),
    )  # fmt: skip
    _write_answers(connection, key, was.answers)


def settled(connection: sqlite3.Connection, sha256: str, now: Held) -> None:
    """Note with what a file in doubt was settled where its rows stay as they are."""
    key = passages.key_of(sha256)
    connection.execute("DELETE FROM questions WHERE file = ?", (key,))
    _write_answers(connection, key, now.answers)
    connection.execute(
        "UPDATE first_readings SET evidence = ?, stale = ? WHERE file = ?",
        (now.evidence, now.stale, key),
    )


def stale_files(connection: sqlite3.Connection) -> list[str]:
    """The files in doubt that are to be settled, in order of their fingerprints."""
    query = "SELECT file_sha256 FROM first_readings WHERE stale ORDER BY file_sha256"
    return [row[0] for row in connection.execute(query)]


def siblings_of(connection: sqlite3.Connection, sha256: str) -> tuple[Sibling, ...]:
    """The papers that share most with a file, each with its text of the first stage."""
    text = first_text(connection, sha256)
    if text is None:
        return ()
    found = []
    for key in passages.sharers_of(connection, sha256, text, most=MOST_SIBLINGS):
        first = f"{key:012x}"
        row = connection.execute(
            "SELECT sha256, name FROM files WHERE sha256 >= ? AND sha256 < ?", (first, f"{first}g")
        ).fetchone()
        words = None if row is None else first_text(connection, row[0])
        if words is not None:
            found.append(Sibling(row[0], row[1], words))
    return tuple(found)


def stored(connection: sqlite3.Connection, sha256: str) -> Stored:
    """What the tables hold of the transcript of a file in doubt."""
    path, name, media_type, size, origin, reader, version, options, raw = connection.execute(
        "SELECT path, name, media_type, bytes, origin, reader, version, options, raw"
        " FROM files JOIN texts ON file_sha256 = sha256 WHERE sha256 = ?",
        (sha256,),
    ).fetchone()
    runs = connection.execute(
        "SELECT start, end, page, x0, top, x1, bottom, confidence FROM runs"
        " WHERE file_sha256 = ? ORDER BY start, end",
        (sha256,),
    )
    pages = connection.execute(
        "SELECT page, width, height, method, reason FROM pages WHERE file_sha256 = ? ORDER BY page",
        (sha256,),
    )
    return Stored(
        Source(sha256, path, name, media_type, size, origin),
        raw,
        tuple(_run(*row) for row in runs),
        reader,
        tuple(PageReading(*row) for row in pages),
        version,
        options,
    )


def as_stored(transcript: Transcript) -> Transcript:
    """The transcript as the tables give it back: boxes in hundredths of a point.

    A file in doubt is cleaned from this, so that settling it later begins with the same.
    """
    return replace(transcript, runs=tuple(map(_as_stored, transcript.runs)))


def _as_stored(run: Run) -> Run:
    box = run.box
    corners = (None,) * 4 if box is None else (box.x0, box.top, box.x1, box.bottom)
    x0, top, x1, bottom = (
        None if (c := hundredths(corner)) is None else c / 100.0 for corner in corners
    )
    doubt = None if run.confidence is None else round(run.confidence * 10_000) / 10_000.0
    return _run(run.span.start, run.span.end, run.page, x0, top, x1, bottom, doubt)


def _run(
    start: int, end: int, page: int, x0: float | None, top: float | None, x1: float | None,
    bottom: float | None, confidence: float | None,
) -> Run:  # fmt: skip
    box = None
    if x0 is not None and top is not None and x1 is not None and bottom is not None:
        box = Box(x0, top, x1, bottom)
    return Run(RawSpan(start, end), page, box, confidence)


def _write_answers(connection: sqlite3.Connection, key: int, answers: Mapping[str, int]) -> None:
    connection.executemany(
        "INSERT INTO questions(words, file, papers) VALUES (?, ?, ?)",
        [(words, key, papers) for words, papers in answers.items()],
    )

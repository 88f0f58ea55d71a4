"""Writing a knowledge base: one transaction a source, so a killed run leaves whole files only."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from hongtou.errors import StoreError
from hongtou.model import (
    Bundle,
    CitationCard,
    Decision,
    DocumentCard,
    LinkSet,
    Source,
    TaggedDocument,
    Transcript,
)
from hongtou.store import decisions, first_readings, link_log, passages, search_index
from hongtou.store.connection import open_writable, reason_of
from hongtou.store.decisions import NO_CHANGE, Change
from hongtou.store.first_readings import FirstReading, Held
from hongtou.store.heeding import heeding
from hongtou.store.link_rows import citation_cards, document_cards, write_links
from hongtou.store.places import Member, former_contents, held_name, kept_name, name_of
from hongtou.store.relinking import Linker, is_due, make_links
from hongtou.store.rows import RUN_INSERT, TABLES, Row, rows_of, run_rows

if TYPE_CHECKING:
    from sqlite_utils import Database

FileStatus = Literal["done", "failed", "quarantined"]


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the knowledge base remembers of a file."""

    status: FileStatus
    version: str  # of the pipeline that read it
    path: str
    outcome: str
    options: str  # wishes with which it was read, "" where there is nothing to wish for
    media_type: str


def open_store(path: str | os.PathLike[str]) -> "Store":
    """Open a knowledge base for writing, and make it where there is none.

    Raises:
        StoreError: If the folder is missing, the file is not writable, not SQLite, or not ours.
    """
    db = open_writable(path)
    store = Store(db, Path(path))
    for index in (search_index, passages):
        if not index.is_current(db.conn):
            with store.transaction():
                index.rebuild(db.conn)
    return store


class Store:
    """An open knowledge base; a context manager that closes it.

    Closing the last connection folds the write-ahead log into the file, so that it can be copied.
    """

    def __init__(self, db: "Database", path: Path) -> None:
        self.db = db
        self.path = path

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; what is not committed is gone."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and never two writers at once.

        Raises:
            StoreError: If another program keeps writing, the disk is full or the file broken.
        """
        connection = self.db.conn
        try:
            # Asking for the write lock at once: a lock that is taken later, after a read, fails
            # without waiting when somebody else has written in between.
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except sqlite3.IntegrityError:
            self.db.rollback()
            raise  # not the disk's fault but the rows': a defect that must be seen
        except sqlite3.Error as error:
            self.db.rollback()
            raise StoreError(reason_of(self.path, error)) from error
        except BaseException:
            self.db.rollback()
            raise

    def known(self, sha256: str) -> KnownFile | None:
        """What is remembered of a file, ``None`` if it never came in."""
        row = self.db.conn.execute(
            "SELECT status, version, path, coalesce(outcome, error, ''), options, media_type"
            " FROM files WHERE sha256 = ?",
            (sha256,),
        ).fetchone()
        return KnownFile(*row) if row else None

    def members(self, sha256: str) -> tuple[Member, ...]:
        """What an archive holds, in the order of names; nothing for any other file."""
        rows = self.db.conn.execute(
            "SELECT name, file_sha256 FROM members WHERE archive_sha256 = ? ORDER BY name",
            (sha256,),
        )
        return tuple(Member(*row) for row in rows)

    def write_source(
        self,
        bundle: Bundle,
        documents: Sequence[TaggedDocument],
        *,
        version: str,
        outcome: str = "",
        options: str = "",
        first: FirstReading | Held | None = None,
        rest: str | None = None,
        heeded: Sequence[Decision] | None = None,
        change: Change = NO_CHANGE,
    ) -> tuple[str, ...]:
        """Write a source with all that was found in it, in place of what was there before.

        Links into and out of it are made again by ``apply_links``; until then they are stale.

        Args:
            bundle: The file with its clean text.
            documents: What its documents say.
            version: Of the pipeline.
            outcome: What was made of it, for people.
            options: Wishes with which it was read.
            first: What the file is on its own, or what is known of it since it was settled. If
                not given, that stays as it is held; for a new file it is its clean text.
            rest: JSON of what of the transcript stands in no other table; if not given, that
                stays as it is held.
            heeded: The decisions that the text was cleaned with; if not given, those that hold.
            change: Decisions that are taken, or taken back, together with what comes of them.

        Returns:
            The sha256 of former contents of the same file, which have been taken out.

        Raises:
            DecisionsChangedError: If other decisions hold by now, or, with a change, another text.
        """
        transcript = bundle.clean.transcript
        rows = rows_of(bundle, documents)
        row = _file_row(transcript.source, "done", version)
        row |= {"pages": transcript.pages, "reader": transcript.reader}
        row |= {"outcome": outcome, "options": options}
        connection, clean = self.db.conn, bundle.clean
        with self.transaction(), heeding(connection, clean, heeded, change):
            with first_readings.replacing(connection, clean, first, rest):
                former = self._replace(transcript.source, row)
                self._insert_runs(transcript)
                for table in TABLES:
                    self._insert(table, rows[table])
            search_index.add_file(connection, transcript.source.sha256)
            link_log.note_coming(connection, transcript.source.sha256)
        return former

    def write_failure(
        self, source: Source, status: FileStatus, error: str, *, version: str, options: str = ""
    ) -> tuple[str, ...]:
        """Remember that a file failed or is quarantined; nothing of its text is kept.

        Returns:
            The sha256 of former contents of the same file, which have been taken out.
        """
        row = _file_row(source, status, version)
        row |= {"error": error, "options": options}
        known = self.known(source.sha256)
        with self.transaction():
            former = self._replace(source, row)
            if status == "quarantined":
                decisions.scrub(self.db.conn, source.sha256)
        if status == "quarantined" and (former or (known is not None and known.status == "done")):
            self._scrub()
        return former

    def write_archive(
        self, source: Source, members: Sequence[Member], *, version: str, outcome: str
    ) -> tuple[str, ...]:
        """Remember what an archive holds; its files are sources of their own.

        Returns:
            The sha256 of former contents of the same archive, which have been taken out.
        """
        row = _file_row(source, "done", version)
        row |= {"reader": "archive", "outcome": outcome}
        inside = {member.sha256 for member in members}
        with self.transaction():
            former = self._replace(source, row, kept=inside)
            self.db.conn.executemany(
                "INSERT INTO members(archive_sha256, name, file_sha256) VALUES (?, ?, ?)",
                [(source.sha256, member.name, member.sha256) for member in members],
            )
        return former

    def note_path(self, source: Source) -> tuple[str, ...]:
        """Remember a further name of a file that is held: the first in the alphabet is kept.

        So the row does not depend on which of two copies came first. A name under which the
        content is found no more gives way.

        Returns:
            The sha256 of former contents of the same file, which have been taken out.
        """
        connection, name = self.db.conn, name_of(source)
        stays = (
            held_name(connection, source.sha256) in (None, name)
            or kept_name(connection, source) is not None
        )
        if stays and not former_contents(connection, source):
            return ()
        with self.transaction():
            former = self._remove_former(source)
            if not stays:
                connection.execute(
                    "UPDATE files SET path = ?, name = ?, origin = ?, place = ? WHERE sha256 = ?",
                    (*name, source.sha256),
                )
                # Siblings are cited by name.
                passages.tell_sharers(
                    connection, source.sha256,
                    first_readings.first_text(connection, source.sha256) or "",
                )  # fmt: skip
        return former

    def decisions(self, sha256: str) -> tuple[Decision, ...]:
        """What reviewers decided on a file, in the order in which they did; held or not."""
        return decisions.decisions_of(self.db.conn, sha256)

    @property
    def links_stale(self) -> bool:
        """Whether something was written since linking was last done, a killed run included."""
        return link_log.is_stale(self.db.conn)

    def cards(self) -> tuple[DocumentCard, ...]:
        """All documents that are held, without ghosts, in order of their keys."""
        return document_cards(self.db.conn)

    def citation_cards(self) -> tuple[CitationCard, ...]:
        """All citations, in order of document and place."""
        return citation_cards(self.db.conn)

    def apply_links(self, links: LinkSet) -> None:
        """Write what every citation means, and the ghosts; those no longer cited go."""
        with self.transaction():
            write_links(self.db.conn, links)

    def link_anew(self, link: Linker, version: str = "") -> None:
        """Let ``link`` answer the citations that what was written may concern.

        All of them, if ``version`` says that they were made by other rules. Nobody writes in
        between: a paper that came in after the cards had been read would be held, and not be
        linked.
        """
        if is_due(self.db.conn, version):
            with self.transaction():
                make_links(self.db.conn, link, version)

    def rebuild_index(self) -> None:
        """Make the full-text index anew, for one that other programs have written to."""
        with self.transaction():
            search_index.rebuild(self.db.conn)

    def _scrub(self) -> None:
        """Rewrite the file, since deleted words live on in its free pages and in the index.

        It takes seconds and happens only when a paper that was held turns out to be classified.
        """
        self.rebuild_index()
        try:
            self.db.vacuum()
            self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise StoreError(reason_of(self.path, error)) from error

    def _remove_former(self, source: Source, kept: Iterable[str | None] = ()) -> tuple[str, ...]:
        former = former_contents(self.db.conn, source, kept=kept)
        for sha256 in former:
            self._remove(sha256)
        return former

    def _remove(self, sha256: str, *, replaced: bool = False) -> None:
        """Take out all that is held of a content; if it is replaced, it stays a sibling."""
        link_log.note_going(self.db.conn, sha256, first_readings.first_text(self.db.conn, sha256))
        search_index.remove_file(self.db.conn, sha256)
        if not replaced:
            first_readings.forget(self.db.conn, sha256)
        # Everything that was read from the file goes with its row, by foreign keys.
        self.db.conn.execute("DELETE FROM files WHERE sha256 = ?", (sha256,))

    def _replace(
        self, source: Source, file_row: Row, *, kept: Iterable[str | None] = ()
    ) -> tuple[str, ...]:
        """Take out what is held of a file, its former contents too, and write its row anew."""
        name = kept_name(self.db.conn, source) or name_of(source)
        row = file_row | dict(zip(("path", "name", "origin", "place"), name, strict=True))
        former = self._remove_former(source, kept)
        self._remove(source.sha256, replaced=row["status"] == "done")
        self._insert("files", [row])
        return former

    def _insert_runs(self, transcript: Transcript) -> None:
        cursor = self.db.conn.execute(
            "INSERT INTO file_numbers(sha256) VALUES (?)", (transcript.source.sha256,)
        )
        if cursor.lastrowid is not None:
            self.db.conn.executemany(RUN_INSERT, run_rows(transcript, cursor.lastrowid))

    def _insert(self, table: str, rows: list[Row]) -> None:
        if rows:
            self.db.table(table).insert_all(rows)


def _file_row(source: Source, status: FileStatus, version: str) -> Row:
    """A row of ``files`` but for the names."""
    return {
        "sha256": source.sha256,
        "media_type": source.media_type,
        "bytes": source.size,
        "status": status,
        "ingested_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version,
    }

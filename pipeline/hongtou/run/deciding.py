"""Deciding: answers of a reviewer become decisions, and the files they concern are made anew.

A file goes from its stored transcript through all rooms again, without the paper being read; its
decisions and its new rows are written in one transaction. Several answers to one file are one way
through the rooms.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hongtou.errors import (
    DecisionsChangedError,
    HongtouError,
    LookupFailedError,
    QuarantinedError,
    ReadError,
)
from hongtou.model import Anchor, Decision, Transcript
from hongtou.read import ReadOptions
from hongtou.run import doorway
from hongtou.run.answers import Answer, Answering, numbered
from hongtou.run.chain import Progressed, Rooms, own_rooms
from hongtou.run.desk import Desk, message_of
from hongtou.run.first_stage import first_reading_of, rest_of, transcript_of
from hongtou.run.settle import settle
from hongtou.run.version import link_version, pipeline_version
from hongtou.store import Store, first_readings, open_store
from hongtou.store.decisions import Change, decisions_by_id, now
from hongtou.store.habits import HABIT
from hongtou.store.heeding import tell_of

__all__ = ["Answer", "Told", "decide", "forget_habit", "take_in", "withdraw"]

# How often a file is taken through the rooms while others write it.
ATTEMPTS: Final = 5
OnFile = Callable[[int, int], None]  # files done, of how many


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a decision: ``made``, ``fulfilled``, ``superseded`` or ``conflict``, and why."""

    decision: Decision
    outcome: str
    why: str


def decide(
    db: str | os.PathLike[str],
    answers: Sequence[Answer],
    *,
    reviewer: str,
    reason: str = "",
    extracted: str | os.PathLike[str] | None = None,
    rooms: Rooms | None = None,
    on_file: OnFile | None = None,
) -> tuple[Told, ...]:
    """Take decisions and make the files they concern anew, then those that learn from them.

    Args:
        db: The knowledge base.
        answers: What the reviewer says; several on one file are one way through the rooms.
        reviewer: Who decides.
        reason: Why, for all of them.
        extracted: Folder of the doorway JSON; files that have none there get none.
        rooms: Other rooms than those of the house.
        on_file: Told after each file.

    Returns:
        Each decision with what came of it, file by file.

    Raises:
        LookupFailedError: If an item or its file is not held any more; the other files are done.
        DecisionsChangedError: If others keep writing the same file; the other files are done.
        ReadError: If a file takes too long, or shows to be classified; the other files are done.
        StoreError: If the knowledge base cannot be written.
    """
    at = now()
    by_file: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_file[answer.file_sha256].append(answer)
    taken: list[Decision] = []

    def change_of(sha256: str) -> Callable[[Desk, Transcript], Change]:
        def change(desk: Desk, transcript: Transcript) -> Change:
            made = Answering(desk.store, transcript, reviewer, reason, at).decisions(
                by_file[sha256]
            )
            return Change(tuple(made))

        return change

    with _desk(db, extracted, rooms) as desk:
        failed: list[HongtouError] = []
        for number, sha256 in enumerate(by_file, start=1):
            try:
                taken += _make_anew(desk, sha256, change_of(sha256)).taken
            except (DecisionsChangedError, LookupFailedError, ReadError) as error:
                failed.append(error)  # one file's trouble is not that of the others
            if on_file is not None:
                on_file(number, len(by_file))
        _settle(desk)
        if failed:
            done = f"；其余 {len(taken)} 个决定已生效" if taken else ""
            raise type(failed[0])(f"{failed[0]}{done}")
        return tuple(_told(desk.store, decision) for decision in taken)


def withdraw(
    db: str | os.PathLike[str],
    decision_ids: Sequence[str],
    *,
    reviewer: str,
    extracted: str | os.PathLike[str] | None = None,
    rooms: Rooms | None = None,
) -> tuple[Decision, ...]:
    """Take decisions back: the files are made anew as if they had never been taken.

    Their rows stay and tell who took them back.

    Raises:
        LookupFailedError: If there is no such decision.
        DecisionsChangedError: If one has been taken back already.
    """
    with _desk(db, extracted, rooms) as desk:
        found = decisions_by_id(desk.store.db.conn, decision_ids)
        if missing := {*decision_ids} - {decision.decision_id for decision in found}:
            raise LookupFailedError(f"没有编号为 {'、'.join(sorted(missing))} 的决定")
        by_file: dict[str, list[str]] = defaultdict(list)
        for decision in found:
            by_file[decision.file_sha256].append(decision.decision_id)
        for sha256, ids in by_file.items():
            change = Change((), tuple(ids), reviewer, now())
            if first_readings.first_text(desk.store.db.conn, sha256) is None:
                with desk.store.transaction():
                    tell_of(desk.store.db.conn, change)
            else:
                _make_anew(desk, sha256, _always(change))
        _settle(desk)
    return found


def forget_habit(
    db: str | os.PathLike[str],
    read: str,
    printed: str,
    *,
    reviewer: str,
    reason: str = "",
    extracted: str | os.PathLike[str] | None = None,
    rooms: Rooms | None = None,
) -> Decision:
    """Let a misreading that reviewers have confirmed be evidence no more; a decision as well."""
    anchor = Anchor("", read, "", None, 0.0)
    decision = numbered(Decision("", "", "forget", HABIT, anchor, printed, reviewer, reason, now()))
    with _desk(db, extracted, rooms) as desk:
        with desk.store.transaction():
            tell_of(desk.store.db.conn, Change((decision,)))
        _settle(desk)
    return decision


def take_in(
    db: str | os.PathLike[str],
    decisions: Iterable[Decision],
    *,
    extracted: str | os.PathLike[str] | None = None,
    rooms: Rooms | None = None,
    on_file: OnFile | None = None,
) -> int:
    """Take decisions of another knowledge base in, and make the files anew that are held here.

    Returns:
        How many were not held here before; the others are left alone.
    """
    by_file: dict[str, list[Decision]] = defaultdict(list)
    with _desk(db, extracted, rooms) as desk:
        connection = desk.store.db.conn
        for decision in map(numbered, decisions):
            if not decisions_by_id(connection, (decision.decision_id,)):
                by_file[decision.file_sha256].append(decision)
        for number, (sha256, new) in enumerate(sorted(by_file.items()), start=1):
            change = Change(tuple(new))
            if first_readings.first_text(connection, sha256) is None:
                with desk.store.transaction():
                    tell_of(connection, change)
            else:
                _make_anew(desk, sha256, _always(change))
            if on_file is not None:
                on_file(number, len(by_file))
        _settle(desk)
    return sum(map(len, by_file.values()))


@contextmanager
def _desk(
    db: str | os.PathLike[str], extracted: str | os.PathLike[str] | None, rooms: Rooms | None
) -> Iterator[Desk]:
    folder = Path(extracted) if extracted is not None and Path(extracted).is_dir() else None
    with open_store(db) as store:
        yield Desk(
            store, folder, rooms or own_rooms(), pipeline_version(), ReadOptions(), False, None
        )


def _settle(desk: Desk) -> None:
    settle(desk, lambda done, total, path: None)
    desk.store.link_anew(desk.rooms.link, link_version())


def _make_anew(desk: Desk, sha256: str, change_of: Callable[[Desk, Transcript], Change]) -> Change:
    """Take one file through the rooms with other decisions, and write both.

    Raises:
        DecisionsChangedError: If others keep writing the file.
    """
    # Decisions are anchored by content, so they hold for whatever comes in between.
    change = change_of(desk, _transcript(desk, sha256)[1])
    for _ in range(ATTEMPTS - 1):
        try:
            return _make_once(desk, sha256, change)
        except DecisionsChangedError:
            if any(not _holds(desk, decision_id) for decision_id in change.withdrawn):
                raise
    return _make_once(desk, sha256, change)


def _transcript(desk: Desk, sha256: str) -> tuple[first_readings.Stored, Transcript]:
    """What is held of a file as it was read.

    Raises:
        LookupFailedError: If it is not held, or was read by an older version.
    """
    connection = desk.store.db.conn
    if first_readings.first_text(connection, sha256) is None:
        raise LookupFailedError("所在文件已不在库中；请先用 hongtou ingest 重新入库")
    rest = first_readings.rest_of(connection, sha256)
    if rest is None:
        raise LookupFailedError("所在文件由旧版本读入，无法重放；请先运行 hongtou ingest 重新读入")
    stored = first_readings.stored(connection, sha256)
    return stored, transcript_of(stored, rest)


def _holds(desk: Desk, decision_id: str) -> bool:
    query = "SELECT 1 FROM decisions WHERE decision_id = ? AND withdrawn_at IS NULL"
    return desk.store.db.conn.execute(query, (decision_id,)).fetchone() is not None


def _make_once(desk: Desk, sha256: str, change: Change) -> Change:
    stored, transcript = _transcript(desk, sha256)
    held = {d.decision_id: d for d in desk.store.decisions(sha256)}
    held |= {d.decision_id: d for d in change.taken}
    heeded = tuple(d for d in held.values() if d.decision_id not in change.withdrawn)
    try:
        progressed = desk.understand(transcript, heeded)
    except QuarantinedError as error:
        if desk.folder is not None:
            doorway.remove(desk.folder, sha256)
        desk.refused(stored.source, "quarantined", str(error))
        raise
    _write(desk, stored, progressed, heeded, change)
    return change


def _write(
    desk: Desk,
    stored: first_readings.Stored,
    progressed: Progressed,
    heeded: Sequence[Decision],
    change: Change,
) -> None:
    sha256, clean = stored.source.sha256, progressed.bundle.clean
    if desk.folder is not None and doorway.folder_of(desk.folder, sha256).is_dir():
        doorway.write(desk.folder, progressed, version=stored.version, since="clean")
    desk.store.write_source(
        progressed.bundle, progressed.documents, version=stored.version,
        outcome=message_of(progressed), options=stored.options, first=first_reading_of(clean),
        rest=rest_of(clean.transcript), heeded=heeded, change=change,
    )  # fmt: skip


def _always(change: Change) -> Callable[[Desk, Transcript], Change]:
    """A change that does not depend on how the file reads."""
    return lambda _desk, _transcript: change


def _told(store: Store, decision: Decision) -> Told:
    row = store.db.conn.execute(
        "SELECT outcome, why FROM decision_outcomes WHERE decision_id = ?", (decision.decision_id,)
    ).fetchone()
    outcome, why = row or ("conflict", "所在文件不在库中")
    return Told(decision, outcome, why)

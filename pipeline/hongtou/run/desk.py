"""The desk at which each file is settled: is it known, what came of it, what is written."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hongtou.errors import (
    DecisionsChangedError,
    DoorwayError,
    EngineError,
    HongtouError,
    MissingProgramError,
    QuarantinedError,
    ReaderCrashedError,
    ReaderMemoryError,
    ReaderTimeoutError,
    StoreError,
)
from hongtou.model import CleanText, Decision, Source, Transcript
from hongtou.read import ReadOptions
from hongtou.run import doorway
from hongtou.run.chain import Progressed, Rooms, outline_all, refuse_classified, tag_all
from hongtou.run.defects import defect_of
from hongtou.run.first_stage import first_reading_of, rest_of
from hongtou.run.report import Outcome
from hongtou.run.time_limit import time_limit
from hongtou.run.wishes import wishes_for
from hongtou.store import FileStatus, KnownFile, Member, Store
from hongtou.store.first_readings import as_stored

LOG: Final = logging.getLogger(__name__)

# What may be otherwise tomorrow, on this machine or another: no reason to throw away what an
# earlier run has read from the same bytes.
PASSING: Final = (
    EngineError,
    MissingProgramError,
    ReaderCrashedError,
    ReaderMemoryError,
    ReaderTimeoutError,
)

# Ten times what notices take on a weak machine: 100,000 characters a second, a second to load.
SECONDS: Final = 30.0
SECONDS_PER_CHARACTER: Final = 50e-6

# How often a file is taken through the rooms while reviewers decide on it.
ATTEMPTS: Final = 5

UNCHANGED: Final = "没有变化，无需重读"


@dataclass(frozen=True)
class Desk:
    """Where one ingest takes its files, with the settings that are the same for all of them."""

    store: Store
    folder: Path | None  # of the doorway JSON
    rooms: Rooms
    version: str
    options: ReadOptions
    force: bool
    from_room: doorway.Room | None
    taken: dict[str, str] = field(default_factory=dict)  # sha256 -> path, in this run

    def known_outcome(self, source: Source) -> Outcome | None:
        """The outcome of a file that need not be read; ``None`` if it must be."""
        known = self.store.known(source.sha256)
        here = source.sha256 in self.taken
        if known is None or (not here and not self._holds(source.sha256, known)):
            return None
        self.note_path(source)
        if known.status == "quarantined" or known.status == "failed":
            return Outcome(source.path, known.status, known.outcome, sha256=source.sha256)
        if _same_place(known, source) and not here:
            return Outcome(source.path, "unchanged", UNCHANGED, sha256=source.sha256)
        first = self.taken.get(source.sha256, known.path)
        return Outcome(source.path, "duplicate", f"内容与 {first} 相同", sha256=source.sha256)

    def note_path(self, source: Source) -> None:
        """Remember that a content that is held was also found here; so for all in an archive."""
        self._forget(self.store.note_path(source))
        for member in self.store.members(source.sha256):
            known = self.store.known(member.sha256) if member.sha256 else None
            if known is not None:
                self.note_path(member_source(source, member, known))

    def settle(self, source: Source, read: Callable[[], Transcript]) -> Outcome:
        """Take one file through the rooms; whatever is wrong with it becomes its outcome.

        Args:
            source: The file, with the path that people know it by.
            read: Gives what stands in it, or raises why it cannot be read.
        """
        try:
            return self._write(source, read)
        except StoreError:
            raise  # no file's fault: the next one would fail as well
        except QuarantinedError as error:
            if self.folder is not None:
                doorway.remove(self.folder, source.sha256)
            return self.refused(source, "quarantined", str(error))
        except (DoorwayError, DecisionsChangedError) as error:
            # Not the paper's fault: what is held of it stays.
            return Outcome(source.path, "failed", said_of(source, error), sha256=source.sha256)
        except HongtouError as error:
            said = said_of(source, error)
            if isinstance(error, PASSING) and self._was_done(source):
                said = f"{said}。库中保留上次读取的结果"
                return Outcome(source.path, "failed", said, sha256=source.sha256)
            return self.refused(source, "failed", said)
        # A defect of a rule must cost one file and not the night's batch.
        except Exception as error:
            if os.environ.get("HONGTOU_DEBUG"):
                LOG.info("%s", source.path, exc_info=True)
            return self.refused(source, "failed", defect_of(error))

    def write_archive(self, source: Source, members: tuple[Member, ...], outcome: str) -> None:
        """Remember what an archive holds."""
        self._forget(
            self.store.write_archive(source, members, version=self.version, outcome=outcome)
        )

    def _holds(self, sha256: str, known: KnownFile) -> bool:
        """Whether a file is held as this run would read it, with all of an archive's members.

        What failed is tried again: a missing program may have been installed.
        """
        again = self.force or self.from_room is not None or known.version != self.version
        if again or known.status == "failed":
            return False
        if known.options != wishes_for(known.media_type, self.options):
            return False
        for member in self.store.members(sha256):
            inside = self.store.known(member.sha256) if member.sha256 else None
            if member.sha256 is None or inside is None or not self._holds(member.sha256, inside):
                return False
        return True

    def refused(self, source: Source, status: FileStatus, message: str) -> Outcome:
        """Write that a file was not taken, and nothing of its text."""
        self._forget(
            self.store.write_failure(
                source, status, message, version=self.version, options=self._wishes(source)
            )
        )
        return Outcome(source.path, status, message, sha256=source.sha256)

    def _write(self, source: Source, read: Callable[[], Transcript]) -> Outcome:
        """Read and write a file; again, if a reviewer decides on it in the meantime.

        Raises:
            DecisionsChangedError: If reviewers keep deciding.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                return self._write_once(source, read)
            except DecisionsChangedError:
                LOG.info("%s：处理期间有新的审核决定，重新整理", source.path)
        return self._write_once(source, read)

    def _write_once(self, source: Source, read: Callable[[], Transcript]) -> Outcome:
        heeded = self.store.decisions(source.sha256)
        progressed, version, since = self._walk(source, read, heeded)
        documents, findings = len(progressed.documents), progressed.finding_count
        message, clean = message_of(progressed), progressed.bundle.clean
        if self.folder is not None:
            # Before the rows: what the knowledge base says is done has its JSON.
            doorway.write(self.folder, progressed, version=version, since=since)
        # The door of clean, used as it was, says nothing of what the file is on its own.
        alone = since in (None, "read", "clean")
        former = self.store.write_source(
            progressed.bundle, progressed.documents, version=version, outcome=message,
            options=self._wishes(source), first=first_reading_of(clean) if alone else None,
            rest=rest_of(clean.transcript), heeded=heeded,
        )  # fmt: skip
        self._forget(former)
        return Outcome(source.path, "done", message, documents, findings, source.sha256)

    def _was_done(self, source: Source) -> bool:
        known = self.store.known(source.sha256)
        return known is not None and known.status == "done"

    def _wishes(self, source: Source) -> str:
        """The wishes with which the text was read, by this run or by the one that left doors."""
        known = self.store.known(source.sha256)
        if self.from_room in (None, "read") or known is None:
            return wishes_for(source.media_type, self.options)
        return known.options

    def _forget(self, former: tuple[str, ...]) -> None:
        """Take away the doorway JSON of contents that a file has no more."""
        for sha256 in former:
            if self.folder is not None:
                doorway.remove(self.folder, sha256)

    def _walk(
        self, source: Source, read: Callable[[], Transcript], heeded: tuple[Decision, ...]
    ) -> tuple[Progressed, str, doorway.Room | None]:
        """Lead a file through the rooms.

        Returns:
            The file, the version of the oldest door that it used, and the room that it entered
            first.
        """
        rooms, since = self.rooms, self.from_room
        if since is None or since == "read":
            return self.understand(read(), heeded), self.version, since
        if self.folder is None:
            raise DoorwayError(f"{source.path}：从 {since} 重做需要中间结果目录；请指定 extracted")
        doors = doorway.open_doors(self.folder, source)
        if since != "clean" and not _heeds(doors.clean(), heeded):
            since = "clean"
        # Doors of an older version make the result as old as they are: the next plain ingest
        # will read the file again.
        version = doors.version(doorway.previous(since))
        if since == "clean":
            return self.understand(doors.transcript(), heeded), version, since
        if since == "split":
            progressed = outline_all(rooms.split(doors.clean()), rooms)
        elif since == "segment":
            progressed = outline_all(doors.bundle(), rooms)
        else:
            progressed = Progressed(doors.bundle(), doors.outlines())
        return self._tag(progressed), version, since

    def understand(self, transcript: Transcript, heeded: tuple[Decision, ...]) -> Progressed:
        """Take a text through the rooms, in bounded time whatever it is made of.

        Raises:
            ReadError: If it takes too long, or shows that the paper is classified.
        """
        rooms, length = self.rooms, len(transcript.text)
        transcript, seconds = as_stored(transcript), seconds_for(length)
        said = f"整理 {length} 字的文字超时（{seconds:.0f} 秒）；可能不是公文，请核对或拆分后再试"
        with time_limit(seconds, f"{transcript.source.path}：{said}"):
            bundle = rooms.split(rooms.clean(transcript, decisions=heeded))
            return self._tag(outline_all(bundle, rooms))

    def _tag(self, progressed: Progressed) -> Progressed:
        refuse_classified(progressed)
        return tag_all(progressed, self.rooms)


def seconds_for(length: int) -> float:
    """How long the way from a text to its tags may take."""
    return SECONDS + SECONDS_PER_CHARACTER * length


def message_of(progressed: Progressed) -> str:
    """What was made of a file, for people."""
    findings = progressed.finding_count
    stuck = sum(outcome.kind == "conflict" for outcome in progressed.bundle.clean.outcomes)
    said = f"{len(progressed.documents)} 件公文" + (f"，{findings} 处待核" if findings else "")
    return said + (f"，{stuck} 个审核决定对不上" if stuck else "")


def said_of(source: Source, error: HongtouError) -> str:
    """What an error says in one line, without the path, which may be one of several."""
    return " ".join(str(error).removeprefix(f"{source.path}：").split())


def member_source(archive: Source, member: Member, known: KnownFile) -> Source:
    """A file in an archive as a source, under the name that it has there."""
    name = member.name.rpartition("/")[2]
    path = f"{archive.path}/{member.name}"
    return Source(member.sha256 or "", path, name, known.media_type, 0)


def _heeds(clean: CleanText, decisions: tuple[Decision, ...]) -> bool:
    """Whether a text was cleaned with these decisions."""
    told = {outcome.decision_id for outcome in clean.outcomes}
    return told == {decision.decision_id for decision in decisions}


def _same_place(known: KnownFile, source: Source) -> bool:
    try:
        return Path(known.path).resolve() == Path(source.path).resolve()
    except OSError:
        return known.path == source.path

"""Files into the knowledge base: one transaction a file, one outcome a file."""

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hongtou.errors import DoorwayError, HongtouError, QuarantinedError, StoreError
from hongtou.model import Source
from hongtou.run import doorway
from hongtou.run.chain import (
    Progressed,
    Rooms,
    outline_all,
    own_rooms,
    refuse_classified,
    tag_all,
)
from hongtou.run.collect import Candidate, Collected, collect, shown
from hongtou.run.report import IngestReport, Outcome, Progress
from hongtou.run.version import pipeline_version
from hongtou.store import KnownFile, Store, open_store

LOG: Final = logging.getLogger(__name__)

OnProgress = Callable[[Progress], None]


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    *,
    db: str | os.PathLike[str],
    extracted: str | os.PathLike[str] | None,
    on_progress: OnProgress | None = None,
    force: bool = False,
    from_room: doorway.Room | None = None,
    rooms: Rooms | None = None,
) -> IngestReport:
    """Take files and folders into a knowledge base; a file that fails never stops the others.

    The result does not depend on the order of the files, nor on how often a run was broken off:
    a file is written whole or not at all, and links are made anew from all that is held.

    Args:
        paths: Files and folders.
        db: The knowledge base; made where there is none.
        extracted: Folder for the doorway JSON of every file; ``None`` writes none.
        on_progress: Called once before the first file and after each one.
        force: Read files again that have not changed since this version read them.
        from_room: Run only from this room on, with the doorway JSON of the rooms before.
        rooms: Other rooms than those of the house.

    Raises:
        StoreError: If the knowledge base cannot be opened or written.
        DoorwayError: If ``extracted`` cannot be made.
    """
    folder = None if extracted is None else doorway.make_folder(Path(extracted))
    apart = [Path(db), *([] if folder is None else [folder])]
    collected = collect(paths, apart=apart)
    with open_store(db) as store:
        desk = _Desk(store, folder, rooms or own_rooms(), pipeline_version(), force, from_room)
        outcomes = desk.take_all(collected, on_progress or _say_nothing)
    return IngestReport(outcomes, collected.skipped)


@dataclass(frozen=True)
class _Desk:
    """Where one ingest takes its files, with the settings that are the same for all of them."""

    store: Store
    folder: Path | None  # of the doorway JSON
    rooms: Rooms
    version: str
    force: bool
    from_room: doorway.Room | None
    taken: dict[str, str] = field(default_factory=dict)  # sha256 -> path, in this run

    def take_all(self, collected: Collected, report: OnProgress) -> tuple[Outcome, ...]:
        """Take every file, then link; paths that lead nowhere count as taken."""
        outcomes = list(collected.problems)
        total = len(outcomes) + len(collected.candidates)
        report(Progress(len(outcomes), total, None))
        for candidate in collected.candidates:
            outcomes.append(self.take(candidate))
            report(Progress(len(outcomes), total, outcomes[-1]))
        self.link()
        return tuple(outcomes)

    def take(self, candidate: Candidate) -> Outcome:
        """Take one file; whatever is wrong with it becomes its outcome."""
        from hongtou.read import open_source

        try:
            source = open_source(candidate.path, origin=candidate.origin)
        except HongtouError as error:
            return Outcome(shown(candidate.path), "failed", str(error))
        outcome = self._known_outcome(source) or self._run(source)
        self.taken.setdefault(source.sha256, source.path)
        if candidate.expected_sha256 not in (None, source.sha256):
            note = f"{outcome.message}；注意：内容与 manifest.csv 登记的指纹不符"
            return Outcome(outcome.path, outcome.status, note, outcome.documents,
                           outcome.findings, outcome.sha256)  # fmt: skip
        return outcome

    def link(self) -> None:
        """Make all links anew if anything has been written since they were last made."""
        self.store.link_anew(self.rooms.link)

    def _known_outcome(self, source: Source) -> Outcome | None:
        """The outcome of a file that need not be read; ``None`` if it must be."""
        known = self.store.known(source.sha256)
        if known is None or known.status == "failed":
            return None  # what failed is tried again: a missing program may have been installed
        again = self.force or self.from_room is not None or known.version != self.version
        if again and source.sha256 not in self.taken:
            return None
        self._forget(self.store.note_path(source))
        if known.status == "quarantined":
            return Outcome(source.path, "quarantined", known.outcome, sha256=source.sha256)
        if _same_place(known, source) and source.sha256 not in self.taken:
            return Outcome(source.path, "unchanged", "没有变化，无需重读", sha256=source.sha256)
        first = self.taken.get(source.sha256, known.path)
        return Outcome(source.path, "duplicate", f"内容与 {first} 相同", sha256=source.sha256)

    def _run(self, source: Source) -> Outcome:
        try:
            return self._write(source)
        except StoreError:
            raise  # no file's fault: the next one would fail as well
        except QuarantinedError as error:
            if self.folder is not None:
                doorway.remove(self.folder, source.sha256)
            self._forget(
                self.store.write_failure(source, "quarantined", str(error), version=self.version)
            )
            return Outcome(source.path, "quarantined", str(error), sha256=source.sha256)
        except DoorwayError as error:
            # Not the paper's fault: what is held of it stays.
            return Outcome(source.path, "failed", str(error), sha256=source.sha256)
        except HongtouError as error:
            return self._failed(source, str(error))
        # A defect of a rule must cost one file and not the night's batch.
        except Exception as error:
            if os.environ.get("HONGTOU_DEBUG"):
                LOG.info("%s", source.path, exc_info=True)
            said = f"{source.path}：程序缺陷（{_where(error)}）；请把本行文字报告给维护者"
            return self._failed(source, said)

    def _failed(self, source: Source, message: str) -> Outcome:
        self._forget(self.store.write_failure(source, "failed", message, version=self.version))
        return Outcome(source.path, "failed", message, sha256=source.sha256)

    def _write(self, source: Source) -> Outcome:
        progressed, version = self._walk(source)
        documents, findings = len(progressed.documents), progressed.finding_count
        message = f"{documents} 件公文" + (f"，{findings} 处待核" if findings else "")
        if self.folder is not None:
            # Before the rows: what the knowledge base says is done has its JSON.
            doorway.write(self.folder, progressed, version=version, since=self.from_room)
        former = self.store.write_source(
            progressed.bundle, progressed.documents, version=version, outcome=message
        )
        self._forget(former)
        return Outcome(source.path, "done", message, documents, findings, source.sha256)

    def _forget(self, former: tuple[str, ...]) -> None:
        """Take away the doorway JSON of contents that a file has no more."""
        for sha256 in former:
            if self.folder is not None:
                doorway.remove(self.folder, sha256)

    def _walk(self, source: Source) -> tuple[Progressed, str]:
        """Lead a file through the rooms; also the version of the oldest door that it used."""
        rooms, since = self.rooms, self.from_room
        if since is None or since == "read":
            bundle = rooms.split(rooms.clean(rooms.read(source)))
            return self._tag(outline_all(bundle, rooms)), self.version
        if self.folder is None:
            raise DoorwayError(f"{source.path}：从 {since} 重做需要中间结果目录；请指定 extracted")
        doors = doorway.open_doors(self.folder, source)
        # Doors of an older version make the result as old as they are: the next plain ingest
        # will read the file again.
        version = doors.version(doorway.previous(since))
        if since == "clean":
            progressed = outline_all(rooms.split(rooms.clean(doors.transcript())), rooms)
        elif since == "split":
            progressed = outline_all(rooms.split(doors.clean()), rooms)
        elif since == "segment":
            progressed = outline_all(doors.bundle(), rooms)
        else:
            outlines = doors.outlines()
            progressed = Progressed(doors.bundle(), outlines)
        return self._tag(progressed), version

    def _tag(self, progressed: Progressed) -> Progressed:
        refuse_classified(progressed)
        return tag_all(progressed, self.rooms)


def _where(error: Exception) -> str:
    """Class and place of a defect: ``ZeroDivisionError，hongtou.tag.limits 第 40 行``.

    Never its message, which may quote the paper, and the paper may be classified.
    """
    name, trace = type(error).__name__, error.__traceback__
    if trace is None:
        return name
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{name}，{trace.tb_frame.f_globals.get('__name__')} 第 {trace.tb_lineno} 行"


def _same_place(known: KnownFile, source: Source) -> bool:
    try:
        return Path(known.path).resolve() == Path(source.path).resolve()
    except OSError:
        return known.path == source.path


def _say_nothing(progress: Progress) -> None:
    """For callers that watch nothing."""

"""All files of one ingest: cheap ones are read here, the others by reader processes.

While processes read, this one tags and writes. Nothing that is written depends on which file came
first, and outcomes are listed in the order in which the files were named.
"""

import pickle
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hongtou.errors import HongtouError
from hongtou.model import Source, Transcript
from hongtou.read import READERS, open_source
from hongtou.run.archives import OpenArchive, open_archive
from hongtou.run.chain import ARCHIVES
from hongtou.run.collect import Candidate, Collected, shown
from hongtou.run.desk import Desk
from hongtou.run.report import Outcome, Progress, Reading
from hongtou.run.workers import PageRead, ReaderPool

OnProgress = Callable[[Progress], None]

# Read by Python alone, in less time than a file takes to be handed over.
IN_PROCESS: Final = frozenset({"text/plain"})

Key = tuple[int, ...]  # place in the list of outcomes; members come behind their archive


@dataclass(frozen=True, slots=True)
class Item:
    """A file to take."""

    key: Key
    path: Path  # where its bytes are
    name: str  # the path that people know it by: 通知.zip/内/a.pdf
    origin: str | None = None
    expected_sha256: str | None = None
    archive: "OpenArchive | None" = None  # that it was taken out of


class Batch:
    """One ingest under way."""

    def __init__(self, desk: Desk, pool: ReaderPool, report: OnProgress) -> None:
        self.desk = desk
        self._pool = pool
        self._report = report
        self._waiting: deque[Item] = deque()
        self._reading: dict[int, tuple[Item, Source, Source]] = {}  # by ticket: real, shown
        self._copies: dict[str, list[Item]] = {}  # sha256 being read -> files of the same content
        self._outcomes: dict[Key, Outcome] = {}
        self._total = 0
        self._tickets = 0
        self._portable = _is_portable(desk.rooms.read)

    def take_all(self, collected: Collected) -> tuple[Outcome, ...]:
        """Take every file; paths that lead nowhere count as taken."""
        self._outcomes = {(-1, rank): o for rank, o in enumerate(collected.problems)}
        for rank, candidate in enumerate(collected.candidates):
            self._waiting.append(_item(rank, candidate))
        self._total = len(self._outcomes) + len(self._waiting)
        self._report(Progress(len(self._outcomes), self._total, None))
        with ExitStack() as self._folders:
            while self._waiting or self._reading:
                if self._waiting and not self._pool.full and not self._pool.ready:
                    self._take(self._waiting.popleft())
                else:
                    self._hear()
        return tuple(self._outcomes[key] for key in sorted(self._outcomes))

    def _take(self, item: Item) -> None:
        """Settle a file, or hand it to a process, or put it off until its twin is through."""
        try:
            real = open_source(item.path, origin=item.origin)
        except HongtouError as error:
            said = str(error).removeprefix(f"{shown(item.path)}：")
            self._give(item, Outcome(item.name, "failed", said))
            return
        source = real if item.archive is None else item.archive.source_of(item.name, real)
        if source.sha256 in self._copies:
            self._copies[source.sha256].append(item)
        elif (outcome := self.desk.known_outcome(source)) is not None:
            self._give(item, outcome)
        elif source.media_type in ARCHIVES:
            self._open(item, source)
        elif self._goes_apart(source.media_type):
            self._tickets += 1
            self._copies[source.sha256] = []
            self._reading[self._tickets] = (item, real, source)
            self._pool.submit(self._tickets, self.desk.rooms.read, real, self.desk.options)
        else:
            read = self.desk.rooms.read
            self._settle(item, real, source, lambda: read(real, options=self.desk.options))

    def _hear(self) -> None:
        """What comes from the processes: a page, a transcript, an error."""
        event = self._pool.wait()
        item, real, source = self._reading[event.ticket]
        if isinstance(event, PageRead):
            reading = Reading(item.name, event.page, event.pages)
            self._report(Progress(len(self._outcomes), self._total, None, reading))
            return
        del self._reading[event.ticket]
        self._settle(item, real, source, lambda: _opened(event.result))
        self._release(source.sha256)

    def _settle(
        self, item: Item, real: Source, source: Source, read: Callable[[], Transcript]
    ) -> None:
        self._give(item, self.desk.settle(source, lambda: _as(source, real, read)))

    def _open(self, item: Item, source: Source) -> None:
        """Put the members of an archive in front of what waits."""
        archive = open_archive(source, self._folders)
        if isinstance(archive, HongtouError):
            self._give(item, self.desk.settle(source, lambda: _opened(archive)))
            return
        self._copies[source.sha256] = []  # a twin waits until all that is inside is through
        self.desk.write_archive(source, archive.members, archive.message)
        self._total += archive.left
        self._give(item, Outcome(source.path, "done", archive.message, sha256=source.sha256))
        inside = [
            Item((*item.key, rank), path, name, archive=archive)
            for rank, (name, path) in enumerate(archive.files)
        ]
        self._waiting.extendleft(reversed(inside))
        for rank, (name, reason) in enumerate(archive.problems, start=len(inside)):
            missing = Item((*item.key, rank), Path(name), name, archive=archive)
            self._give(missing, Outcome(name, "failed", reason))

    def _release(self, sha256: str) -> None:
        """Take the twins of a file that is through."""
        self._waiting.extendleft(reversed(self._copies.pop(sha256, [])))

    def _goes_apart(self, media_type: str) -> bool:
        """Whether a process reads it; what no reader knows is refused here."""
        apart = media_type in READERS and media_type not in IN_PROCESS
        return apart and self._portable and self.desk.from_room in (None, "read")

    def _give(self, item: Item, outcome: Outcome) -> None:
        if outcome.sha256 is not None:
            self.desk.taken.setdefault(outcome.sha256, outcome.path)
            if item.expected_sha256 not in (None, outcome.sha256):
                note = "；注意：内容与 manifest.csv 登记的指纹不符"
                outcome = replace(outcome, message=outcome.message + note)
        self._outcomes[item.key] = outcome
        if item.archive is not None and item.archive.done_with_one():
            self._release(item.archive.source.sha256)
        self._report(Progress(len(self._outcomes), self._total, outcome))


def _item(rank: int, candidate: Candidate) -> Item:
    name = shown(candidate.path)
    return Item((rank,), candidate.path, name, candidate.origin, candidate.expected_sha256)


def _as(source: Source, real: Source, read: Callable[[], Transcript]) -> Transcript:
    """What was read, as that of the file that people know; an error names that one too.

    Raises:
        HongtouError: If it could not be read.
    """
    try:
        transcript = read()
    except HongtouError as error:
        if real.path == source.path:
            raise
        raise type(error)(str(error).replace(real.path, source.path)) from error
    return replace(transcript, source=source)


def _opened(result: Transcript | bytes | HongtouError) -> Transcript:
    if isinstance(result, HongtouError):
        raise result
    if isinstance(result, bytes):
        raise TypeError("a picture where a transcript was asked for")
    return result


def _is_portable(read: object) -> bool:
    """Whether a process can be told to enter this room: a lambda stays here."""
    try:
        pickle.dumps(read)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True

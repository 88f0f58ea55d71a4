"""Files into the knowledge base: one transaction a file, one outcome a file."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from hongtou.read import ReadOptions
from hongtou.run import doorway
from hongtou.run.batch import Batch, OnProgress
from hongtou.run.chain import Rooms, own_rooms
from hongtou.run.collect import collect
from hongtou.run.desk import Desk
from hongtou.run.report import IngestReport, Outcome, Progress
from hongtou.run.settle import settle
from hongtou.run.version import link_version, pipeline_version
from hongtou.run.workers import Bounds, ReaderPool, default_workers
from hongtou.store import open_store


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    *,
    db: str | os.PathLike[str],
    extracted: str | os.PathLike[str] | None,
    on_progress: OnProgress | None = None,
    force: bool = False,
    from_room: doorway.Room | None = None,
    options: ReadOptions | None = None,
    workers: int | None = None,
    bounds: Bounds | None = None,
    rooms: Rooms | None = None,
) -> IngestReport:
    """Take files and folders into a knowledge base; a file that fails never stops the others.

    The result does not depend on the order of the files, nor on how often a run was broken off:
    a file is written whole or not at all; then files in doubt are settled with what the others
    say, and links are made anew from all that is held.

    Args:
        paths: Files and folders.
        db: The knowledge base; made where there is none.
        extracted: Folder for the doorway JSON of every file; ``None`` writes none.
        on_progress: Called once before the first file, after each one, after each page that a
            reader process has read, and after each file that was settled.
        force: Read files again that have not changed since this version read them.
        from_room: Run only from this room on, with the doorway JSON of the rooms before.
        options: How files are read; a file that was read with other wishes is read again, if
            they matter for its format. ``on_page`` is not called.
        workers: How many reader processes there are at most; by the machine if not given. Plain
            text is read in this process.
        bounds: What a reader process may take of time and memory.
        rooms: Other rooms than those of the house. A ``read`` that a process cannot find by its
            name (a lambda) is entered here.

    Raises:
        StoreError: If the knowledge base cannot be opened or written.
        DoorwayError: If ``extracted`` cannot be made.
    """
    folder = None if extracted is None else doorway.make_folder(Path(extracted))
    apart = [Path(db), *([] if folder is None else [folder])]
    collected = collect(paths, apart=apart)
    with open_store(db) as store, ReaderPool(workers or default_workers(), bounds) as pool:
        desk = Desk(
            store, folder, rooms or own_rooms(), pipeline_version(), options or ReadOptions(),
            force, from_room,
        )  # fmt: skip
        say = on_progress or _say_nothing
        outcomes = Batch(desk, pool, say).take_all(collected)
        # Before links, which read what settling may repair: numbers and titles.
        settled = settle(
            desk, lambda done, total, path: say(Progress(done, total, None, settled=path))
        )
        # Anew, if anything has been written since links were last made.
        store.link_anew(desk.rooms.link, link_version())
    return IngestReport(_with_settled(outcomes, settled), collected.skipped)


def _with_settled(
    outcomes: tuple[Outcome, ...], settled: Mapping[str, Outcome]
) -> tuple[Outcome, ...]:
    """The outcomes as they stand after settling, and earlier files that proved classified."""
    taken = {outcome.sha256 for outcome in outcomes}
    now = [_as_settled(outcome, settled) for outcome in outcomes]
    others = [o for sha256, o in settled.items() if sha256 not in taken]
    return (*now, *(o for o in others if o.status == "quarantined"))


def _as_settled(outcome: Outcome, settled: Mapping[str, Outcome]) -> Outcome:
    later = settled.get(outcome.sha256 or "")
    return replace(later, path=outcome.path) if later and outcome.status == "done" else outcome


def _say_nothing(progress: Progress) -> None:
    """For callers that watch nothing."""

"""The second stage: what other papers and reviewers say is brought to the files in doubt.

Once the last file of an ingest is in, each file in doubt about which something may have been
learned is cleaned anew, from the transcript in the tables, with the papers that share passages
with it at hand. Evidence taken from a paper is always its text of the first stage, so the result
is one of the files and the decisions, not of the order in which they came.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hongtou.errors import (
    DecisionsChangedError,
    DoorwayError,
    HongtouError,
    QuarantinedError,
    ReaderTimeoutError,
    StoreError,
)
from hongtou.model import NO_KNOWLEDGE, Decision, Habit, Knowledge, Sibling
from hongtou.run import doorway
from hongtou.run.chain import Progressed, outline_all, refuse_classified, tag_all
from hongtou.run.defects import defect_of
from hongtou.run.desk import Desk, message_of, said_of, seconds_for
from hongtou.run.first_stage import ledger_digest, transcript_of
from hongtou.run.report import Outcome
from hongtou.run.time_limit import time_limit
from hongtou.store import first_readings
from hongtou.store.attested import Attested, papers_with
from hongtou.store.first_readings import Held, Stored
from hongtou.store.habits import habits_for

LOG: Final = logging.getLogger(__name__)

# Raised whenever settling makes something else of the same evidence.
FORMAT: Final = 1

# Others may write at the same time; what they leave to do, their own ingest or the next one does.
MOST_ROUNDS: Final = 50

OnSettled = Callable[[int, int, str], None]  # how many are settled, of how many, the last one


@dataclass(frozen=True, slots=True)
class Case:
    """A file in doubt with what reviewers and other papers say of it."""

    stored: Stored
    held: Held
    siblings: tuple[Sibling, ...]
    habits: tuple[Habit, ...]
    decisions: tuple[Decision, ...]

    def digest(self, version: str, answers: Mapping[str, int]) -> str:
        """Equal for equal evidence; ``answers`` are those to the words that were looked up."""
        said = [
            FORMAT,
            version,
            [_digest(self.held.text), _digest(self.held.transcript)],
            [[s.sha256, s.name, _digest(s.text)] for s in self.siblings],
            [repr(habit) for habit in self.habits],
            [repr(decision) for decision in self.decisions],
            sorted(answers.items()),
        ]
        return _digest(json.dumps(said, ensure_ascii=False))


def settle(desk: Desk, on_settled: OnSettled) -> dict[str, Outcome]:
    """Settle all files in doubt about which something may have been learned since the last time.

    A run that is broken off leaves the rest marked, for the next ingest; so does a file that
    takes too long or whose JSON cannot be written, with what its rows say. When a file turns out
    to be classified and goes, those that share its passages are settled once more.

    Returns:
        What came of the files whose rows are others now, by sha256.

    Raises:
        StoreError: If the knowledge base cannot be written.
    """
    left: set[str] = set()
    outcomes: dict[str, Outcome] = {}
    for _ in range(MOST_ROUNDS):
        waiting = [s for s in first_readings.stale_files(desk.store.db.conn) if s not in left]
        if not waiting:
            break
        for number, sha256 in enumerate(waiting, start=1):
            case = _case(desk, sha256)
            if case is None:
                continue
            try:
                outcome = _settle(desk, case)
                if outcome is not None:
                    outcomes[sha256] = outcome
            except (DoorwayError, ReaderTimeoutError) as error:
                left.add(sha256)
                LOG.warning("%s：%s", case.stored.source.path, said_of(case.stored.source, error))
            on_settled(number, len(waiting), case.stored.source.path)
    return outcomes


def _case(desk: Desk, sha256: str) -> Case | None:
    """A file in doubt and what is known of it; ``None`` once it is none any more."""
    connection = desk.store.db.conn
    held = first_readings.held(connection, sha256)
    if held is None:
        return None
    stored = first_readings.stored(connection, sha256)
    return Case(
        stored, held, first_readings.siblings_of(connection, sha256),
        habits_for(connection, stored.text), desk.store.decisions(sha256),
    )  # fmt: skip


def _settle(desk: Desk, case: Case) -> Outcome | None:
    """Settle one file; ``None`` if its rows stay as they are."""
    sha256 = case.stored.source.sha256
    if case.held.evidence == _evidence(desk, case, case.held.answers):
        _confirm(desk, sha256, case.held)
        return None
    attested = Attested(desk.store.db.conn)
    try:
        progressed = _understood(desk, case, Knowledge(case.siblings, attested, case.habits))
    except QuarantinedError as error:
        if desk.folder is not None:
            doorway.remove(desk.folder, sha256)
        return desk.refused(case.stored.source, "quarantined", str(error))
    evidence = case.digest(desk.version, attested.answers)
    now = replace(case.held, evidence=evidence, answers=dict(attested.answers))
    outcome = None
    if progressed is not None:
        try:
            outcome = _write(desk, case, now, progressed)
        except DecisionsChangedError:
            return None  # it stays marked, and the next round knows the new decision
    _confirm(desk, sha256, now)
    return outcome


def _confirm(desk: Desk, sha256: str, now: Held) -> None:
    """Take the mark off, unless another program has brought new evidence in the meantime."""
    with desk.store.transaction():
        case = _case(desk, sha256)
        if case is not None:
            true = _evidence(desk, case, now.answers) == now.evidence
            first_readings.settled(desk.store.db.conn, sha256, replace(now, stale=not true))


def _evidence(desk: Desk, case: Case, asked: Iterable[str]) -> str:
    """The digest of what is known now, for the words that were looked up before."""
    connection = desk.store.db.conn
    answers = {words: papers_with(connection, words) for words in asked}
    return case.digest(desk.version, answers)


def _write(desk: Desk, case: Case, now: Held, progressed: Progressed) -> Outcome:
    """Rows and doors of a file whose clean text is another one now."""
    stored, sha256 = case.stored, case.stored.source.sha256
    if desk.folder is not None and doorway.folder_of(desk.folder, sha256).is_dir():
        doorway.write(desk.folder, progressed, version=stored.version, since="clean")
    desk.store.write_source(
        progressed.bundle, progressed.documents, version=stored.version,
        outcome=message_of(progressed), options=stored.options,
        first=replace(now, ledger=ledger_digest(progressed.bundle.clean)),
        heeded=case.decisions,
    )  # fmt: skip
    documents, findings = len(progressed.documents), progressed.finding_count
    return Outcome(stored.source.path, "done", message_of(progressed), documents, findings, sha256)


def _understood(desk: Desk, case: Case, knowledge: Knowledge) -> Progressed | None:
    """The file with what is known; ``None`` if its rows say that already.

    What goes wrong with the help of others is done without it.

    Raises:
        QuarantinedError: If it shows that the paper is classified.
        ReaderTimeoutError: If it takes too long, as it may on a busy machine.
    """
    try:
        return _through_rooms(desk, case, knowledge)
    except (StoreError, QuarantinedError, ReaderTimeoutError):
        raise
    except HongtouError as error:
        said = said_of(case.stored.source, error)
    # A defect of a rule must cost one file the help of the others, and not the night's batch.
    except Exception as error:
        said = defect_of(error)
    LOG.warning("%s：未能用其他文件核对：%s", case.stored.source.path, said)
    try:
        return _through_rooms(desk, case, NO_KNOWLEDGE)
    except (StoreError, QuarantinedError, ReaderTimeoutError):
        raise
    except Exception as error:
        LOG.warning("%s：保留原结果：%s", case.stored.source.path, defect_of(error))
        return None


def _through_rooms(desk: Desk, case: Case, knowledge: Knowledge) -> Progressed | None:
    rooms, source = desk.rooms, case.stored.source
    transcript = transcript_of(case.stored, case.held.transcript)
    limit = seconds_for(len(transcript.text))
    with time_limit(limit, f"{source.path}：核对超时（{limit:.0f} 秒）"):
        clean = rooms.clean(transcript, knowledge=knowledge, decisions=case.decisions)
        if ledger_digest(clean) == case.held.ledger:
            return None
        progressed = outline_all(rooms.split(clean), rooms)
        refuse_classified(progressed)
        return tag_all(progressed, rooms)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

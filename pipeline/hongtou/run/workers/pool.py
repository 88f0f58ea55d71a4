"""A few reader processes under one supervisor: files go in, transcripts or errors come out.

The pool of the standard library gives up everything when one process dies. This one loses the
file that killed it, says how, and goes on with a fresh process.
"""

import pickle
import tempfile
import threading
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Final, Self

from hongtou.errors import HongtouError, ReaderCrashedError, ReaderMemoryError
from hongtou.model import Source, Transcript
from hongtou.read import ReadOptions
from hongtou.run.workers.bounds import Bounds, threads_each
from hongtou.run.workers.process import ReaderProcess, start_process
from hongtou.run.workers.wire import Beat, Job, Parcel, Picture, Refusal, Work, receive, unpack

# How often the supervisor looks, in seconds, and every how many looks for child processes.
LOOK: Final = 0.2
FAMILY: Final = 5

# Files a process may be ahead of who takes the results, so that it need not wait for them.
AHEAD: Final = 2


@dataclass(frozen=True, slots=True)
class PageRead:
    """A file is being read: ``page`` of ``pages`` is done."""

    ticket: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A file is through: what stands in it, a picture of it, or why there is neither."""

    ticket: int
    result: Transcript | bytes | HongtouError


class ReaderPool:
    """Reader processes, started when there is something to read; a context manager ends them.

    Example:
        >>> with ReaderPool(2) as pool:                                # doctest: +SKIP
        ...     pool.submit(0, read, source, ReadOptions())
        ...     pool.wait()
    """

    def __init__(self, size: int, bounds: Bounds | None = None) -> None:
        self.size = max(1, size)
        self.bounds = bounds or Bounds()
        self._lock = threading.RLock()
        self._inbox: SimpleQueue[PageRead | Finished | Parcel] = SimpleQueue()
        self._waiting: deque[Job] = deque()
        self._second: set[int] = set()  # tickets that are read again
        self._processes: dict[ReaderProcess, threading.Thread] = {}
        self._open = 0  # files submitted and not yet handed out
        self._closing = threading.Event()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._guard: threading.Thread | None = None

    @property
    def open(self) -> int:
        """Files that were submitted and whose results have not been taken."""
        return self._open

    @property
    def full(self) -> bool:
        """Whether as many files are under way as makes sense."""
        return self._open >= self.size * AHEAD

    @property
    def ready(self) -> bool:
        """Whether ``wait`` would not wait."""
        return not self._inbox.empty()

    def submit(self, ticket: int, work: Work, source: Source, options: ReadOptions) -> None:
        """Have a file read; its results carry ``ticket``. ``options.on_page`` is left out."""
        job = Job(ticket, work, source, replace(options, on_page=None))
        with self._lock:
            self._open += 1
            self._waiting.append(job)
            self._dispatch()

    def wait(self) -> PageRead | Finished:
        """The next thing that happens to a submitted file; interrupted by Ctrl-C."""
        while True:
            try:
                # On Windows a wait without end cannot be interrupted.
                event = self._inbox.get(timeout=1.0)
            except Empty:
                continue
            if isinstance(event, PageRead):
                return event
            self._open -= 1
            return Finished(event.ticket, unpack(event)) if isinstance(event, Parcel) else event

    def close(self) -> None:
        """End all processes, whatever they are doing, and remove their temporary files."""
        self._closing.set()
        with self._lock:
            self._waiting.clear()
            processes = dict(self._processes)
            for process in processes:
                process.kill()
        for thread in processes.values():
            thread.join()
        if self._guard is not None:
            self._guard.join()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _dispatch(self) -> None:
        """Give waiting files to free processes, and start processes while there may be more."""
        while self._waiting and not self._closing.is_set():
            second = self._waiting[0].ticket in self._second
            free = (p for p in self._processes if p.job is None and p.usable)
            process = next((p for p in free if not (second and p.files_read)), None)
            if process is None:
                if sum(p.job is not None for p in self._processes) >= self.size:
                    return
                process = self._start()
            if process is not None:
                process.give(self._waiting.popleft())

    def _start(self) -> ReaderProcess | None:
        """A further process; where the system refuses, the first waiting file pays for it."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="hongtou-", ignore_cleanup_errors=True
            )
        if self._guard is None:
            self._guard = threading.Thread(target=self._watch, name="hongtou-guard", daemon=True)
            self._guard.start()
        threads = threads_each(self.size)
        try:
            process = start_process(self.bounds, Path(self._folder.name), threads)
        except OSError as error:
            job = self._waiting.popleft()
            said = f"{job.source.path}：读取进程启动不了（{error.strerror}）；请关闭其他程序后再试"
            self._inbox.put(Finished(job.ticket, ReaderCrashedError(said)))
            return None
        thread = threading.Thread(target=self._serve, args=(process,), daemon=True)
        self._processes[process] = thread
        thread.start()
        return process

    def _serve(self, process: ReaderProcess) -> None:
        """Take in what a process says until it has gone."""
        try:
            while (message := _message(process)) is not None:
                with self._lock:
                    self._note(process, message)
        finally:  # whatever happens here, who waits for the file is told
            status = process.bury()
            with self._lock:
                del self._processes[process]
                if process.job is not None:
                    self._lose(process, process.job, process.reason(status))
                self._dispatch()

    def _note(self, process: ReaderProcess, message: Beat | Parcel | Picture | Refusal) -> None:
        job = process.job
        if job is None or message.ticket != job.ticket or self._closing.is_set():
            return
        if isinstance(message, Beat):
            process.note_page(message.page, message.pages)
            self._inbox.put(PageRead(message.ticket, message.page, message.pages))
            return
        if isinstance(message, Refusal) and isinstance(message.error, ReaderMemoryError):
            self._lose(process, job, message.error)
            process.verdict = "memory"
        elif isinstance(message, Refusal):
            self._inbox.put(Finished(message.ticket, message.error))
        elif isinstance(message, Picture):
            self._inbox.put(Finished(message.ticket, message.picture))
        else:
            self._inbox.put(message)
        process.note_end()
        process.look(family=False)
        if not process.usable:
            process.kill()
        self._dispatch()

    def _lose(self, process: ReaderProcess, job: Job, error: HongtouError) -> None:
        """A file has brought a process down; what a former file left behind may be to blame.

        So it is read once more by a process that has read nothing else: what comes of a file does
        not depend on its neighbours. Time is a matter of the file alone.
        """
        again = process.files_read > 0 and process.verdict in (None, "memory")
        if again and job.ticket not in self._second:
            self._second.add(job.ticket)
            self._waiting.appendleft(job)
        else:
            self._inbox.put(Finished(job.ticket, error))

    def _watch(self) -> None:
        """Look at the processes from time to time; kill what is too slow or too large."""
        look = 0
        while not self._closing.wait(LOOK):
            look += 1
            with self._lock:
                for process in self._processes:
                    if process.job is None or process.verdict is not None:
                        continue
                    process.verdict = process.overdue()
                    process.look(family=look % FAMILY == 0)
                    if process.memory > self.bounds.most_memory:
                        process.verdict = process.verdict or "memory"
                    if process.verdict is not None:
                        process.kill()


def _message(process: ReaderProcess) -> Beat | Parcel | Picture | Refusal | None:
    """The next thing that a process says; ``None`` when it says no more, or nothing sensible."""
    if process.popen.stdout is None:
        return None
    body = receive(process.popen.stdout)
    if body is None:
        return None
    try:
        message: Beat | Parcel | Picture | Refusal = pickle.loads(body)
    # What a broken process writes can break the unpickler in any way; it is then as good as dead.
    except Exception:
        return None
    return message

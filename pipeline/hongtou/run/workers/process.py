"""A reader process as the hall sees it: started, given files, watched, ended."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from hongtou.errors import (
    ReaderCrashedError,
    ReaderMemoryError,
    ReadError,
    ReaderTimeoutError,
)
from hongtou.run.workers.bounds import MEGABYTE, Bounds
from hongtou.run.workers.wire import Job, send

# Run by -c and not by multiprocessing, which would run the caller's script once more in each
# process; the path is handed on, so that readers of the caller's own are found.
BOOT: Final = (
    "import json, sys; start = json.loads(sys.argv[1]); sys.path[:] = start['path'];"
    " from hongtou.run.workers.child import main; main(start['memory'])"
)

Verdict = Literal["page", "file", "memory"]


@dataclass(eq=False)
class ReaderProcess:
    """One process and the file that it is reading. Its owner guards it with a lock."""

    bounds: Bounds
    folder: Path  # for its temporary files; goes with it
    popen: subprocess.Popen[bytes]
    job: Job | None = None
    begun: float = 0.0  # monotonic seconds at which the job was given
    beat: float = 0.0  # … and of the last page
    page: int = 0  # of the job, 0 before the first
    pages: int = 0  # of the job
    files_read: int = 0
    pages_read: int = 0
    memory: int = 0  # bytes, when last looked at
    verdict: Verdict | None = None  # why it was killed
    _family: list[int] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether it may be given another file."""
        fresh = self.memory <= self.bounds.growth and self.pages_read < self.bounds.pages
        return self.verdict is None and fresh

    def give(self, job: Job) -> None:
        """Hand it a file. If it has died in the meantime, its end of the pipe tells."""
        self.job, self.page, self.pages = job, 0, 0
        self.begun = self.beat = time.monotonic()
        if self.popen.stdin is not None:
            with suppress(OSError):
                send(self.popen.stdin, job)

    def note_page(self, page: int, pages: int) -> None:
        """It is alive."""
        self.page, self.pages, self.beat = page, pages, time.monotonic()
        self.pages_read += 1

    def note_end(self) -> None:
        """It is free."""
        self.job = None
        self.files_read += 1

    def overdue(self) -> Verdict | None:
        """Which bound of time its file has broken."""
        if self.job is None:
            return None
        now = time.monotonic()
        page = self.bounds.page_seconds if self.page else self.bounds.first_page_seconds
        if now - self.beat > page:
            return "page"
        return "file" if now - self.begun > self.bounds.seconds_for(self.job.source.size) else None

    def look(self, *, family: bool) -> None:
        """Measure its memory, that of its child processes included.

        Args:
            family: Whether to look for child processes anew, which takes milliseconds.
        """
        import psutil

        with suppress(psutil.Error):
            own = psutil.Process(self.popen.pid)
            if family:
                self._family = [child.pid for child in own.children(recursive=True)]
            self.memory = own.memory_info().rss
        for pid in self._family:
            with suppress(psutil.Error):
                self.memory += psutil.Process(pid).memory_info().rss

    def kill(self) -> None:
        """End it and all that it has started, at once; ``bury`` must follow."""
        import psutil

        if self.popen.returncode is not None:
            return
        with suppress(psutil.Error):
            for child in psutil.Process(self.popen.pid).children(recursive=True):
                with suppress(psutil.Error):
                    child.kill()
        if hasattr(os, "killpg"):  # it leads a group of its own
            with suppress(OSError):
                os.killpg(self.popen.pid, signal.SIGKILL)
        with suppress(OSError):
            self.popen.kill()

    def bury(self) -> int:
        """Clean up after it has closed its end of the pipe; gives the exit status.

        What it has started goes before it is waited for: until then its number is not given to
        another process. A status that it left with already is not changed by a kill.
        """
        self.kill()
        for stream in (self.popen.stdin, self.popen.stdout):
            if stream is not None:
                with suppress(OSError):  # what it has not taken
                    stream.close()
        status = self.popen.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        return status

    def reason(self, status: int) -> ReadError:
        """Why its file was not read, and the way out; ``status`` is that of its exit."""
        path, size = (self.job.source.path, self.job.source.size) if self.job else ("", 0)
        where = f"第 {self.page + 1} 页（共 {self.pages} 页）" if self.pages else "开头"
        if self.verdict == "memory":
            return ReaderMemoryError(
                f"{path}：读到{where}时所需内存超过 {self.bounds.most_memory // MEGABYTE} MB，"
                "已停止；请拆分文件或降低图像分辨率后再试"
            )
        if self.verdict == "page":
            limit = self.bounds.page_seconds if self.page else self.bounds.first_page_seconds
            return ReaderTimeoutError(
                f"{path}：读取超时，停在{where}已有 {limit:.0f} 秒；"
                "请用原来的软件打开检查，另存或打印成 PDF 后再试"
            )
        if self.verdict == "file":
            limit = self.bounds.seconds_for(size)
            return ReaderTimeoutError(
                f"{path}：读取超时，{limit:.0f} 秒只读到{where}；请拆分文件后再试"
            )
        return ReaderCrashedError(
            f"{path}：读取进程崩溃（{_cause(status)}），停在{where}；文件可能已损坏，"
            "请用原来的软件打开检查，另存或打印成 PDF 后再试"
        )


def start_process(bounds: Bounds, folder: Path, threads: int) -> ReaderProcess:
    """Start a reader process; models and libraries are loaded with its first file.

    Args:
        bounds: Its limits.
        folder: Where it gets a folder for its temporary files.
        threads: How many cores its recogniser should use.

    Raises:
        OSError: If the system does not start any more processes.
    """
    own = Path(tempfile.mkdtemp(dir=folder))
    start = {"path": [entry or os.getcwd() for entry in sys.path], "memory": bounds.most_memory}  # noqa: PTH109 - "" is the working folder
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HONGTOU_READER_FOLDER"), str(own))
    environment = os.environ | places | {"OMP_NUM_THREADS": str(threads)}
    popen = subprocess.Popen(
        [sys.executable, "-c", BOOT, json.dumps(start)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("HONGTOU_DEBUG") else subprocess.DEVNULL,
        env=environment,
        # Of its own group: Ctrl-C is for the hall, which ends its processes itself.
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        | getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    return ReaderProcess(bounds, own, popen)


def _cause(status: int) -> str:
    if status < 0:
        with suppress(ValueError):
            return signal.Signals(-status).name
    return f"退出码 {status}"

"""The inside of a reader process: take a file, tell each page, hand back what stands in it."""

import os
import pickle
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from hongtou.errors import HongtouError, ReaderMemoryError, ReadError
from hongtou.run.defects import defect_of
from hongtou.run.workers.wire import Beat, Job, Parcel, Picture, Refusal, pack, receive, send


def main(memory: int) -> None:
    """Read files until nobody sends any more.

    Args:
        memory: Bytes that the process may hold; the supervisor looks from time to time, and a
            flood faster than that meets a wall at twice as much.
    """
    channel = _take_channel()
    _build_wall(2 * memory)
    jobs: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        job: Job = pickle.loads(jobs.get())
        send(channel, _answer(job, lambda beat: send(channel, beat)))


def _answer(job: Job, tell: Callable[[Beat], None]) -> Parcel | Picture | Refusal:
    source = job.source

    def beat(page: int, pages: int) -> None:
        tell(Beat(job.ticket, page, pages))

    try:
        result = job.work(source, options=replace(job.options, on_page=beat))
        _check_unchanged(job)
        if isinstance(result, bytes):
            return Picture(job.ticket, result)
        return pack(job.ticket, result)
    except HongtouError as error:
        return Refusal(job.ticket, error)
    except MemoryError:
        said = f"{source.path}：读取时内存不足；请拆分文件，或关闭其他程序后再试"
        return Refusal(job.ticket, ReaderMemoryError(said))
    except OSError as error:
        said = f"{source.path}：读取时出错（{error.strerror or type(error).__name__}）"
        return Refusal(job.ticket, ReadError(f"{said}；文件可能被移走或正在改动，请重试"))
    # A defect of a reader must cost one file and not the process with its loaded models.
    except Exception as error:
        return Refusal(job.ticket, ReadError(f"{source.path}：{defect_of(error)}"))


def _check_unchanged(job: Job) -> None:
    """Refuse what was read from other bytes than those that the fingerprint is of."""
    path = job.source.path
    if not Path(path).exists():
        raise ReadError(f"{path}：文件在读取过程中被移走；请放回原处后重试")
    from hongtou.read import open_source

    if open_source(path).sha256 != job.source.sha256:
        raise ReadError(f"{path}：文件在读取过程中被改动；请等它写完后重试")


def _take_channel() -> IO[bytes]:
    """The way to the hall. C libraries print to standard output, which goes elsewhere now."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return channel


def _listen(stream: IO[bytes], jobs: "SimpleQueue[bytes]") -> None:
    """Pass on what comes in; when the hall is gone, killed perhaps, go as well."""
    while (body := receive(stream)) is not None:
        jobs.put(body)
    if own := os.environ.get("HONGTOU_READER_FOLDER"):
        shutil.rmtree(own, ignore_errors=True)
        with suppress(OSError):  # the last process takes the folder of all
            Path(own).parent.rmdir()
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)  # LibreOffice, say, that this process has started
    os._exit(0)


def _build_wall(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the supervisor's looks must do
        return
    wall: Any = (memory, memory)
    try:
        resource.setrlimit(resource.RLIMIT_DATA, wall)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no dump of the paper
    except (OSError, ValueError):  # a lower limit is in force already
        return

"""A bound on the time of work in this process: rules meet texts that nobody wrote for people."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from hongtou.errors import ReaderTimeoutError


@contextmanager
def time_limit(seconds: float, said: str) -> Iterator[None]:
    """End the work in the ``with`` block after ``seconds``, within one regular expression too.

    What counts is the time that this process works: on a busy machine a good text waits long and
    is no worse for it.

    Systems without alarms (Windows), and threads other than the first, know no such bound: there
    only the bound on the length of a text holds.

    Args:
        seconds: How long it may take, of the processor's time.
        said: What the error says, Chinese.

    Raises:
        ReaderTimeoutError: If it took longer.

    Example:
        >>> with time_limit(60, "通知.txt：整理超时；请拆分文件后再试"):
        ...     pass
    """
    alone = threading.current_thread() is threading.main_thread()
    if not alone or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise ReaderTimeoutError(said)

    former = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)

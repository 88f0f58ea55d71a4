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

    Systems without alarms (Windows), and threads other than the first, know no such bound: there
    only the bound on the length of a text holds.

    Args:
        seconds: How long it may take.
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

    former = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)

"""How much of the machine a recogniser may use: processors by affinity, quota and wish."""

import math
import os
from pathlib import Path
from typing import Final

__all__ = ["usable_processors"]

QUOTA_V2: Final = Path("/sys/fs/cgroup/cpu.max")  # "200000 100000" or "max 100000", microseconds
QUOTA_V1: Final = Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
PERIOD_V1: Final = Path("/sys/fs/cgroup/cpu/cpu.cfs_period_us")
WISH: Final = "OMP_NUM_THREADS"  # what numeric libraries share: workers on one machine set it


def usable_processors() -> int:
    """Processors that this process may use: the least of affinity, container quota and wish."""
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    limits = [count, _quota()]
    wish = os.environ.get(WISH, "")
    if wish.isdecimal() and int(wish) > 0:
        limits.append(int(wish))
    return max(1, min(limit for limit in limits if limit is not None))


def _quota() -> int | None:
    """Whole processors that the container's share of time amounts to, rounded up."""
    try:
        if QUOTA_V2.exists():
            quota, _, period = QUOTA_V2.read_text("ascii").partition(" ")
        else:
            quota, period = QUOTA_V1.read_text("ascii"), PERIOD_V1.read_text("ascii")
        return max(1, math.ceil(int(quota) / int(period))) if int(quota) > 0 else None
    except (OSError, ValueError, ZeroDivisionError):
        return None  # no container, no quota ("max"), or another system

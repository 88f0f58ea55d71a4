"""How long a reader process may take, how large it may grow, and how many of them there are."""

import os
from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1 << 20
GIGABYTE: Final = 1 << 30

# What recognition takes at its peak: 0.4 GB with the tiny models, 1.8 GB with the largest adapter.
USUAL: Final = 2 * GIGABYTE


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one reader process. A page is slow at most 20 seconds on a weak machine.

    ``seconds`` and ``seconds_per_megabyte`` bound a whole file: 15 minutes, and 5 more for each
    megabyte; a page of fax has 30 kB, so even hundreds of them have time to be recognised.
    """

    first_page_seconds: float = 180.0  # models are loaded, an old Word file is converted
    page_seconds: float = 90.0
    seconds: float = 900.0
    seconds_per_megabyte: float = 300.0
    memory: int | None = None  # bytes, with all child processes; None: by what the machine has
    growth: int = int(1.75 * GIGABYTE)  # an idle process larger than this is replaced
    pages: int = 2000  # after so many pages it is replaced anyway: recognisers grow

    def seconds_for(self, size: int) -> float:
        """How long a file of ``size`` bytes may take in all."""
        return self.seconds + self.seconds_per_megabyte * size / MEGABYTE

    @property
    def most_memory(self) -> int:
        """``memory``, else 4 GB, and never more than 60 % of what the machine has."""
        return self.memory or min(4 * GIGABYTE, int(0.6 * _machine_memory()))


def default_workers() -> int:
    """One process for every two cores, since a recogniser uses several, and as memory allows."""
    return max(1, min(_cores() // 2, _machine_memory() // (2 * USUAL), 8))


def threads_each(workers: int) -> int:
    """Cores for each of ``workers`` processes, so that recognisers do not fight over them."""
    return max(1, _cores() // workers)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # Linux: containers and batch systems allot cores
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _machine_memory() -> int:
    import psutil

    return int(psutil.virtual_memory().total)

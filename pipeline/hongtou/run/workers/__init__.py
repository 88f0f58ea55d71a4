"""Reader processes: a crash, a hang or a flood of memory in a C library costs one file only."""

from hongtou.run.workers.bounds import Bounds, default_workers
from hongtou.run.workers.pool import Finished, PageRead, ReaderPool

__all__ = ["Bounds", "Finished", "PageRead", "ReaderPool", "default_workers"]

"""Texts to learn from and texts to be measured on, told apart by the name of the file alone."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, get_args

Split = Literal["all", "bench", "train"]
SPLITS: Final[tuple[Split, ...]] = get_args(Split)
ONE_IN: Final = 4


def is_bench(name: str) -> bool:
    """Whether a file is kept back for measurements: one in four, by the SHA-1 of its name."""
    return int(hashlib.sha1(name.encode()).hexdigest(), 16) % ONE_IN == 0


def texts_of(named: Sequence[Path], split: Split = "all") -> list[Path]:
    """The text files of a split, in an order that does not follow their names.

    A few of the first are then a fair sample of them all.
    """
    found = [
        path
        for given in named
        for path in (given.rglob("*.txt") if given.is_dir() else [given])
        if split == "all" or is_bench(path.name) == (split == "bench")
    ]
    return sorted(found, key=lambda path: (hashlib.sha1(path.name.encode()).digest(), path))

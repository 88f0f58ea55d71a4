"""What a form is asked for, and what it has written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["Options", "Unit", "Written"]

Unit = Literal["article", "document"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a form may want to know besides the documents."""

    unit: Unit  # of a DocBin
    with_contacts: bool
    base: str  # what identifiers of jsonld begin with
    selected: frozenset[str]  # ids of all documents that are exported


@dataclass(frozen=True, slots=True)
class Written:
    """What a form has written."""

    paths: tuple[Path, ...]
    rows: int
    warnings: tuple[str, ...] = ()

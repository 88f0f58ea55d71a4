"""Which files an ingest takes: those named, and in folders all that may be papers."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from hongtou.run.report import Outcome

# Beside papers lie lists, programs and databases. In a folder they are passed over and reported
# as such; a file that is named itself is always tried.
NO_PAPERS: Final = frozenset({
    ".csv", ".json", ".jsonl", ".db", ".sqlite", ".sqlite3", ".db-wal", ".db-shm", ".py", ".ipynb",
    ".log", ".toml", ".yaml", ".yml", ".ini", ".tmp", ".part", ".crdownload", ".bak", ".lnk",
})  # fmt: skip
NO_PAPER_NAMES: Final = frozenset({"thumbs.db", "desktop.ini", "license", "makefile"})

MANIFEST: Final = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to take, with what the manifest beside it says of it."""

    path: Path
    origin: str | None = None
    expected_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """What an ingest will take, what it passes over, and what it cannot find."""

    candidates: tuple[Candidate, ...]
    skipped: tuple[str, ...]
    problems: tuple[Outcome, ...]


def collect(paths: Iterable[str | os.PathLike[str]], *, apart: Sequence[Path] = ()) -> Collected:
    """The files behind ``paths``, each once, folders in the order of the alphabet.

    Args:
        paths: Files and folders; folders are walked with all that is below them. Links to
            folders are followed, each folder once, so that a circle of links ends.
        apart: Files and folders that are the house's own, such as the knowledge base.
    """
    own = {path.resolve() for path in apart}
    taken: dict[Path, Candidate] = {}
    skipped: list[str] = []
    problems: list[Outcome] = []
    for path in map(Path, paths):
        if not _is_folder(path):
            taken.setdefault(_resolved(path), _candidate(path))
            continue
        found = [*_walk(path, own, set(), skipped)]
        if not found:
            problems.append(Outcome(shown(path), "failed", "目录里没有可以读入的文件"))
        for file in found:
            taken.setdefault(_resolved(file), _candidate(file))
    problems += _broken_manifests(taken)
    return Collected(tuple(taken.values()), tuple(map(shown, skipped)), tuple(problems))


def shown(path: str | os.PathLike[str]) -> str:
    """A path that can be printed and stored, whatever bytes its name is made of."""
    return os.fspath(path).encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=64)
def read_manifest(folder: Path) -> dict[str, tuple[str | None, str | None]] | None:
    """Origin and sha256 by file name from ``manifest.csv``; ``None`` if it cannot be read."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError):
        return None
    try:
        rows = list(csv.DictReader(text.splitlines()))
    except csv.Error:
        return None
    if rows and "file" not in rows[0]:
        return None
    return {
        row["file"].strip(): (_given(row, "origin"), _given(row, "sha256"))
        for row in rows
        if row["file"]
    }


def _given(row: dict[str, str | None], column: str) -> str | None:
    return (row.get(column) or "").strip() or None


def _candidate(path: Path) -> Candidate:
    manifest = read_manifest(path.parent) or {}
    origin, sha256 = manifest.get(path.name, (None, None))
    return Candidate(path, origin, sha256)


def _broken_manifests(taken: Iterable[Path]) -> Iterator[Outcome]:
    for folder in sorted({path.parent for path in taken}):
        if read_manifest(folder) is None:
            message = "清单读不出来：应为 UTF-8 的 CSV，含 file 一列；来源名未能取得"
            yield Outcome(shown(folder / MANIFEST), "failed", message)


def _walk(folder: Path, own: set[Path], seen: set[Path], skipped: list[str]) -> Iterator[Path]:
    """Files of a folder and below, those that are no papers noted in ``skipped``."""
    real = _resolved(folder)
    if real in seen or real in own:
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        skipped.append(f"{folder}{os.sep}")
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue  # hidden, or the lock file of an open Office document
        if _is_folder(entry):
            yield from _walk(entry, own, seen, skipped)
        elif _resolved(entry) in own or not _may_be_paper(entry):
            skipped.append(str(entry))
        else:
            yield entry


def _may_be_paper(file: Path) -> bool:
    name = file.name.lower()
    return (
        file.suffix.lower() not in NO_PAPERS
        and name not in NO_PAPER_NAMES
        and not name.startswith("readme")
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # a circle of links, a NUL in the name
        return path.absolute()

"""Which pipeline read a file: its release and a fingerprint of its rules and lists."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from hongtou import __version__
from hongtou.lexicon.overlay import own_files

# What decides how a file is read. A new line in a list changes the fingerprint, so the next
# ingest reads the files again; a change of the command line does not.
ROOMS: Final = ("read", "clean", "split", "segment", "tag", "notation", "lexicon", "model")
# What decides how citations are answered.
LINK_ROOMS: Final = ("link", "notation", "lexicon", "model")


@lru_cache(maxsize=1)
def link_version() -> str:
    """The version of linking; when it changes, all links of a knowledge base are made anew."""
    return _version_of(LINK_ROOMS)


@lru_cache(maxsize=1)
def pipeline_version() -> str:
    """The version that is written beside every file: ``0.1.0+1f2e3d4c``.

    Lists of the user's own count like ours, so that a new line in them has files read again.

    Raises:
        LexiconError: If HONGTOU_LEXICON names no folder, or one with a list of unknown name.
    """
    return _version_of(ROOMS)


def _version_of(rooms: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for room in rooms:
        for name, content in _contents(files("hongtou").joinpath(room), room):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    for path in own_files():  # by name: where the user's folder lies is nobody's business
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"own/{path.name}\0{len(content)}\0".encode() + content)
    return f"{__version__}+{digest.hexdigest()[:8]}"


def _contents(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    """Names and contents of all code and lists below a folder, sorted."""
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            found += _contents(entry, name)
        elif entry.name.endswith((".py", ".csv", ".jsonl", ".json")):
            # Line ends differ between a checkout on Windows and a wheel; the rules do not.
            found.append((name, entry.read_bytes().replace(b"\r\n", b"\n")))
    return sorted(found)

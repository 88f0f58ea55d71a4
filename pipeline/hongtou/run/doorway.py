"""Doorway JSON: what each room adds to a file, so that a later room can be run alone.

    extracted/0cd002fc9630/1-transcript.json    text and its places on paper
                           2-clean.json         corrections
                           3-bundle.json        documents
                           4-outline-0.json     elements and segments of document 0
                           5-tagged-0.json      what document 0 says

A door repeats nothing that an earlier one holds; reading them in turn gives the types back.
"""

import errno
import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal, TypeVar

from hongtou.errors import DoorwayError
from hongtou.model import Bundle, CleanText, Outline, Source, TaggedDocument, Transcript
from hongtou.run.chain import Progressed
from hongtou.run.doors import (
    BundlePart,
    CleanPart,
    OutlinePart,
    TaggedPart,
    TranscriptPart,
    adapter_of,
    write_json,
)

Room = Literal["read", "clean", "split", "segment", "tag"]

# Raised by one whenever a door changes its shape.
FORMAT: Final = 6

# How often a writer tries to put its doors in place while others put theirs.
ATTEMPTS: Final = 5

# Which room writes which door, in the order of the house.
DOORS: Final[dict[Room, str]] = {
    "read": "1-transcript",
    "clean": "2-clean",
    "split": "3-bundle",
    "segment": "4-outline",
    "tag": "5-tagged",
}

Part = TypeVar("Part")


def make_folder(folder: Path) -> Path:
    """Make the folder for all doorway JSON.

    Raises:
        DoorwayError: If it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DoorwayError(
            f"{folder}：中间结果目录无法建立（{error.strerror}）；请换一个位置或检查权限"
        ) from error
    return folder


def folder_of(folder: Path, sha256: str) -> Path:
    """Where the doors of one file are: ``extracted/0cd002fc9630``."""
    return folder / sha256[:12]


def remove(folder: Path, sha256: str) -> None:
    """Take away all that was left of a file, as for a paper found to be classified."""
    home = folder_of(folder, sha256)
    shutil.rmtree(home, ignore_errors=True)
    for draft in folder.glob(f".{home.name}.*"):  # of a run that was killed
        shutil.rmtree(draft, ignore_errors=True)


def write(folder: Path, progressed: Progressed, *, version: str, since: Room | None = None) -> None:
    """Write the doors of one file from room ``since`` on, all at once: they appear by a rename.

    Args:
        folder: The folder of all files.
        progressed: The file with its documents.
        version: Of the pipeline that made them, or of the oldest door that they were made from.
        since: The first room that was run; the doors before it stay as they are.

    Raises:
        DoorwayError: If the disk does not take them.
    """
    sha256 = progressed.bundle.clean.transcript.source.sha256
    home = folder_of(folder, sha256)
    kept = tuple(door for room, door in DOORS.items() if _before(room, since))
    try:
        # Each writer has a draft of its own, since two may be at the same file.
        with TemporaryDirectory(prefix=f".{home.name}.", dir=folder) as apart:
            draft = Path(apart) / home.name
            draft.mkdir()
            for door in sorted(home.glob("*.json")):
                if door.name.startswith(kept):
                    shutil.copy2(door, draft / door.name)
            for name, part in _parts(progressed).items():
                if not (draft / f"{name}.json").exists():
                    text = _wrap(name, part, sha256, version)
                    (draft / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")
            with suppress(OSError):  # pictures of pages stay; what is lost is drawn again
                (home / "pages").rename(draft / "pages")
            _put(draft, home)
    except OSError as error:
        raise DoorwayError(
            f"{home}：中间结果写不进去（{error.strerror}）；请检查磁盘空间和权限"
        ) from error


def _put(draft: Path, home: Path) -> None:
    """Rename ``draft`` to ``home``; who was there in the meantime goes, last comer wins.

    Raises:
        OSError: If it cannot be done, or another writer came in between each time.
    """
    for _ in range(ATTEMPTS):
        shutil.rmtree(home, ignore_errors=True)
        try:
            draft.rename(home)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        else:
            return
    raise OSError(errno.EEXIST, "另一个程序正在写同一文件")


@dataclass(frozen=True)
class Doors:
    """The doors of one file, opened on demand; each rebuilds the chain of types up to itself."""

    home: Path
    source: Source

    def version(self, room: Room) -> str:
        """Which pipeline made what ``room`` left."""
        if room in ("segment", "tag") and self.bundle().documents:
            return str(self._open(f"{DOORS[room]}-0")["version"])
        # A file without documents has no outline; its bundle is the last door that it went through.
        name = "3-bundle" if room in ("segment", "tag") else DOORS[room]
        return str(self._open(name)["version"])

    def transcript(self) -> Transcript:
        """What ``read`` left, with the place where the file is now."""
        part = self._part("1-transcript", TranscriptPart)
        try:
            return part.of_source(self.source)
        except ValueError as error:
            raise self._broken("1-transcript", error) from error

    def clean(self) -> CleanText:
        """What ``clean`` left."""
        part = self._part("2-clean", CleanPart)
        return CleanText(self.transcript(), part.corrections, part.findings, part.outcomes)

    def bundle(self) -> Bundle:
        """What ``split`` left."""
        part = self._part("3-bundle", BundlePart)
        return Bundle(self.clean(), part.documents, part.findings)

    def outlines(self) -> tuple[Outline, ...]:
        """What ``segment`` left, one outline a document."""
        bundle = self.bundle()
        parts = [
            (document, self._part(f"4-outline-{document.ordinal}", OutlinePart))
            for document in bundle.documents
        ]
        return tuple(
            Outline(bundle, document, part.elements, part.segments, part.findings)
            for document, part in parts
        )

    def documents(self) -> tuple[TaggedDocument, ...]:
        """What ``tag`` left: all that is known of the file."""
        return tuple(
            self._part(f"5-tagged-{outline.document.ordinal}", TaggedPart).on(outline)
            for outline in self.outlines()
        )

    def _part(self, name: str, kind: type[Part]) -> Part:
        content = self._open(name)["content"]
        try:
            part: Part = adapter_of(kind).validate_python(content)
        except ValueError as error:  # pydantic's ValidationError is one
            raise self._broken(name, error) from error
        return part

    def _broken(self, name: str, error: ValueError) -> DoorwayError:
        said = str(error).splitlines()[0]
        return DoorwayError(
            f"{self._path(name)}：中间结果内容有误（{said}）；请用 --force 从头重做"
        )

    def _open(self, name: str) -> dict[str, Any]:
        path = self._path(name)
        try:
            wrapped = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise DoorwayError(f"{path}：没有中间结果；请先完整读入一次（--force）") from error
        except (OSError, ValueError) as error:
            raise DoorwayError(f"{path}：中间结果读不出来；请用 --force 从头重做") from error
        if not isinstance(wrapped, dict) or wrapped.get("format") != FORMAT:
            raise DoorwayError(f"{path}：中间结果属于别的版本；请用 --force 从头重做")
        if wrapped.get("sha256") != self.source.sha256 or wrapped.get("door") != name:
            raise DoorwayError(f"{path}：中间结果不属于这个文件；请用 --force 从头重做")
        return wrapped

    def _path(self, name: str) -> Path:
        return self.home / f"{name}.json"


def open_doors(folder: Path, source: Source) -> Doors:
    """The doors that an earlier ingest left for a file; nothing is read yet."""
    return Doors(folder_of(folder, source.sha256), source)


def previous(room: Room) -> Room:
    """The room before: ``tag`` -> ``segment``; ``read`` has none before it and gives itself."""
    rooms = list(DOORS)
    return rooms[max(0, rooms.index(room) - 1)]


def _before(room: Room, since: Room | None) -> bool:
    rooms = list(DOORS)
    return since is not None and rooms.index(room) < rooms.index(since)


def _parts(progressed: Progressed) -> dict[str, object]:
    """Every door of a file by its name, with what it holds."""
    bundle = progressed.bundle
    parts: dict[str, object] = {
        "1-transcript": TranscriptPart.of(bundle.clean.transcript),
        "2-clean": CleanPart(
            bundle.clean.corrections, bundle.clean.findings, bundle.clean.outcomes
        ),
        "3-bundle": BundlePart(bundle.documents, bundle.findings),
    }
    for outline in progressed.outlines:
        parts[f"4-outline-{outline.document.ordinal}"] = OutlinePart(
            outline.elements, outline.segments, outline.findings
        )
    for document in progressed.documents:
        parts[f"5-tagged-{document.outline.document.ordinal}"] = TaggedPart.of(document)
    return parts


def _wrap(name: str, part: object, sha256: str, version: str) -> str:
    wrapped = {
        "format": FORMAT, "door": name, "sha256": sha256, "version": version, "content": part,
    }  # fmt: skip
    return write_json(wrapped) + "\n"

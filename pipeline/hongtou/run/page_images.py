"""Pictures of pages, made when somebody asks for one and kept beside the doorway JSON.

    extracted/0cd002fc9630/pages/3.png        at 150 dots an inch
                                 3@300.png    at another resolution

They are drawn by a process of their own, since the libraries that draw are those that break.
"""

import os
import sqlite3
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hongtou.errors import DoorwayError, HongtouError, LookupFailedError, ReadError
from hongtou.model import Source
from hongtou.query import open_knowledge_base
from hongtou.read import ReadOptions, open_source, render_page
from hongtou.run.archives import open_archive
from hongtou.run.doorway import folder_of, make_folder
from hongtou.run.workers import Bounds, Finished, ReaderPool

DPI: Final = 150
# A page that takes longer to draw will not be looked at.
BOUNDS: Final = Bounds(first_page_seconds=60, seconds=60, seconds_per_megabyte=1)

# How often to try while an ingest puts the folder of the same file in place.
ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What the process is asked for."""

    page: int
    dpi: int

    def __call__(self, source: Source, *, options: ReadOptions) -> bytes:
        return render_page(source, self.page, dpi=self.dpi)


def page_image(
    file: str | os.PathLike[str], page: int, *, extracted: str | os.PathLike[str], dpi: int = DPI
) -> Path:
    """The picture of a page of a file: ``page_image("扫描件.pdf", 3, extracted="extracted")``.

    Raises:
        ReadError: If the file cannot be opened, has no such page or no pages at all.
        DoorwayError: If the picture cannot be written.
    """
    return _image(open_source(file), page, Path(extracted), dpi)


def document_page_image(
    db: str | os.PathLike[str],
    document: str,
    page: int,
    *,
    extracted: str | os.PathLike[str],
    dpi: int = DPI,
) -> Path:
    """The picture of a page of the file that holds a document, an archive's member included.

    Args:
        db: The knowledge base.
        document: As ``KnowledgeBase.resolve`` takes it.
        page: Of the file, from 1, as answers give it.
        extracted: The folder beside the knowledge base.
        dpi: Dots an inch.

    Raises:
        LookupFailedError: If there is no such document, or only citations of it.
        ReadError: If the file is no longer where it was, or has changed.
        DoorwayError: If the picture cannot be written.
    """
    with open_knowledge_base(db) as kb:
        found = kb.resolve(document)
        row = kb.connection.execute(
            "SELECT sha256, path FROM documents JOIN files ON sha256 = file_sha256"
            " WHERE document_id = ?", (found.document_id,),
        ).fetchone()  # fmt: skip
        if row is None:
            raise LookupFailedError(f"{found.name}：尚未入库，只被引用，没有页面可看")
        home = folder_of(Path(extracted), row["sha256"])
        if (held := _place(home, page, dpi)).is_file():
            return held
        with ExitStack() as folders:
            path = _original(kb.connection, row["sha256"], row["path"], folders)
            source = open_source(path)
            if source.sha256 != row["sha256"]:
                raise ReadError(f"{row['path']}：原件在入库后有改动；请重新运行 hongtou ingest")
            return _image(source, page, Path(extracted), dpi)


def _original(connection: sqlite3.Connection, sha256: str, path: str, folders: ExitStack) -> Path:
    """Where the bytes of a file are: at its path, or taken out of its archive once more."""
    if Path(path).is_file():
        return Path(path)
    archives = connection.execute(
        "SELECT a.path, m.name FROM members m JOIN files a ON a.sha256 = m.archive_sha256"
        " WHERE m.file_sha256 = ? ORDER BY a.path, m.name",
        (sha256,),
    )
    for archive, name in archives:
        if Path(archive).is_file():
            opened = open_archive(open_source(archive), folders)
            if isinstance(opened, HongtouError):
                raise opened
            for shown, member in opened.files:
                if shown == f"{archive}/{name}":
                    return member
    raise ReadError(f"{path}：原件已不在这里；请放回原处，或在新位置重新运行 hongtou ingest")


def _place(home: Path, page: int, dpi: int) -> Path:
    return home / "pages" / (f"{page}.png" if dpi == DPI else f"{page}@{dpi}.png")


def _image(source: Source, page: int, extracted: Path, dpi: int) -> Path:
    folder = make_folder(extracted)
    place = _place(folder_of(folder, source.sha256), page, dpi)
    if place.is_file():
        return place
    picture = _drawn(source, page, dpi)
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{source.sha256[:12]}.", dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(picture)
        _put(Path(draft), place)
    except OSError as error:
        raise DoorwayError(
            f"{place}：页面图像写不进去（{error.strerror}）；请检查磁盘空间和权限"
        ) from error
    return place


def _put(draft: Path, place: Path) -> None:
    """Rename a finished picture into its place; an ingest may be changing the folder meanwhile."""
    try:
        for attempt in range(ATTEMPTS):
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.replace(place)
            except FileNotFoundError:
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                return
    finally:
        draft.unlink(missing_ok=True)


def _drawn(source: Source, page: int, dpi: int) -> bytes:
    with ReaderPool(1, BOUNDS) as pool:
        pool.submit(0, _Drawing(page, dpi), source, ReadOptions())
        event = pool.wait()
        while not isinstance(event, Finished):
            event = pool.wait()
    if isinstance(event.result, bytes):
        return event.result
    if isinstance(event.result, HongtouError):
        raise event.result
    raise TypeError("a transcript where a picture was asked for")

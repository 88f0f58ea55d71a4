"""Many files at once: a folder of them, or a ZIP whose bytes follow from what is in it."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hongtou.query.targets import written_beside
from hongtou.query.whole import Row

__all__ = ["file_name", "written_folder"]

# The hour zero of ZIP: the same content must give the same file.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_BLOCK: Final = 1 << 20
# What one of the three systems refuses in a name, and control characters.
_UNSAFE: Final = re.compile(r"[\\/:*?\"<>|\s\x00-\x1f\x7f]")
_LONGEST: Final = 40  # characters of a number; names may have 255 bytes


def file_name(document: Row, ending: str) -> str:
    """``忻银发〔2021〕49号_0cd002fc9630-0.xml``: the number for people, the id for uniqueness."""
    number = _UNSAFE.sub("", str(document["document_number"] or ""))[:_LONGEST]
    return f"{number}_{document['document_id']}{ending}".lstrip("_")


@contextmanager
def written_folder(out: Path) -> Iterator[Path]:
    """A folder to write files into: ``out`` itself or, if it ends in ``.zip``, what is packed.

    Raises:
        OSError: If it cannot be written.
    """
    if out.suffix.lower() != ".zip":
        out.mkdir(exist_ok=True)
        yield out
        return
    with TemporaryDirectory(dir=out.parent) as folder, written_beside(out) as part:
        yield Path(folder)
        _pack(Path(folder), part)


def _pack(folder: Path, part: Path) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            told = zipfile.ZipInfo(path.name, _ZIP_TIME)
            told.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(told, "w") as target:
                while block := source.read(_BLOCK):
                    target.write(block)

"""Archives: each file inside is a source of its own, called ``通知.zip/附件/a.pdf``."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hongtou.errors import HongtouError, PackageError
from hongtou.model import Source
from hongtou.run.defects import defect_of
from hongtou.store import Member


@dataclass
class OpenArchive:
    """An archive whose files lie in a temporary folder until the last of them has been taken."""

    source: Source
    files: tuple[tuple[str, Path], ...]  # shown path, where the bytes are
    problems: tuple[tuple[str, str], ...]  # shown path, why it could not be taken out
    members: tuple[Member, ...]
    left: int  # files and problems without an outcome
    _folder: "TemporaryDirectory[str]"

    @property
    def message(self) -> str:
        """What came of the archive itself."""
        missing = f"，另有 {len(self.problems)} 份取不出" if self.problems else ""
        return f"压缩包，{len(self.files)} 份文件{missing}"

    def source_of(self, name: str, real: Source) -> Source:
        """A member as people know it; ``real`` is where its bytes are."""
        return replace(real, path=name, name=name.rpartition("/")[2])

    def done_with_one(self) -> bool:
        """Count an outcome; with the last one the folder goes, and ``True`` is given."""
        self.left -= 1
        if not self.left:
            self._folder.cleanup()
        return not self.left


def open_archive(source: Source, folders: ExitStack) -> OpenArchive | HongtouError:
    """Take all files out of an archive, or say why that cannot be done.

    Args:
        source: The archive.
        folders: Removes the temporary folder if the run is broken off.
    """
    from hongtou.read.archives import unpack

    folder = TemporaryDirectory(prefix="hongtou-", ignore_cleanup_errors=True)
    folders.callback(folder.cleanup)
    try:
        unpacked = unpack(source, Path(folder.name) / "inside")
    except HongtouError as error:
        folder.cleanup()
        return error
    # A defect over one archive must not cost the batch.
    except Exception as error:
        folder.cleanup()
        return PackageError(f"{source.path}：{defect_of(error)}")
    files = tuple((f"{source.path}/{name}", path) for name, path in unpacked.members)
    problems = tuple((f"{source.path}/{name}", reason) for name, reason in unpacked.problems)
    held: dict[str, str | None] = {name: None for name, _ in unpacked.problems}
    held |= {name: _fingerprint(path) for name, path in unpacked.members}
    members = tuple(Member(name, sha256) for name, sha256 in sorted(held.items()))
    return OpenArchive(source, files, problems, members, len(files) + len(problems), folder)


def _fingerprint(path: Path) -> str | None:
    from hongtou.read import open_source

    try:
        return open_source(path).sha256
    except HongtouError:  # its outcome says why
        return None

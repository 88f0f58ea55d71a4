"""Zip archives of papers: what is in them comes out, to one folder and no further.

A problem with one member is named and the rest goes on. Names on disk are made here and never
taken from the archive, so nothing is written outside of the folder whatever an archive calls its
members.
"""

import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Final

from hongtou.errors import (
    EmptyFileError,
    EncryptedFileError,
    OversizeError,
    PackageError,
    ReadError,
)
from hongtou.lexicon import read_table
from hongtou.model import Source
from hongtou.read.media_types import HEAD_BYTES, find_media_type, name_of
from hongtou.read.packages import LIMITS, Allowance, Member, Package, PackageLimits, open_package

DEEPEST: Final = 3  # archives inside archives, the outermost not counted

ZIP: Final = "application/zip"
# Never a paper: other archives want their own tools, programs and databases want nobody.
OTHER_ARCHIVES: Final = frozenset(
    {"application/vnd.rar", "application/x-7z-compressed", "application/gzip"}
)
NO_PAPERS: Final = frozenset({"application/x-executable", "application/vnd.sqlite3"})

# Characters that some file system forbids in names; control characters too.
FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
LONGEST_NAME: Final = 120  # bytes in UTF-8; file systems take 255


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of an archive.

    ``members``: the name to show (``附件/通知.pdf``, ``内层.zip/通知.pdf``) and where it lies now.
    ``problems``: the name of a member that was left out, and why, Chinese.
    """

    members: tuple[tuple[str, Path], ...]
    problems: tuple[tuple[str, str], ...]


def unpack(source: Source, into: Path, *, limits: PackageLimits = LIMITS) -> Unpacked:
    """Take the files out of a zip archive, those of archives inside it too.

    Files that systems and office programs leave behind are passed over in silence
    (``archive_clutter.csv``); everything else is a member or a problem.

    Args:
        source: The archive, of media type ``application/zip``.
        into: A folder for the files; it is made where it is missing.
        limits: What the archive may cost, with all that is nested in it.

    Raises:
        PackageError: If it is no archive or its directory is damaged.
        OversizeError: If it lists more members than allowed.
        EmptyFileError: If nothing is in it.
        ReadError: If the folder cannot be written.
    """
    task = _Task(source, into, limits)
    try:
        into.mkdir(parents=True, exist_ok=True)
        with open_package(source.path, limits=limits) as package:
            task.archive(package, "", 0)
    except OSError as error:
        raise ReadError(
            f"{source.path}：解压时写不进“{into}”（{error.strerror}）；请检查磁盘空间和权限"
        ) from error
    if not task.members and not task.problems:
        raise EmptyFileError(f"{source.path}：压缩包里没有文件；请核对原件")
    return Unpacked(tuple(task.members), tuple(task.problems))


@dataclass
class _Task:
    """One archive being unpacked; ``count`` numbers the files on disk."""

    source: Source
    into: Path
    limits: PackageLimits
    members: list[tuple[str, Path]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    shown: dict[str, int] = field(default_factory=dict)
    count: int = 0
    entries: int = 0

    def archive(self, package: Package, inside: str, depth: int) -> None:
        """All members of an open archive; ``inside`` is put before their names."""
        self.problems += [(inside + name, f"{reason}，未解开") for name, reason in package.refused]
        for member in package.members:
            if _is_clutter(member.name):
                continue
            self.entries += 1
            name = self._name(inside + member.name)
            if self.entries > self.limits.members:
                self.problems.append(
                    (name, f"文件总数超过上限 {self.limits.members} 个，其余未解开")
                )
                return
            if package.allowance.left <= 0:
                self.problems.append((name, "解压总量超过上限，其余未解开；请分成几包再读入"))
                return
            self._member(package, member, name, depth)

    def _member(self, package: Package, member: Member, name: str, depth: int) -> None:
        self.count += 1
        path = self.into / f"{self.count:05d}-{disk_name(member.name)}"
        try:
            self._write(package, member, path)
        except (PackageError, EncryptedFileError, OversizeError) as error:
            path.unlink(missing_ok=True)
            self.problems.append((name, _reason(error, package.path)))
            return
        media_type = _media_type(path)
        if media_type == ZIP:
            self._nested(package.allowance, path, name, depth)
        elif media_type in OTHER_ARCHIVES:
            self._leave_out(path, name, f"是{name_of(media_type)}，解不开；请解压后读入里面的文件")
        elif media_type in NO_PAPERS:
            self._leave_out(path, name, f"是{name_of(media_type)}，不是公文")
        else:
            self.members.append((name, path))

    def _nested(self, allowance: Allowance, path: Path, name: str, depth: int) -> None:
        if depth >= DEEPEST:
            self._leave_out(path, name, f"压缩包嵌套超过 {DEEPEST} 层；请解压后读入")
            return
        shown = f"{self.source.path}/{name}"
        left = replace(self.limits, members=max(self.limits.members - self.entries, 0))
        try:
            with open_package(path, shown=shown, limits=left, allowance=allowance) as package:
                self.archive(package, f"{name}/", depth + 1)
        except (PackageError, OversizeError) as error:
            self.problems.append((name, _reason(error, shown)))
        finally:
            path.unlink(missing_ok=True)

    def _write(self, package: Package, member: Member, path: Path) -> None:
        with path.open("xb") as file:
            for chunk in package.chunks(member):
                file.write(chunk)

    def _leave_out(self, path: Path, name: str, reason: str) -> None:
        path.unlink(missing_ok=True)
        self.problems.append((name, reason))

    def _name(self, name: str) -> str:
        """The name to show, told apart from earlier ones: ``通知.pdf``, ``通知.pdf（2）``."""
        self.shown[name] = self.shown.get(name, 0) + 1
        return name if self.shown[name] == 1 else f"{name}（{self.shown[name]}）"


def disk_name(name: str) -> str:
    r"""A name that every file system takes, from the last part of a path: ``a/b:c.txt`` -> b_c.txt.

    The end is kept where it is too long, since the suffix stands there.
    """
    last = FORBIDDEN.sub("_", name.rpartition("/")[2]).strip(" .")
    kept = last.encode("utf-8", "replace")[-LONGEST_NAME:].decode("utf-8", "ignore")
    return kept.strip(" .") or "_"


def _is_clutter(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in _clutter())


@lru_cache(maxsize=1)
def _clutter() -> tuple[str, ...]:
    # In fnmatch a bracket opens a set; none of the patterns has one.
    return tuple(row["pattern"] for row in read_table("archive_clutter"))


def _media_type(path: Path) -> str:
    with path.open("rb") as file:
        return find_media_type(file.read(HEAD_BYTES), path)


def _reason(error: ReadError, path: str) -> str:
    return str(error).removeprefix(f"{path}：")

"""Zip packages (OFD, DOCX, archives) opened with suspicion: names, sizes and ratios are checked.

Nothing is unpacked to disk here. What a member says about its size is not believed: bytes are
counted while they come out of the decompressor, and a package that gives more than its limits
allow ends in ``OversizeError`` at once.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from hongtou.errors import EncryptedFileError, OversizeError, PackageError, ReadError

CHUNK: Final = 1 << 16  # bytes that are unpacked at a time
MEBIBYTE: Final = 1 << 20

# APPNOTE 4.4.4: bit 0 is encryption, bit 11 says that the name is UTF-8.
ENCRYPTED_FLAG: Final = 0x1
UTF8_FLAG: Final = 0x800
# APPNOTE 4.4.5. Others (bzip2, LZMA) unpack in steps whose size nothing bounds, and neither OFD
# (GB/T 33190—2016, 6) nor OPC (ECMA-376 part 2, annex B) knows them.
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# APPNOTE 4.4.3 and 4.6.9: the upper half of the attributes holds a Unix mode; 0o120000 is a link.
LINK_MODE: Final = 0o120000
FILE_TYPE: Final = 0o170000

# APPNOTE 4.3.16, 4.3.15 and 4.3.14: where the size of the central directory stands.
END_RECORD: Final = b"PK\x05\x06"
END_RECORD_BYTES: Final = 22  # without a comment
END_LOCATOR_64: Final = b"PK\x06\x07"
END_RECORD_64: Final = b"PK\x06\x06"
TAIL: Final = (1 << 16) + 22 + 76  # comment, end record, both zip64 records
# A member of the directory takes 46 bytes, its name and extras; more than this is too much.
DIRECTORY_BYTES_A_MEMBER: Final = 512

# C: or D:\ in front of a path, as old Windows tools write them.
DRIVE: Final = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """What a package may cost. ``total_ratio`` lets a large honest archive pass.

    A package may unpack to ``total_bytes``, or to ``total_ratio`` times its own size where that is
    more. A member above 1 MiB may unpack to ``member_ratio`` times its packed size: printed XML
    reaches 60, a bomb 1000.
    """

    members: int = 65_535  # as many as a zip has without its 64 bit extension
    member_bytes: int = 256 * MEBIBYTE
    total_bytes: int = 1024 * MEBIBYTE
    total_ratio: int = 20
    member_ratio: int = 250


LIMITS: Final = PackageLimits()


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a package: its repaired, checked path with ``/``, as ``Doc_0/Document.xml``."""

    name: str
    size: int  # bytes unpacked, as the directory claims
    packed: int  # bytes in the package
    encrypted: bool
    info: zipfile.ZipInfo = field(repr=False, compare=False)


@dataclass
class Allowance:
    """Bytes that may still be unpacked; nested packages share the one of the outermost."""

    left: int


@dataclass(frozen=True)
class Package:
    """An open package. ``members`` are in the order of the directory, folders left out.

    ``refused`` names members whose path or kind is not acceptable, each with the reason (Chinese);
    they cannot be read. Of several members with one name ``find`` gives the last, as tools do.
    """

    path: str
    members: tuple[Member, ...]
    refused: tuple[tuple[str, str], ...]
    limits: PackageLimits
    allowance: Allowance
    archive: zipfile.ZipFile = field(repr=False)
    by_name: Mapping[str, Member] = field(repr=False)
    by_folded_name: Mapping[str, Member] = field(repr=False)
    counted: dict[str, int] = field(default_factory=dict, repr=False)  # bytes already allowed

    def find(self, name: str) -> Member | None:
        r"""The member with this path; ``\`` is ``/``, and if need be case does not count."""
        name = clean_path(name)
        return self.by_name.get(name) or self.by_folded_name.get(name.casefold())

    def resolve(self, base: str, location: str) -> Member | None:
        """The member that ``location`` means, written in the member ``base``.

        A path that begins with ``/`` counts from the root, another from the folder of ``base``
        (GB/T 33190—2016, 7.2, ST_Loc); one that leads nowhere is tried from the root.
        """
        location = location.strip().replace("\\", "/")
        if not location:
            return None
        below = posixpath.join(posixpath.dirname(base), location)
        for candidate in (below, location):
            found = self.find(posixpath.normpath(clean_path(candidate)))
            if found is not None:
                return found
        return None

    def read(self, name: str) -> bytes:
        """All bytes of a member.

        Raises:
            PackageError: If there is none of this name, or it is damaged.
            EncryptedFileError: If it is encrypted.
            OversizeError: If it, or all that was read so far, exceeds the limits.
        """
        member = self.find(name)
        if member is None:
            raise PackageError(f"{self.path}：包内缺少“{name}”；请向发文方索取完整的文件")
        return b"".join(self.chunks(member))

    def chunks(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member, piece by piece; errors as of ``read``."""
        if member.encrypted:
            raise EncryptedFileError(
                f"{self.path}：包内“{member.name}”已加密；请先用密码解开，再读入解开后的文件"
            )
        if member.info.compress_type not in METHODS:
            raise PackageError(
                f"{self.path}：包内“{member.name}”用了少见的压缩方法"
                f"（{member.info.compress_type}）；请解压后重新打包"
            )
        return self._unpack(member)

    def _unpack(self, member: Member) -> Iterator[bytes]:
        done, most = 0, self.limits.member_bytes
        by_ratio = max(MEBIBYTE, member.packed * self.limits.member_ratio)
        try:
            with self.archive.open(member.info) as stream:
                while chunk := stream.read(CHUNK):
                    done += len(chunk)
                    # What is read again, such as a template, counts once.
                    fresh = max(0, done - self.counted.get(member.name, 0))
                    self.allowance.left -= fresh
                    self.counted[member.name] = self.counted.get(member.name, 0) + fresh
                    if done > min(most, by_ratio) or self.allowance.left < 0:
                        raise OversizeError(
                            f"{self.path}：包内“{member.name}”解压后过大，疑似压缩炸弹，已停止；"
                            "确需读入请先核对来源，解压后单独读入"
                        )
                    yield chunk
        except BROKEN as error:
            raise PackageError(
                f"{self.path}：包内“{member.name}”已损坏（{error}）；请重新获取文件"
            ) from error


# What zipfile and zlib raise on damaged packages.
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError,
)  # fmt: skip


@contextmanager
def open_package(
    path: str | Path,
    *,
    shown: str | None = None,
    limits: PackageLimits = LIMITS,
    allowance: Allowance | None = None,
) -> Iterator[Package]:
    """Open the zip package at ``path`` for reading; closed with the ``with`` block.

    Args:
        path: The file.
        shown: What messages call it, where ``path`` is not what the user named.
        limits: What it may cost.
        allowance: Of the package around this one, if it is nested.

    Raises:
        PackageError: If it is no zip package, or damaged.
        OversizeError: If it lists more members than allowed.
    """
    name = shown or str(path)
    with _open(Path(path), name) as stream:
        packed = _check_directory(stream, name, limits)
        try:
            archive = zipfile.ZipFile(stream)
        except BROKEN as error:
            raise PackageError(
                f"{name}：不是完整的压缩包（{error}）；可能没有下载完，请重新获取文件"
            ) from error
        with archive:
            total = max(limits.total_bytes, packed * limits.total_ratio)
            yield _package(archive, name, limits, allowance or Allowance(total))


def clean_path(name: str) -> str:
    r"""A path as it is looked up: ``.\Doc_0\Res`` and ``/Doc_0/Res`` -> ``Doc_0/Res``."""
    name = name.strip().replace("\\", "/")
    while name.startswith(("/", "./")):
        name = name[1:] if name[0] == "/" else name[2:]
    return name


def repaired_name(info: zipfile.ZipInfo) -> str:
    """The name of a member as its maker wrote it.

    Without the UTF-8 flag zipfile decodes CP437, as APPNOTE appendix D says; Chinese tools put
    UTF-8 or GB 18030 there.
    """
    name = info.orig_filename
    if info.flag_bits & UTF8_FLAG or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def refusal(name: str, info: zipfile.ZipInfo) -> str | None:
    """Why a member must not be taken, in Chinese; ``None`` if it may."""
    path = name.replace("\\", "/")
    if "\0" in path:
        return "文件名里有空字符"
    if path.startswith("/") or DRIVE.match(path):
        return "文件名是绝对路径"
    if ".." in path.split("/"):
        return "文件名指向包外（..）"
    if (info.external_attr >> 16) & FILE_TYPE == LINK_MODE:
        return "是符号链接，不是文件"
    return None


def _package(
    archive: zipfile.ZipFile, path: str, limits: PackageLimits, allowance: Allowance
) -> Package:
    members, refused = [], []
    for info in archive.infolist():
        name = repaired_name(info)
        reason = refusal(name, info)
        if reason is not None:
            refused.append((_printable(name), reason))
        elif not name.replace("\\", "/").endswith("/"):
            encrypted = bool(info.flag_bits & ENCRYPTED_FLAG)
            members.append(
                Member(clean_path(name), info.file_size, info.compress_size, encrypted, info)
            )
    by_name = {member.name: member for member in members}
    folded = {member.name.casefold(): member for member in members}
    return Package(
        path, tuple(members), tuple(refused), limits, allowance, archive,
        MappingProxyType(by_name), MappingProxyType(folded),
    )  # fmt: skip


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in name)


def _open(path: Path, name: str) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise ReadError(f"{name}：读不出来（{error.strerror}）；请检查权限和磁盘") from error


def _check_directory(stream: IO[bytes], path: str, limits: PackageLimits) -> int:
    """Refuse a directory of absurd size before zipfile builds it; the size of the package."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL))
    tail = stream.read(TAIL)
    stream.seek(0)
    # The same record that zipfile takes: the one at the very end, or else the last one.
    at = len(tail) - END_RECORD_BYTES
    if at < 0 or tail[at : at + 4] != END_RECORD or tail[-2:] != b"\0\0":
        at = tail.rfind(END_RECORD)
    if at < 0:
        raise PackageError(f"{path}：不是完整的压缩包（没有目录）；可能没有下载完，请重新获取文件")
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if tail[at - 20 : at - 16] == END_LOCATOR_64:
        record = tail.rfind(END_RECORD_64, 0, at)
        if record >= 0:
            count = int.from_bytes(tail[record + 32 : record + 40], "little")
            directory = int.from_bytes(tail[record + 40 : record + 48], "little")
    # What counts is the smaller of what the directory claims and what the file can hold.
    if count > limits.members or min(directory, size) > limits.members * DIRECTORY_BYTES_A_MEMBER:
        raise OversizeError(
            f"{path}：包内文件过多（{count} 个，上限 {limits.members} 个）；请分成几包再读入"
        )
    return size

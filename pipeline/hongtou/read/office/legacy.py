"""The reader of old Word files and their kin: LibreOffice makes DOCX of them, then our reader."""

from pathlib import Path
from types import MappingProxyType
from typing import Final

from hongtou.errors import EncryptedFileError
from hongtou.model import Source, Transcript
from hongtou.read.office.libreoffice import PDF, converted
from hongtou.read.office.reader import read_word_file
from hongtou.read.ole import stream_head
from hongtou.read.page import ReadOptions
from hongtou.read.sources import unchanged

# By media type: the extension by which LibreOffice knows the format, and what ``reader`` says.
LEGACY: Final = MappingProxyType({
    "application/msword": (".doc", "doc"),
    "application/rtf": (".rtf", "rtf"),
    "application/vnd.oasis.opendocument.text": (".odt", "odt"),
    "application/vnd.ms-works": (".wps", "wps"),
    "application/vnd.ms-word.2003-xml": (".xml", "word-xml"),
})  # fmt: skip
# MS-DOC 2.5.1: base of the FIB, whose flags stand at byte 10; 0x0100 is fEncrypted.
_FLAGS: Final = slice(10, 12)
_ENCRYPTED: Final = 0x0100
_DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_legacy(source: Source, options: ReadOptions) -> Transcript:
    """A file of Word 97–2003 or WPS (.doc, .wps), RTF or ODT; ``reader`` is ``doc/libreoffice``.

    Raises:
        MissingProgramError: If LibreOffice is not installed; the message says how to get it.
        EncryptedFileError: If it wants a password.
        ReaderTimeoutError: If LibreOffice took too long.
        ReadError: If it cannot be read for another reason.
    """
    suffix, name = LEGACY.get(source.media_type, (".doc", "doc"))
    with unchanged(source):
        _check(source)
        with converted(Path(source.path), suffix=suffix, shown=source.path) as file:
            return read_word_file(source, options, file, reader=f"{name}/libreoffice")


def write_pdf(source: Source, target: Path) -> None:
    """Print a Word file of any kind to PDF at ``target``, for pictures of its pages.

    Raises:
        MissingProgramError: If LibreOffice is not installed; the message says how to get it.
        ReadError: If it cannot be printed.
    """
    suffix = ".docx" if source.media_type == _DOCX_TYPE else LEGACY[source.media_type][0]
    _check(source)
    with converted(Path(source.path), suffix=suffix, target=PDF, shown=source.path) as file:
        target.write_bytes(file.read_bytes())


def _check(source: Source) -> None:
    """Refuse what LibreOffice would fail at without saying why."""
    encrypted = source.media_type == "application/x-encrypted-office"
    if source.media_type == "application/msword":
        head = stream_head(Path(source.path), "WordDocument")
        encrypted = bool(int.from_bytes(head[_FLAGS], "little") & _ENCRYPTED)
    if encrypted:
        raise EncryptedFileError(
            f"{source.path}：文件有密码；请先用 Word 或 WPS 打开，取消密码后再读入"
        )

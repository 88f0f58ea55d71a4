"""Every error that Hongtou raises on purpose.

    HongtouError
    ├── ReadError                 one file cannot be read; the batch goes on
    │   ├── EmptyFileError            nothing in it
    │   ├── UnsupportedFormatError    no reader for what it is
    │   ├── EncodingError             bytes in no known Chinese encoding
    │   ├── EncryptedFileError        it wants a password
    │   ├── DamagedFileError          cut off or broken, beyond what its reader can mend
    │   ├── OversizeError             more bytes, pixels or parts than the limits allow: a bomb?
    │   ├── PackageError              a zip package that is damaged, or lacks a part
    │   ├── UnsafeXmlError            an XML part with a DTD or entities: an attack?
    │   ├── MissingProgramError       a program that the format needs is not installed
    │   ├── EngineError               the recogniser asked for is unknown, missing or broken
    │   ├── ReaderCrashedError        the reader process died over it
    │   ├── ReaderTimeoutError        no page came for too long
    │   ├── ReaderMemoryError         it took more memory than a reader may have
    │   └── QuarantinedError          a paper marked 秘密, 机密 or 绝密: not to be stored
    ├── NotationError             a numeral, date or label that cannot be read
    ├── LexiconError              a list or pattern file is broken
    ├── DoorwayError              the JSON between two rooms is missing or of another version
    ├── StoreError                the knowledge base cannot be opened or written
    │   └── MissingDatabaseError      there is no such file yet
    ├── DecisionsChangedError     a reviewer decided while a file was on its way through the rooms
    ├── LookupFailedError         what was asked for is not held
    │   └── AmbiguousError            several things answer to it
    ├── ExportError               what was asked for cannot be written
    └── GoldError                 a gold file cannot be used

Messages are Chinese, since officers read them; each says what happened, where, and the way out.
"""

__all__ = [
    "AmbiguousError",
    "DamagedFileError",
    "DecisionsChangedError",
    "DoorwayError",
    "EmptyFileError",
    "EncodingError",
    "EncryptedFileError",
    "EngineError",
    "ExportError",
    "GoldError",
    "HongtouError",
    "LexiconError",
    "LookupFailedError",
    "MissingDatabaseError",
    "MissingProgramError",
    "NotationError",
    "OversizeError",
    "PackageError",
    "QuarantinedError",
    "ReadError",
    "ReaderCrashedError",
    "ReaderMemoryError",
    "ReaderTimeoutError",
    "StoreError",
    "UnsafeXmlError",
    "UnsupportedFormatError",
]


class HongtouError(Exception):
    """Root of all errors raised on purpose; the command line prints it without a traceback."""


class ReadError(HongtouError):
    """A file cannot be turned into text."""


class EmptyFileError(ReadError):
    """The file holds no characters."""


class UnsupportedFormatError(ReadError):
    """No reader knows this kind of file."""


class EncodingError(ReadError):
    """The bytes are text in no encoding that Hongtou knows."""


class MissingProgramError(ReadError):
    """The format needs a program, such as LibreOffice, that is not installed or does not start."""


class EngineError(ReadError):
    """The OCR engine asked for is unknown, not installed, or its weights cannot be used."""


class EncryptedFileError(ReadError):
    """The file, or a member of a package, opens only with a password."""


class DamagedFileError(ReadError):
    """The file was cut off or damaged, and what is left cannot be opened."""


class OversizeError(ReadError):
    """The file would unpack to more than the limits allow: a bomb, or far too large."""


class PackageError(ReadError):
    """A zip package (OFD, DOCX, archive) is damaged, or a part that it needs is missing."""


class UnsafeXmlError(ReadError):
    """An XML part declares a DTD or entities, which no honest OFD or Office file does."""


class ReaderCrashedError(ReadError):
    """The process that read the file died: a C library broke down over it."""


class ReaderTimeoutError(ReadError):
    """The process that read the file made no page for too long, or took too long in all."""


class ReaderMemoryError(ReadError):
    """The process that read the file took more memory than it may have."""


class QuarantinedError(ReadError):
    """The paper carries a 密级 (GB/T 9704—2012, 7.2.2), so its text must not be stored."""


class NotationError(HongtouError, ValueError):
    """A numeral, date, label or document number that cannot be read."""


class LexiconError(HongtouError):
    """A data file (list or patterns) is missing a column or holds a bad value."""


class DoorwayError(HongtouError):
    """The JSON that one room left for the next is missing or of another version."""


class StoreError(HongtouError):
    """The knowledge base cannot be opened, read or written."""


class MissingDatabaseError(StoreError):
    """The knowledge base does not exist yet."""


class DecisionsChangedError(HongtouError):
    """What is to be written does not follow from the decisions that hold by now."""


class LookupFailedError(HongtouError):
    """The document, segment or decision that was asked for is not held."""


class AmbiguousError(LookupFailedError):
    """More than one document answers to what was asked for."""


class ExportError(HongtouError):
    """The knowledge base holds nothing that was asked for, or the target cannot be written."""


class GoldError(HongtouError):
    """A gold file is not JSON of a known form, or names files that are not held."""

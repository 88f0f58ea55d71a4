"""Word files: DOCX by our own reader, .doc, .wps, .rtf and .odt through headless LibreOffice."""

from hongtou.read.office.legacy import read_legacy, write_pdf
from hongtou.read.office.reader import read_docx

__all__ = ["read_docx", "read_legacy", "write_pdf"]

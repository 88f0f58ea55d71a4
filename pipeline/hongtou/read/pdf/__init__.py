"""PDF: page by page its text layer, or the recogniser where that cannot be trusted."""

from hongtou.read.pdf.reader import read_pdf

__all__ = ["read_pdf"]

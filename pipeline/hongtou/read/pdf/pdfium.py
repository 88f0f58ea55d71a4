"""PDFium behind our own types; this module and those that read from a page name pypdfium2.

pypdfium2 reads characters 4 to 13 times faster than the readers written in Python, draws pages,
and its licence (Apache-2.0 or BSD-3) fits. PDFium is not safe for threads, hence ``LOCK``.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from hongtou.errors import DamagedFileError, EncryptedFileError
from hongtou.read.layout.characters import Characters
from hongtou.read.pdf.characters import read_characters
from hongtou.read.pdf.drawings import Drawings, read_drawings
from hongtou.read.pdf.frames import Frame
from hongtou.read.pdf.stand_in import text_only

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Held over every use of PDFium, since the workbench draws pages in threads.
LOCK: Final = threading.RLock()

# A page of 100,000 points would be 43 gigapixels at 150 dpi; 40 megapixels are A3 at 360 dpi.
MOST_PIXELS: Final = 40_000_000
POINTS: Final = 72.0  # an inch


@contextmanager
def open_pdf(path: str) -> "Iterator[PdfFile]":
    """The PDF at ``path``, closed at the end of the block.

    Raises:
        EncryptedFileError: If it opens only with a password.
        DamagedFileError: If it is no PDF or too damaged to be opened.
    """
    with LOCK:
        file = PdfFile(path, _document(path))
    try:
        yield file
    finally:
        with LOCK:
            file.close()


def _document(path: str) -> Any:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedFileError(
                f"{path}：PDF 设有打开密码；请先用密码打开并另存为不加密的文件"
            ) from error
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
            raise EncryptedFileError(
                f"{path}：PDF 用了不支持的加密方式（如数字证书）；"
                "请用原来的软件打开并另存为不加密的文件"
            ) from error
        raise DamagedFileError(
            f"{path}：PDF 打不开，文件可能被截断或损坏；请重新取得完整的文件"
        ) from error
    except OSError as error:
        raise DamagedFileError(f"{path}：读不出来（{error.strerror}）；请检查文件") from error


@dataclass
class PdfFile:
    """An open PDF; ``drawn`` is opened again for its pictures, if its text needed a stand-in."""

    path: str
    document: Any
    drawn: Any = None
    stood_in: bool = False  # whether a font of this file is the stand-in

    @property
    def pages(self) -> int:
        """How many it has."""
        return len(self.document)

    @contextmanager
    def page(self, number: int) -> "Iterator[PdfPage | None]":
        """The page, counted from 1, or ``None`` where it cannot be loaded."""
        with text_only() as fonts:
            before = fonts.asked
            raw = pdfium.FPDF_LoadPage(self.document.raw, number - 1)
            self.stood_in |= fonts.asked > before
            if not raw:
                yield None
                return
            try:
                yield PdfPage(number, raw, self)
            finally:
                pdfium.FPDF_ClosePage(raw)

    @contextmanager
    def to_draw(self, page: "PdfPage") -> Iterator[Any]:
        """The page with the fonts of this machine, loaded again where its text needed none."""
        with text_only(on=False):
            if not self.stood_in:
                yield page.raw
                return
            self.drawn = self.drawn or _document(self.path)
            raw = pdfium.FPDF_LoadPage(self.drawn.raw, page.number - 1)
            try:
                yield raw or page.raw
            finally:
                pdfium.FPDF_ClosePage(raw)

    def close(self) -> None:
        """Give back what PDFium holds."""
        for document in (self.document, self.drawn):
            if document is not None:
                document.close()


@dataclass(frozen=True)
class PdfPage:
    """A page while it is open. All places are points from the top left, as people hold it."""

    number: int  # from 1
    raw: Any
    file: PdfFile

    @cached_property
    def frame(self) -> Frame:
        """How the page's own coordinates become those of people."""
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self.raw, box)
        rotation = pdfium.FPDFPage_GetRotation(self.raw) % 4
        return Frame(box.left, box.bottom, box.right, box.top, rotation)

    def characters(self) -> Characters:
        """Its text layer."""
        return read_characters(self.raw, self.frame)

    def drawings(self) -> Drawings:
        """Its rules, pictures and other drawings."""
        return read_drawings(self.raw, self.frame)

    def draw(self, dpi: float, *, most_pixels: int = MOST_PIXELS) -> "NDArray[np.uint8]":
        """Its picture, height × width × 3, RGB; coarser than ``dpi`` if it grew too large."""
        frame = self.frame
        scale = dpi / POINTS
        scale = min(scale, (most_pixels / max(frame.width * frame.height, 1.0)) ** 0.5)
        width = max(1, min(round(frame.width * scale), most_pixels))
        height = max(1, min(round(frame.height * scale), most_pixels // width))
        pixels = np.full((height, width, 3), 255, np.uint8)
        bitmap = pdfium.FPDFBitmap_CreateEx(
            width, height, pdfium.FPDFBitmap_BGR, pixels.ctypes.data_as(pdfium.c_void_p), 3 * width
        )
        try:
            flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
            with self.file.to_draw(self) as page:
                pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return pixels

"""JBIG2 images (ITU-T T.88), the usual form of black and white scans in OFD, by way of PDFium.

Pillow has no decoder. PDFium has, for PDF (ISO 32000-1, 7.4.7); so the segments of the image are
put into a PDF of one page, which is drawn at one pixel a point.
"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hongtou.errors import ReadError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC: Final = b"\x97JB2\r\n\x1a\n"  # T.88, D.4.1
SEQUENTIAL, UNKNOWN_PAGES = 0x01, 0x02  # flags behind it; D.4.2
PAGE_INFORMATION: Final = 48  # kinds of segments; 7.3
END_OF_PAGE, END_OF_FILE = 49, 51
LARGE_PAGE: Final = 0x40  # flag of a segment: the number of its page takes four bytes; 7.2.3
MOST_SEGMENTS: Final = 10_000
LONGEST_SIDE: Final = 14_400  # points, the most that a page of PDF may have


def is_jbig2(content: bytes) -> bool:
    """Whether the bytes are a JBIG2 file."""
    return content.startswith(MAGIC)


def decode_jbig2(content: bytes, most_pixels: int) -> "NDArray[np.uint8] | None":
    """The pixels, height × width × 3; ``None`` if they cannot be had.

    Random-access files, whose segment headers stand apart from their content, are not decoded.
    """
    found = _embedded(content)
    if found is None:
        return None
    segments, width, height = found
    if not 0 < width * height <= most_pixels or max(width, height) > LONGEST_SIDE:
        return None
    from hongtou.read.pdf.pdfium import LOCK, open_pdf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.pdf"
        path.write_bytes(_pdf(segments, width, height))
        try:
            with LOCK, open_pdf(str(path)) as file, file.page(1) as page:
                return page.draw(72.0, most_pixels=most_pixels) if page is not None else None
        except ReadError:
            return None


def _embedded(content: bytes) -> tuple[bytes, int, int] | None:
    """The segments as PDF wants them, without file header and ends, and the size in pixels."""
    flags = content[8] if len(content) > 8 else 0
    if not flags & SEQUENTIAL:
        return None
    at = 9 if flags & UNKNOWN_PAGES else 13
    kept, size = [], None
    for _ in range(MOST_SEGMENTS):
        header = _header(content, at)
        if header is None:
            break
        kind, begin, end = header
        if kind == PAGE_INFORMATION and size is None:
            width, height = content[begin : begin + 4], content[begin + 4 : begin + 8]
            size = int.from_bytes(width, "big"), int.from_bytes(height, "big")
        if kind not in (END_OF_PAGE, END_OF_FILE):
            kept.append(content[at:end])
        at = end
    return (b"".join(kept), *size) if size is not None else None


def _header(content: bytes, at: int) -> tuple[int, int, int] | None:
    """Kind of the segment at a position, where its content begins and where it ends (7.2)."""
    if at + 11 > len(content):
        return None
    number = int.from_bytes(content[at : at + 4], "big")
    flags, references = content[at + 4], content[at + 5] >> 5
    begin = at + 6
    if references == 7:  # the long form: four bytes with the count, a bit for each and one more
        references = int.from_bytes(content[at + 5 : at + 9], "big") & 0x1FFFFFFF
        begin = at + 9 + (references + 8) // 8
    begin += references * (1 if number <= 256 else 2 if number <= 65536 else 4)
    begin += 4 if flags & LARGE_PAGE else 1
    length = int.from_bytes(content[begin : begin + 4], "big")
    end = begin + 4 + length
    return (flags & 0x3F, begin + 4, end) if end <= len(content) else None


def _pdf(segments: bytes, width: int, height: int) -> bytes:
    """A PDF whose only page is the image, a point a pixel."""
    drawn = b"%d 0 0 %d 0 0 cm /I Do" % (width, height)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>" % (width, height),
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 1/Filter/JBIG2Decode/Length %d>>stream\n%b\nendstream"
        % (width, height, len(segments), segments),
    ]
    parts, places, at = [b"%PDF-1.4\n"], [], 9
    for number, body in enumerate(objects, start=1):
        places.append(at)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        at += len(parts[-1])
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 6\n0000000000 65535 f \n%btrailer\n<</Size 6/Root 1 0 R>>\n" % rows)
    parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(parts)

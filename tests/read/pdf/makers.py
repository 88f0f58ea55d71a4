"""Small PDF files written by hand, for what no honest program writes."""

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from hongtou.model import Transcript
from hongtou.read import ReadOptions, open_source
from hongtou.read.pdf import read_pdf

NEVER = ReadOptions(ocr="never")


def pdf_of(objects: Mapping[int, bytes], *, root: int = 1) -> bytes:
    """A PDF of these objects with a true cross reference table."""
    parts, places, at = [b"%PDF-1.7\n"], {}, 9
    for number, body in sorted(objects.items()):
        places[number] = at
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        at += len(parts[-1])
    size = max(objects) + 1
    rows = [b"0000000000 65535 f \n"]
    rows += [b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size)]
    parts.append(b"xref\n0 %d\n%b" % (size, b"".join(rows)))
    parts.append(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, at))
    return b"".join(parts)


def stream_of(content: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (
        len(packed), extra, packed
    )  # fmt: skip


def plain_pdf(
    content: bytes, *, box: Sequence[float] = (0, 0, 595, 842), page: bytes = b"",
    resources: bytes = b"", more: Mapping[int, bytes] | None = None, pages: int = 1,
) -> bytes:  # fmt: skip
    """Pages with one content in Helvetica (``/F1``)."""
    sides = b" ".join(b"%g" % side for side in box)
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(pages))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, pages),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        4: stream_of(content),
        **(more or {}),
    }
    for number in range(pages):
        objects[10 + number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R"
            b"/Resources<</Font<</F1 3 0 R>>%b>>%b>>" % (sides, resources, page)
        )
    return pdf_of(objects)


def words(text: str, x: float, y: float, size: float = 12) -> bytes:
    return b"BT /F1 %g Tf %g %g Td (%b) Tj ET\n" % (size, x, y, text.encode("ascii"))


def read_bytes(folder: Path, content: bytes, options: ReadOptions = NEVER) -> Transcript:
    file = folder / "paper.pdf"
    file.write_bytes(content)
    return read_pdf(open_source(file), options)

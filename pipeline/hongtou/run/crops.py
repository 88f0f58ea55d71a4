"""The place on the page that a doubt is about, cut out of the page's picture and framed."""

import os
import tempfile
from pathlib import Path
from typing import Final

from hongtou.errors import DoorwayError
from hongtou.model import Box
from hongtou.run.doorway import folder_of
from hongtou.run.page_images import DPI, document_page_image

__all__ = ["crop_image"]

POINTS: Final = 72  # an inch
# Two lines of print above and below, so that the sentence can be read.
MARGIN: Final = 60.0
FRAME: Final = (210, 30, 30)


def crop_image(
    db: str | os.PathLike[str],
    document: str,
    page: int,
    box: Box,
    *,
    name: str,
    file_sha256: str,
    extracted: str | os.PathLike[str],
) -> Path:
    """The lines around ``box``, as wide as the page, in ``extracted/…/pages/NAME.png``.

    Raises:
        ReadError: If the file is no longer where it was, or has changed.
        DoorwayError: If the picture cannot be written.
    """
    from PIL import Image, ImageDraw

    whole = document_page_image(db, document, page, extracted=extracted)
    place = folder_of(Path(extracted), file_sha256) / "pages" / f"{name}.png"
    scale = DPI / POINTS
    with Image.open(whole) as picture:
        drawn = picture.convert("RGB")
    around = [round(edge * scale) for edge in (box.x0 - 2, box.top - 2, box.x1 + 2, box.bottom + 2)]
    ImageDraw.Draw(drawn).rectangle(around, outline=FRAME, width=3)
    top = max(0, round((box.top - MARGIN) * scale))
    bottom = min(drawn.height, round((box.bottom + MARGIN) * scale))
    cut = drawn.crop((0, min(top, drawn.height - 1), drawn.width, max(bottom, top + 1)))
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{name}.", suffix=".png", dir=place.parent)
        with os.fdopen(handle, "wb") as stream:
            cut.save(stream, "PNG")
        Path(draft).replace(place)
    except OSError as error:
        raise DoorwayError(
            f"{place}：页面图像写不进去（{error.strerror}）；请检查磁盘空间和权限"
        ) from error
    return place

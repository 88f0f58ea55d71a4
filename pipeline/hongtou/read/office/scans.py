"""Word files that are only pictures: scans that somebody put on pages of a document."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from hongtou.errors import DamagedFileError, OversizeError
from hongtou.model import Source
from hongtou.read.media_types import HEAD_BYTES, find_media_type
from hongtou.read.office.parts import WordParts
from hongtou.read.office.shapes import Picture
from hongtou.read.page import PageContent, PageImage, ReadOptions

# A picture is taken for a page from a third of A4 on (points), or if its size is not told.
_LEAST_WIDTH: Final = 240.0
_LEAST_HEIGHT: Final = 180.0
REASON: Final = "Word 文档里的整页图片，没有文字"
UNREAD: Final = (
    "read.picture-unread",
    "文档里有整幅图片没有识别，图中文字不在正文里；需要时用 --ocr always 重新读入",
)
UNREADABLE: Final = ("read.picture-damaged", "图片打不开或不是常见格式，没有读取；请对照原件")


def large_pictures(pictures: Sequence[Picture]) -> list[Picture]:
    """Those that may be pages, each once."""
    found: dict[str, Picture] = {}
    for picture in pictures:
        unknown = not (picture.width and picture.height)
        if unknown or (picture.width >= _LEAST_WIDTH and picture.height >= _LEAST_HEIGHT):
            found.setdefault(picture.relation_id, picture)
    return list(found.values())


def read_scans(
    source: Source, parts: WordParts, pictures: Sequence[Picture], options: ReadOptions, first: int
) -> Iterator[PageContent]:
    """Each picture as a page that the recogniser read; ``first`` is the number of the first."""
    for number, picture in enumerate(pictures, start=first):
        image = _decoded(source, parts.picture(picture.relation_id), picture, number)
        if image is None:
            yield PageContent(
                number, None, None, "none", UNREADABLE[1].partition("；")[0],
                findings=(UNREADABLE,),
            )  # fmt: skip
        else:
            from hongtou.read.ocr.pages import read_page_image  # recognisers are large

            yield read_page_image(image, options, REASON)
        if options.on_page is not None:
            options.on_page(number, first + len(pictures) - 1)


def _decoded(
    source: Source, content: bytes | None, picture: Picture, number: int
) -> PageImage | None:
    """The pixels of a picture, at the size at which the document shows it."""
    if content is None:
        return None
    from hongtou.read.images.pictures import FORMATS, open_pictures  # numpy and Pillow

    media_type = find_media_type(content[:HEAD_BYTES], Path(source.path))
    if media_type not in FORMATS:
        return None
    inner = replace(source, media_type=media_type)
    try:
        with open_pictures(inner, io.BytesIO(content)) as pictures:
            image = pictures.page(1)
    except (DamagedFileError, OversizeError):
        return None
    lies = (image.width > image.height) != (picture.width > picture.height)
    if not (picture.width and picture.height) or lies:
        return replace(image, number=number)
    return replace(image, number=number, width=picture.width, height=picture.height)

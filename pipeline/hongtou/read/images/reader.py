"""The reader of pictures: each is a page, or several (TIFF), and goes to the recogniser."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from hongtou.errors import DamagedFileError, OversizeError, ReadError
from hongtou.model import Source, Transcript
from hongtou.read.compose import compose
from hongtou.read.images.pictures import PictureFile, open_pictures
from hongtou.read.ocr.pages import read_page_image
from hongtou.read.page import PageContent, ReadOptions
from hongtou.read.sources import unchanged

REASON: Final = "图片，没有文字层"
UNREAD: Final = "图片，按要求不做识别（--ocr never）"
ANIMATED: Final = ("read.animation", "动图只读第一帧；请对照原件")
DAMAGED: Final = ("read.page-damaged", "页面打不开，文件可能被截断或损坏；请对照原件")
OVERSIZE: Final = ("read.page-oversize", "页面像素超过上限，没有读取；请按 300 dpi 以下重新扫描")


def read_image(source: Source, options: ReadOptions) -> Transcript:
    """A picture, or the pages of a TIFF, as transcript; pages are read one by one.

    Raises:
        EmptyFileError: If no page shows a character, or ``options.ocr`` is ``never``.
        DamagedFileError: If no page can be opened.
        OversizeError: If a page has more pixels than the limit.
        EngineError: If there is no recogniser.
        ReadError: If the file has changed since it was opened.
    """
    try:
        with unchanged(source), Path(source.path).open("rb") as stream:
            return compose(source, _pages(source, options, stream), reader="image")
    except OSError as error:
        raise ReadError(f"{source.path}：读不出来（{error.strerror}）；请检查文件") from error


def _pages(source: Source, options: ReadOptions, stream: IO[bytes]) -> Iterator[PageContent]:
    with open_pictures(source, stream) as pictures:
        lost: list[ReadError] = []
        for number in range(1, pictures.pages + 1):
            try:
                yield _page(pictures, number, options)
            except (DamagedFileError, OversizeError) as error:
                lost.append(error)
                if len(lost) == pictures.pages:
                    raise
                yield _missing(number, DAMAGED if isinstance(error, DamagedFileError) else OVERSIZE)
            if options.on_page is not None:
                options.on_page(number, pictures.pages)


def _page(pictures: PictureFile, number: int, options: ReadOptions) -> PageContent:
    image = pictures.page(number)
    if options.ocr == "never":
        return PageContent(number, image.width, image.height, "none", UNREAD)
    content = read_page_image(image, options, REASON)
    if not pictures.animated:
        return content
    return PageContent(
        number, content.width, content.height, content.method, content.reason, content.blocks,
        (*content.findings, ANIMATED),
    )  # fmt: skip


def _missing(number: int, finding: tuple[str, str]) -> PageContent:
    return PageContent(number, None, None, "none", finding[1].partition("；")[0],
                       findings=(finding,))  # fmt: skip

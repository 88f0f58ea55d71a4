"""The reader of PDF: pages stream from the file into the transcript."""

from collections.abc import Iterator

from hongtou.errors import DamagedFileError, EngineError, OversizeError
from hongtou.model import Source, Transcript
from hongtou.read.compose import compose
from hongtou.read.page import PageContent, ReadOptions
from hongtou.read.pdf.pages import read_page
from hongtou.read.pdf.pdfium import LOCK, open_pdf
from hongtou.read.sources import unchanged

MOST_PAGES = 10_000  # a file of a few bytes may claim any number


def read_pdf(source: Source, options: ReadOptions) -> Transcript:
    """A PDF as transcript; ``page_readings`` tell for each page how it was read, and why so.

    Pages are opened, read and closed one by one, so memory does not grow with their number.

    Raises:
        EncryptedFileError: If it opens only with a password.
        DamagedFileError: If it cannot be opened, or not one of its pages can.
        EmptyFileError: If no page shows a character.
        OversizeError: If it has, or claims, more than ``MOST_PAGES`` pages.
        EngineError: If a recogniser was asked for by name and cannot be used.
        QuarantinedError: If a watermark marks the paper as secret.
        ReadError: If the file has changed since it was opened.
    """
    with unchanged(source):
        return compose(source, _pages(source, options), reader="pdf")


def _pages(source: Source, options: ReadOptions) -> Iterator[PageContent]:
    failed, distrusted = 0, False
    with open_pdf(source.path) as file:
        if file.pages > MOST_PAGES:
            said = f"共 {file.pages} 页，上限 {MOST_PAGES} 页；请核对文件，或分册读入"
            raise OversizeError(f"{source.path}：{said}")
        for number in range(1, file.pages + 1):
            try:
                with LOCK, file.page(number) as page:
                    if page is None:
                        failed += 1
                        content = _missing(number)
                    else:
                        content, lies = read_page(page, options, distrusted=distrusted)
                        distrusted |= lies
            except EngineError as error:
                raise EngineError(f"{source.path}：{error}") from error
            if failed == file.pages:
                raise DamagedFileError(
                    f"{source.path}：{failed} 页都打不开，可能被截断或损坏；请重新取得完整的文件"
                )
            yield content
            if options.on_page is not None:
                options.on_page(number, file.pages)


def _missing(number: int) -> PageContent:
    finding = ("read.page-damaged", "页面打不开，文件可能被截断或损坏；请对照原件")
    return PageContent(number, None, None, "none", "页面损坏，打不开", findings=(finding,))

"""The reader of OFD files: pages stream, nothing of an earlier page is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hongtou.errors import OversizeError, PackageError, ReadError
from hongtou.model import Finding, Source, Transcript
from hongtou.read.compose import compose
from hongtou.read.ofd.canvas import Canvas, paint
from hongtou.read.ofd.marginalia import Marginalia, read_marginalia
from hongtou.read.ofd.resources import Resources, read_resources
from hongtou.read.ofd.structure import OfdPage, OfdTree, read_tree
from hongtou.read.packages import Package, open_package
from hongtou.read.page import PageContent, ReadOptions
from hongtou.read.sources import unchanged

READER: Final = "ofd"
MISSING: Final = "read.page-missing"
REFUSED: Final = "read.part-refused"
MOST_LETTERS: Final = 3_000_000  # of a file: three thousand full pages
MOST_ITEMS: Final = 10_000_000


def read_ofd(source: Source, options: ReadOptions) -> Transcript:
    """What stands on the pages of an OFD file (GB/T 33190—2016), each character with its place.

    Annotations, signatures and attachments become findings; signatures are not validated.

    Raises:
        PackageError: If it is no OFD package or so damaged that no document can be read.
        EmptyFileError: If no page shows a character.
        EncryptedFileError, OversizeError, UnsafeXmlError: If it is encrypted or hostile.
        ReadError: If the file has changed since it was opened.
    """
    with unchanged(source), open_package(source.path) as package:
        tree = read_tree(package)
        margin = read_marginalia(package, tree.documents, tree.pages)
        transcript = compose(source, _pages(package, tree, margin, options), reader=READER)
        told = [Finding(code, message) for code, message in margin.of(0)]
        told += [Finding(MISSING, problem) for problem in tree.problems]
        told += [
            Finding(REFUSED, f"包内“{name}”{reason}，未读取")
            for name, reason in package.refused[:9]
        ]
    return replace(transcript, findings=(*transcript.findings, *told))


def render_ofd_page(source: Source, number: int, *, dpi: float = 144.0) -> bytes:
    """The picture of a page, counted from 1, as PNG: ``render_ofd_page(source, 1)``.

    Raises:
        ReadError: If there is no such page, it cannot be read, or this machine has no Chinese
            font to draw it with.
    """
    from hongtou.read.ofd.drawing import find_fonts, page_image, to_png

    with open_package(source.path) as package:
        tree = read_tree(package)
        if not 1 <= number <= len(tree.pages) or not tree.pages[number - 1].part:
            raise ReadError(f"{source.path}：没有第 {number} 页（共 {len(tree.pages)} 页）")
        page = tree.pages[number - 1]
        canvas = paint(package, page, read_resources(package, page.document.resources))
        fonts = find_fonts()
        if fonts is None and canvas.letters:
            raise ReadError(
                f"{source.path}：本机没有中文字体，画不出页面；请安装 Noto CJK（fonts-noto-cjk）"
            )
        return to_png(page_image(package, canvas, fonts, dpi=dpi)[0])


def _pages(
    package: Package, tree: OfdTree, margin: Marginalia, options: ReadOptions
) -> Iterator[PageContent]:
    resources: dict[str, Resources] = {}
    left = _Left(package.path)
    for page in tree.pages:
        part = page.document.part
        if part not in resources:
            resources[part] = read_resources(package, page.document.resources)
        yield _with(_page(package, page, resources[part], options, left), margin.of(page.number))
        if options.on_page is not None:
            options.on_page(page.number, len(tree.pages))


def _page(
    package: Package, page: OfdPage, resources: Resources, options: ReadOptions, left: "_Left"
) -> PageContent:
    """A page; one whose own part is missing or broken is told of, and the others go on."""
    from hongtou.read.ofd.pages import read_page

    if not page.part:
        return _missing(page, "内容缺失")
    try:
        canvas: Canvas = paint(package, page, resources)
    except PackageError as error:
        return _missing(page, str(error).removeprefix(f"{package.path}："))
    left.take(canvas)
    return read_page(package, canvas, options)


@dataclass
class _Left:
    """What the pages of a file may still paint: many may share one crowded part."""

    path: str
    letters: int = MOST_LETTERS
    items: int = MOST_ITEMS

    def take(self, canvas: Canvas) -> None:
        """Count a page.

        Raises:
            OversizeError: If the file has had its share.
        """
        self.letters -= len(canvas.letters) + len(canvas.hidden)
        self.items -= len(canvas.items)
        if self.letters < 0 or self.items < 0:
            raise OversizeError(
                f"{self.path}：到第 {canvas.number} 页为止内容已过多（上限 {MOST_LETTERS} 字）；"
                "请分册读入"
            )


def _missing(page: OfdPage, reason: str) -> PageContent:
    told = ((MISSING, f"没有读出这一页：{reason}"),)
    return PageContent(page.number, None, None, "none", reason, (), told)


def _with(content: PageContent, told: tuple[tuple[str, str], ...]) -> PageContent:
    return replace(content, findings=(*content.findings, *told)) if told else content

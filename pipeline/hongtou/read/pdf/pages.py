"""One page of a PDF: its text layer in reading order, or what the recogniser makes of it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from hongtou.errors import EngineError
from hongtou.model import PageMethod
from hongtou.read.layout.blocks import blocks_of
from hongtou.read.layout.characters import Characters, Place
from hongtou.read.layout.turned import sort_out
from hongtou.read.ocr.engine import INSTALL
from hongtou.read.page import PageContent, PageImage, ReadOptions
from hongtou.read.pdf.characters import MOST_CHARACTERS
from hongtou.read.pdf.drawings import Drawings
from hongtou.read.pdf.ink import INK_DPI, Ink, ink_of
from hongtou.read.pdf.pdfium import PdfPage
from hongtou.read.pdf.sample import SAMPLE_DPI, difference
from hongtou.read.pdf.trust import Evidence, Verdict, judge
from hongtou.read.pictured import NOTABLE, SCAN
from hongtou.read.secrecy import refuse_marked

# Resolution for the recogniser: that of the scan itself, within what it reads well.
_COARSEST: Final = 150.0
_FINEST: Final = 300.0
_USUAL: Final = 200.0
_MOST_PIXELS: Final = 18_000_000  # A4 at 300 dpi is 8.7 million, A3 17.4 million
_TOO_LARGE: Final = "页面图像的像素超过上限"


def read_page(
    page: PdfPage, options: ReadOptions, *, distrusted: bool = False
) -> tuple[PageContent, bool]:
    """What an open page says, and how that is known; and whether its text layer lies.

    ``distrusted``: the layer of a page before it lies, so that little text proves nothing.

    Raises:
        EngineError: If a recogniser was asked for by name and cannot be used.
    """
    characters, drawings = page.characters(), page.drawings()
    frame = page.frame
    if drawings.too_large:
        return _undrawn(page, characters, drawings), False

    @lru_cache(maxsize=1)
    def ink() -> Ink:
        return ink_of(page.draw(INK_DPI), frame.width)

    def sampled() -> float | None:
        if options.ocr != "auto":
            return None
        lines = sort_out(characters, frame.width, frame.height).lines()
        return difference(lines, page.draw(SAMPLE_DPI), frame.width, options)

    covered = _covered(drawings.pictures, frame.width, frame.height)
    evidence = Evidence(characters, covered, drawings.paths, frame.height, ink, sampled, distrusted)
    verdict = judge(evidence, options.ocr)
    if verdict.method == "none":
        content = PageContent(page.number, frame.width, frame.height, "none", verdict.reason)
    elif verdict.method == "ocr" and options.ocr != "never":
        content = _recognised(page, characters, drawings, verdict, options)
    else:
        content = _from_layer(page, characters, drawings, verdict, covered)
    return content, verdict.lies


def _undrawn(page: PdfPage, characters: Characters, drawings: Drawings) -> PageContent:
    """A page whose pictures are too large to be looked at: its text layer, if it has one."""
    verdict = Verdict("text", f"{_TOO_LARGE}，只读文字层" if characters.texts else _TOO_LARGE)
    content = _from_layer(page, characters, drawings, verdict, 0.0)
    finding = ("read.page-oversize", f"{_TOO_LARGE}，没有识别；请按 300 dpi 以下重新扫描")
    return replace(content, findings=(*content.findings, finding))


def _from_layer(
    page: PdfPage, characters: Characters, drawings: Drawings, verdict: Verdict, covered: float
) -> PageContent:
    width, height = page.frame.width, page.frame.height
    findings: list[tuple[str, str]] = []
    reason = verdict.reason
    if verdict.method == "ocr":
        reason = f"{reason}；未识别"
        findings.append(("read.text-layer", f"{verdict.reason}，未经识别，请对照原件"))
    elif covered >= NOTABLE and verdict.reason.startswith("有文字层"):
        share = f"{covered:.0%}"
        findings.append(("read.picture", f"图片占本页 {share}，其中若有文字则未读出，请对照原件"))
    if characters.count > MOST_CHARACTERS:
        findings.append(("read.crowded", f"本页有 {characters.count} 个字符，只读了前面一部分"))
    turned = sort_out(characters, width, height)
    refuse_marked(turned.watermark, "水印")
    blocks = tuple(blocks_of(turned, drawings.rules))
    findings += turned.loose()
    if not blocks and characters.texts:
        reason = "文字层里的字都在页面以外"
    method: PageMethod = "text" if blocks else "none"
    return PageContent(page.number, width, height, method, reason, blocks, tuple(findings))


def _covered(pictures: Sequence[Place], width: float, height: float) -> float:
    """Share of the page under pictures; a scan may come in strips."""
    area = 0.0
    for x0, top, x1, bottom in pictures:
        across = min(x1, width) - max(x0, 0.0)
        down = min(bottom, height) - max(top, 0.0)
        area += max(0.0, across) * max(0.0, down)
    return min(1.0, area / (width * height)) if width * height > 0 else 0.0


def _recognised(
    page: PdfPage, characters: Characters, drawings: Drawings, verdict: Verdict,
    options: ReadOptions,
) -> PageContent:  # fmt: skip
    width, height = page.frame.width, page.frame.height
    try:
        from hongtou.read.ocr.pages import read_page_image

        pixels = page.draw(_resolution(drawings, width, height), most_pixels=_MOST_PIXELS)
        image = PageImage(page.number, pixels, width, height)
        return read_page_image(image, options, verdict.reason)
    except (EngineError, ImportError) as error:
        if options.engine != "auto":
            raise EngineError(f"第{page.number}页：{error}") from error
    if verdict.readable:
        content = _from_layer(page, characters, drawings, verdict, 0.0)
        return replace(content, findings=(*content.findings, ("read.no-recogniser", INSTALL)))
    reason = f"{verdict.reason}；没有安装识别引擎"
    finding = ("read.no-recogniser", f"{verdict.reason}，而没有安装识别引擎；{INSTALL}")
    return PageContent(page.number, width, height, "none", reason, (), (finding,))


def _resolution(drawings: Drawings, width: float, height: float) -> float:
    """Dots an inch of the picture that fills the page, if one does."""
    for place, pixels in zip(drawings.pictures, drawings.picture_sizes, strict=True):
        longer = max(place[2] - place[0], place[3] - place[1])
        if _covered([place], width, height) >= SCAN and longer > 0:
            return min(_FINEST, max(_COARSEST, max(pixels) / longer * 72.0))
    return _USUAL

"""One page of an OFD file: its letters in order, or its picture to the recogniser."""

from typing import Final

from hongtou.model import PageMethod
from hongtou.read.grids import blocks_of, find_grids
from hongtou.read.ofd.canvas import Canvas, share_of
from hongtou.read.ofd.drawing import Fonts, find_fonts, page_image
from hongtou.read.ofd.paths import rules_of
from hongtou.read.packages import Package
from hongtou.read.page import Glyph, PageContent, ReadOptions

FEW: Final = 60  # characters: a page with fewer and an image is a scan with a stamp or number
SCAN: Final = 0.5  # share of the page that the images of a scan cover
PICTURED: Final = 0.02  # images below this share are logos and seals, not text
OUTLINES: Final = 60  # filled paths on a page without text: letters turned into curves
GARBLED: Final = 0.2  # share of characters that stand for nothing

UNREAD: Final = "read.image-not-read"
UNDECODED: Final = "read.image-not-decoded"
GARBLED_TEXT: Final = "read.garbled-text"


def read_page(package: Package, canvas: Canvas, options: ReadOptions) -> PageContent:
    """What a painted page says, by its text or by the recogniser."""
    wish = _wish(canvas, options)
    if wish is not None and options.ocr != "never":
        found = _recognised(package, canvas, options, wish)
        if isinstance(found, PageContent):
            return found
        return _text_page(canvas, f"{wish}，但{found}", ((UNDECODED, f"{wish}，但{found}"),))
    if wish is not None:
        return _text_page(canvas, f"{wish}，按要求不识别")
    return _text_page(canvas, "有文字层" if canvas.letters else "空白页", _pictured(canvas))


def _pictured(canvas: Canvas) -> tuple[tuple[str, str], ...]:
    """A finding where text stands on a large image, which may hold more text, as forms do."""
    boxes = [picture.box for picture in canvas.pictures]
    share = sum(share_of(box, canvas.width, canvas.height) for box in boxes)
    if share < SCAN or not canvas.letters:
        return ()
    return ((UNREAD, "文字之下有大幅图像，图中如有文字则未读入；需要时请用 --ocr always"),)


def _wish(canvas: Canvas, options: ReadOptions) -> str | None:
    """Why the page should go to the recogniser, Chinese; ``None`` if its text will do."""
    count = sum(not letter.text.isspace() for letter in canvas.letters)
    boxes = [picture.box for picture in canvas.pictures]
    share = sum(share_of(box, canvas.width, canvas.height) for box in boxes)
    if not count and share >= PICTURED:
        return "只有图像，没有可见文字"
    if count < FEW and share >= SCAN:
        return "扫描图像，只有少量文字"
    if not count and sum(shape.fill is not None for shape in canvas.shapes) >= OUTLINES:
        return "文字已转成曲线"
    if options.ocr == "always" and (count or boxes):
        return "按要求识别"
    return None


def _recognised(
    package: Package, canvas: Canvas, options: ReadOptions, reason: str
) -> PageContent | str:
    """The page as recognised, or why its picture cannot be had, Chinese."""
    from hongtou.read.ocr.pages import read_page_image

    fonts: Fonts | None = find_fonts()
    if canvas.letters and fonts is None:
        return "本机没有中文字体，画不出页面"
    image, undecoded = page_image(package, canvas, fonts)
    if undecoded and len(undecoded) == len(canvas.pictures) and not canvas.letters:
        return f"图像解不开（{'、'.join(undecoded)}）"
    content = read_page_image(image, options, reason)
    told = tuple((UNDECODED, f"图像解不开，其中内容未读入：{name}") for name in undecoded)
    return PageContent(
        content.number, content.width, content.height, content.method, content.reason,
        content.blocks, (*content.findings, *canvas.findings, *told),
    )  # fmt: skip


def _text_page(canvas: Canvas, reason: str, told: tuple[tuple[str, str], ...] = ()) -> PageContent:
    glyphs = [Glyph(one.text, one.box, None, one.ink.red) for one in canvas.letters]
    rules = [rule for shape in canvas.shapes for rule in rules_of(shape)]
    grids = find_grids(glyphs, rules)
    blocks = blocks_of(glyphs, grids, width=canvas.width, height=canvas.height)
    method: PageMethod = "text" if any(not glyph.text.isspace() for glyph in glyphs) else "none"
    findings = (*canvas.findings, *told, *_garbled(glyphs))
    return PageContent(
        canvas.number, canvas.width, canvas.height, method, reason, blocks, findings
    )  # fmt: skip


def _garbled(glyphs: list[Glyph]) -> tuple[tuple[str, str], ...]:
    """A finding where many characters are private or stand for missing ones.

    Producers that embed fonts without a character map write ``¤`` or private code points.
    """
    texts = [glyph.text for glyph in glyphs if not glyph.text.isspace()]
    bad = sum(text in ("¤", "\ufffd") or "\ue000" <= text <= "\uf8ff" for text in texts)
    if not texts or bad < GARBLED * len(texts):
        return ()
    return ((GARBLED_TEXT, f"{len(texts)} 个字中有 {bad} 个没有编码，文字不可信；请对照原件"),)

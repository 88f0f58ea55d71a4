"""One page of an OFD file: its letters in order, or its picture to the recogniser."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hongtou.errors import EngineError
from hongtou.read.layout.blocks import blocks_of
from hongtou.read.layout.characters import Characters, Look
from hongtou.read.layout.turned import Turned, sort_out
from hongtou.read.ocr.engine import INSTALL
from hongtou.read.ofd.canvas import COVERED, HIDDEN, Canvas, share_of
from hongtou.read.ofd.painting import CLEAR, UNSEEN
from hongtou.read.ofd.paths import rules_of
from hongtou.read.ofd.texts import Letter
from hongtou.read.packages import Package
from hongtou.read.page import PageContent, ReadOptions
from hongtou.read.pictured import FEW, NOTABLE, PICTURED, SCAN
from hongtou.read.secrecy import refuse_marked

OUTLINES: Final = 60  # filled paths on a page without text: letters turned into curves
GARBLED: Final = 0.2  # share of characters that stand for nothing
LAYER: Final = (COVERED, UNSEEN, CLEAR)  # how a scan hides the text that a recogniser gave it

UNREAD: Final = "read.picture"
UNDECODED: Final = "read.image-not-decoded"
GARBLED_TEXT: Final = "read.garbled-text"
NO_RECOGNISER: Final = "read.no-recogniser"

Told = tuple[str, str]  # code and message of a finding


@dataclass(frozen=True)
class _Page:
    """A painted page with its letters sorted out."""

    canvas: Canvas
    turned: Turned
    count: int  # of letters that are no blanks and no watermark
    pictured: float  # share of the page under images
    scanned: float  # the same without images of templates, which are letter paper

    def text(self, reason: str, *told: Told) -> PageContent:
        """The page by its own text."""
        canvas = self.canvas
        rules = [rule for shape in canvas.shapes for rule in rules_of(shape)]
        places = [(rule.x0, rule.top, rule.x1, rule.bottom) for rule in rules]
        blocks = tuple(blocks_of(self.turned, places))
        findings = (*canvas.findings, *self.turned.loose(), *told, *_garbled(canvas.letters))
        return PageContent(
            canvas.number, canvas.width, canvas.height, "text" if blocks else "none", reason,
            blocks, findings,
        )  # fmt: skip


def read_page(package: Package, canvas: Canvas, options: ReadOptions) -> PageContent:
    """What a painted page says, by its text or by the recogniser.

    Raises:
        EngineError: If a recogniser was asked for by name and cannot be used.
    """
    page = _sorted_out(canvas)
    wish = _wish(page, options)
    if wish is None:
        told = (UNREAD, f"图像占本页 {page.pictured:.0%}，其中若有文字则未读出，请对照原件")
        pictured = page.pictured >= NOTABLE and page.count > 0
        return page.text("有文字层" if page.count else "空白页", *([told] if pictured else []))
    if options.ocr == "never":
        return _unrecognised(page, f"{wish}，按要求不识别", UNREAD, "请对照原件")
    return _recognised(package, page, options, wish)


def _sorted_out(canvas: Canvas) -> _Page:
    letters = canvas.letters
    styles: dict[Look, int] = {}
    characters = Characters(count=len(letters))
    for letter in letters:
        box = letter.box
        look = Look(letter.ink.red, True, letter.angle, letter.size)
        characters.texts.append(letter.text)
        characters.places.append((box.x0, box.top, box.x1, box.bottom))
        characters.styles.append(styles.setdefault(look, len(styles)))
    characters.looks.extend(styles)
    turned = sort_out(characters, canvas.width, canvas.height)
    refuse_marked(turned.watermark, "水印")
    upright = (turned.body, *turned.others.values())
    count = sum(not glyph.text.isspace() for glyphs in upright for glyph in glyphs)
    shares = [(share_of(p.box, canvas.width, canvas.height), p.own) for p in canvas.pictures]
    pictured = min(sum(share for share, _ in shares), 1.0)
    scanned = min(sum(share for share, own in shares if own), 1.0)
    return _Page(canvas, turned, count, pictured, scanned)


def _wish(page: _Page, options: ReadOptions) -> str | None:
    """Why the page should go to the recogniser, Chinese; ``None`` if its text will do."""
    if not page.count and page.pictured >= PICTURED:
        return "只有图像，没有可见文字"
    if page.count < FEW and page.scanned >= SCAN:
        return "扫描图像，只有少量文字"
    filled = sum(shape.fill is not None for shape in page.canvas.shapes)
    if not page.count and filled >= OUTLINES:
        return "文字已转成曲线"
    if options.ocr == "always" and (page.count or page.canvas.pictures):
        return "按要求识别"
    return None


def _recognised(package: Package, page: _Page, options: ReadOptions, wish: str) -> PageContent:
    """The page as recognised, or its own text where there is no picture or no recogniser."""
    from hongtou.read.ocr.pages import read_page_image
    from hongtou.read.ofd.drawing import find_fonts, page_image

    canvas, fonts = page.canvas, find_fonts()
    if page.count and fonts is None:
        why = f"{wish}，但本机没有中文字体，画不出页面，保留文字层"
        return page.text(why, (NO_RECOGNISER, why))
    image, undecoded = page_image(package, canvas, fonts)
    told = [(UNDECODED, f"图像解不开，其中内容未读入：{name}") for name in undecoded]
    if (
        undecoded
        and not page.count
        and len(undecoded) == len({p.resource for p in canvas.pictures})
    ):
        return page.text(f"{wish}，但图像解不开", *told)
    try:
        content = read_page_image(image, options, wish)
    except (EngineError, ImportError) as error:
        if options.engine != "auto":
            raise EngineError(f"{package.path}：第 {canvas.number} 页：{error}") from error
        return _unrecognised(page, f"{wish}；没有安装识别引擎", NO_RECOGNISER, INSTALL, *told)
    reason = f"{wish}；没有识别出文字" if content.method == "none" else content.reason
    found = (*content.findings, *canvas.findings, *told)
    return replace(content, reason=reason, findings=found)


def _unrecognised(page: _Page, reason: str, code: str, advice: str, *told: Told) -> PageContent:
    """The page by its own text, by that under the image if there is no other."""
    under = tuple(letter for letter in page.canvas.hidden if letter.hidden in LAYER)
    if not page.count and under:
        findings = tuple(found for found in page.canvas.findings if found[0] != HIDDEN)
        page = _sorted_out(replace(page.canvas, letters=under, hidden=(), findings=findings))
        reason = f"{reason}，用了图像之下的文字层"
    return page.text(reason, (code, f"{reason}；{advice}"), *told)


def _garbled(letters: Sequence[Letter]) -> Iterator[Told]:
    """A finding where many characters are private or stand for missing ones.

    Producers that embed fonts without a character map write ``¤`` or private code points.
    """
    texts = [letter.text for letter in letters if not letter.text.isspace()]
    bad = sum(text in ("¤", "\ufffd") or "\ue000" <= text <= "\uf8ff" for text in texts)
    if texts and bad >= GARBLED * len(texts):
        message = f"{len(texts)} 个字中有 {bad} 个没有编码，文字不可信；请对照原件"
        yield GARBLED_TEXT, message

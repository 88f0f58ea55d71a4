"""A page of OFD as it lies before a reader, with what shows told from what does not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hongtou.errors import PackageError
from hongtou.model import Box
from hongtou.read.ofd.geometry import POINTS, Affine, shifted, times
from hongtou.read.ofd.painting import MILLIMETRES, Painted, Painter, Picture
from hongtou.read.ofd.paths import Shape
from hongtou.read.ofd.pictures import is_opaque
from hongtou.read.ofd.resources import Resources, read_resources
from hongtou.read.ofd.structure import OfdPage, page_box, read_part
from hongtou.read.ofd.texts import Letter
from hongtou.read.packages import Package
from hongtou.read.secrecy import refuse_marked
from hongtou.read.xml_parts import attribute, children, text_of

MARGIN: Final = 2 * POINTS  # text may stick out of the page by 2 mm, as on paper with bleed
SAME_PLACE: Final = 0.15  # of the size: a letter painted twice so near is bold, not two letters
COVERING: Final = 0.8  # share of the page that an image painted over text must cover to hide it
MOST_PARTS: Final = 16  # resources or templates that a page may lay under or over each other
QUOTED: Final = 40  # characters that a message quotes

COVERED: Final = "被整页图像盖住"
HIDDEN: Final = "read.hidden-text"
MISSING: Final = "read.part-missing"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A painted page; all places are points from its top left corner.

    ``letters`` are what a reader sees, ``hidden`` what nobody sees, each once.
    """

    number: int
    width: float
    height: float
    items: tuple[Painted, ...]  # from below
    letters: tuple[Letter, ...]
    hidden: tuple[Letter, ...]
    resources: Resources
    findings: tuple[tuple[str, str], ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The images, from below."""
        return tuple(item for item in self.items if isinstance(item, Picture))

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The paths, from below."""
        return tuple(item for item in self.items if isinstance(item, Shape))


def paint(package: Package, page: OfdPage, common: Resources) -> Canvas:
    """Everything that a page and its templates show.

    Args:
        package: The open package.
        page: Which page; its part is there.
        common: Resources of its document.

    Raises:
        PackageError: If the page's own part is broken.
        OversizeError: If it paints without end.
    """
    root = read_part(package, page.part)
    used = (package.resolve(page.part, text_of(one)) for one in children(root, "PageRes"))
    own = list(dict.fromkeys(member.name for member in used if member is not None))[:MOST_PARTS]
    resources = common.joined(read_resources(package, own)) if own else common
    box = page_box(root, page.document)
    sheets, problems = _sheets(package, page, root)
    items = _items(
        package, sheets, resources, times(shifted(-box[0], -box[1]), MILLIMETRES), problems
    )
    width, height = round(box[2] * POINTS, 2), round(box[3] * POINTS, 2)
    letters, hidden = _sorted_out(package, items, resources, width, height)
    findings = [(MISSING, problem) for problem in dict.fromkeys(problems)]
    findings += _told(hidden)
    return Canvas(
        page.number, width, height, tuple(items), letters, hidden, resources, tuple(findings)
    )


_Sheet = tuple[Any, bool]  # the root of a part, and whether it is the page itself


def _sheets(package: Package, page: OfdPage, root: Any) -> tuple[list[_Sheet], list[str]]:
    """The page with its templates, from below (7.7, ``ZOrder``)."""
    below: list[_Sheet] = []
    above: list[_Sheet] = []
    problems: list[str] = []
    for use in list(children(root, "Template"))[:MOST_PARTS]:
        part, order = page.document.templates.get(attribute(use, "TemplateID"), ("", ""))
        try:
            sheet = read_part(package, part) if part else None
        except PackageError as error:
            sheet, part = None, str(error).removeprefix(f"{package.path}：")
        if sheet is None:
            problems.append(f"缺少模板“{part or attribute(use, 'TemplateID')}”，其中内容未读入")
            continue
        in_front = (attribute(use, "ZOrder") or order) == "Foreground"
        (above if in_front else below).append((sheet, False))
    return [*below, (root, True), *above], problems


def _items(
    package: Package,
    sheets: list[_Sheet],
    resources: Resources,
    to_page: Affine,
    problems: list[str],
) -> list[Painted]:
    painter = Painter(package.path, resources)
    items: list[Painted] = []
    for sheet, own in sheets:
        painter.own = own
        items += painter.content(sheet, to_page)
    problems += resources.problems
    problems += [f"缺少复合图元“{name}”，其中内容未读入" for name in sorted(painter.missing)]
    return items


def _sorted_out(
    package: Package, items: Sequence[Painted], resources: Resources, width: float, height: float
) -> tuple[tuple[Letter, ...], tuple[Letter, ...]]:
    """Letters that show and letters that do not, each painted place once."""
    last_cover = _last_cover(package, items, resources, width, height)
    shown: list[Letter] = []
    hidden: list[Letter] = []
    places: dict[tuple[str, float], set[tuple[int, int]]] = {}
    for at, item in enumerate(items):
        if not isinstance(item, Letter):
            continue
        reason = item.hidden or _unseen(item, width, height)
        if not reason and at < last_cover:
            reason = COVERED
        if reason:
            hidden.append(replace(item, hidden=reason))
        elif not _again(item, places):
            shown.append(item)
    return tuple(shown), tuple(hidden)


def _unseen(letter: Letter, width: float, height: float) -> str:
    x, y = (letter.box.x0 + letter.box.x1) / 2, (letter.box.top + letter.box.bottom) / 2
    if not (-MARGIN <= x <= width + MARGIN and -MARGIN <= y <= height + MARGIN):
        return "在页面以外"
    return ""


def _again(letter: Letter, places: dict[tuple[str, float], set[tuple[int, int]]]) -> bool:
    """Whether the same letter was painted here before: bold faked by painting twice."""
    step = max(SAME_PLACE * letter.size, 0.05)
    column, row = int(letter.box.x0 // step), int(letter.box.top // step)
    kind = (letter.text, round(letter.size, 1))  # steps of another size count other fields
    taken = places.setdefault(kind, set())
    if taken and any((column + a, row + b) in taken for a in (-1, 0, 1) for b in (-1, 0, 1)):
        return True
    taken.add((column, row))
    return False


def _last_cover(
    package: Package, items: Sequence[Painted], resources: Resources, width: float, height: float
) -> int:
    """Position of the last opaque image that covers the page; letters below it do not show."""
    for at in range(len(items) - 1, 0, -1):
        item = items[at]
        if (
            isinstance(item, Picture)
            and item.alpha == 255
            and share_of(item.box, width, height) >= COVERING
            and any(isinstance(below, Letter) for below in items[:at])
            and is_opaque(package, resources, item.resource)
        ):
            return at
    return 0


def share_of(box: Box, width: float, height: float) -> float:
    """The share of the page that a box covers."""
    across = min(box.x1, width) - max(box.x0, 0.0)
    down = min(box.bottom, height) - max(box.top, 0.0)
    return max(across, 0.0) * max(down, 0.0) / (width * height)


def _told(hidden: Sequence[Letter]) -> Iterator[tuple[str, str]]:
    by_reason: dict[str, list[str]] = {}
    for letter in hidden:
        by_reason.setdefault(letter.hidden, []).append(letter.text)
    for reason, texts in by_reason.items():
        words = "".join(texts).strip()
        refuse_marked(words, f"{reason}的文字")
        if words:
            cut = "…" if len(words) > QUOTED else ""
            yield HIDDEN, f"有文字{reason}，未计入正文（{len(words)} 字）：{words[:QUOTED]}{cut}"

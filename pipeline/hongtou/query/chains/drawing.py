"""A chain as SVG: system fonts, no script, nothing from outside; the same chain, the same bytes."""

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from hongtou.query.chains.boxes import LEADING, PADDING, SMALL, STEM, Cell, Line, width_of
from hongtou.query.chains.picture import LABEL, Arrow, Band, Picture, Placed, lay_out
from hongtou.query.xml_text import without_forbidden

if TYPE_CHECKING:
    from hongtou.query.chains.chain import Chain

__all__ = ["write_svg"]

MARGIN: Final = 28.0
BAND_LABEL: Final = 34.0  # room at the left for the name of a level

# Looks are told by line and weight, and by colour only besides: a printer may have none.
STYLE: Final = """
.page{fill:#fff}
text{font-family:system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
text{fill:#1f2933}
.strong{font-weight:600}.quiet{fill:#5b6672}
.band{fill:#f6f4ef}.band.odd{fill:#fbfaf7}.band-name{fill:#8a7f6a;letter-spacing:4px}
.box{fill:#fff;stroke:#7b8794;stroke-width:1.2}
.ghost .box,.gap .box{stroke-dasharray:6 4}.ghost .box{fill:#fafafa}
.gap .box{fill:none;stroke:#9aa5b1}.gap text{fill:#5b6672}
.root .box{stroke:#a61b1b;stroke-width:2.8}.flag{fill:#a61b1b}
.frame{fill:#fff;fill-opacity:.55;stroke:#cbd2d9;stroke-width:1}
.arrow{fill:none;stroke:#52606d;stroke-width:1.5}.weak .arrow{stroke-width:1.1;stroke-dasharray:7 4}
.doubt .arrow{stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:2}
.to-gap .arrow{stroke:#9aa5b1;stroke-width:1.1;stroke-dasharray:3 4}
.head{fill:#52606d}.pill{fill:#fff;stroke:#cbd2d9;stroke-width:.8}
.badge{fill:#f0f2f5;stroke:#cbd2d9;stroke-width:.8}
a:focus .box,a:hover .box{stroke:#1f4e8c}
"""


def write_svg(chain: "Chain", link: str = "#{}") -> str:
    """The picture; ``link`` is where a box leads, with ``{}`` for the id of its document."""
    picture = lay_out(chain)
    left = MARGIN + (BAND_LABEL if picture.bands else 0)
    width = picture.width + left + MARGIN
    legend = _legend(picture, width - left - MARGIN)
    height = picture.height + 3 * MARGIN + len(legend) * SMALL * LEADING
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "lang": "zh-CN",
        "aria-labelledby": "chain-title chain-desc", "viewBox": f"0 0 {_n(width)} {_n(height)}",
        "width": _n(width), "height": _n(height),
    })  # fmt: skip
    _text(root, "title", _clean(f"{chain.root.name}的转发链"), id="chain-title")
    # What a screen reader says in place of the picture: the tree in words.
    _text(root, "desc", _clean(chain.to_text()), id="chain-desc")
    _text(root, "style", STYLE)
    ET.SubElement(root, "rect", {"class": "page", "width": _n(width), "height": _n(height)})
    for at, band in enumerate(picture.bands):
        _draw_band(root, band, at, width)
    body = ET.SubElement(root, "g", {"transform": f"translate({_n(left)} {_n(MARGIN)})"})
    for arrow in picture.arrows:
        _draw_arrow(body, arrow)
    for placed in picture.boxes:
        _draw_box(body, placed, link)
    for arrow in picture.arrows:
        _draw_words(body, arrow)
    for at, words in enumerate(legend):
        _text(root, "text", words, **{
            "class": "quiet", "x": _n(left), "font-size": _n(SMALL),
            "y": _n(picture.height + 2 * MARGIN + (at + 0.7) * SMALL * LEADING),
        })  # fmt: skip
    return ET.tostring(root, encoding="unicode", short_empty_elements=True) + "\n"


def _draw_band(root: ET.Element, band: Band, at: int, width: float) -> None:
    top, tall = band.top + MARGIN, band.bottom - band.top
    if not at:  # the first reaches the edge of the page
        top, tall = 0.0, tall + top
    ET.SubElement(root, "rect", {
        "class": "band odd" if at % 2 else "band", "x": "0", "y": _n(top), "width": _n(width),
        "height": _n(tall),
    })  # fmt: skip
    x, y = _n(MARGIN * 0.9), _n(top + tall / 2)
    _text(root, "text", band.name, **{
        "class": "band-name", "x": x, "y": y, "font-size": "13", "text-anchor": "middle",
        "transform": f"rotate(-90 {x} {y})",
    })  # fmt: skip


def _draw_arrow(body: ET.Element, arrow: Arrow) -> None:
    group = ET.SubElement(body, "g", {"class": _looks(arrow)})
    gap = arrow.link is None and not arrow.headed
    ET.SubElement(group, "path", {"class": "arrow", "d": _path(arrow, 0 if gap else 7)})
    if not gap:
        (_, before), (x, y) = arrow.points[-2:]
        ahead = 1 if y >= before else -1
        head = f"M{_n(x)} {_n(y)}l-5 {-9 * ahead}h10z"
        ET.SubElement(group, "path", {"class": "head", "d": head})


def _looks(arrow: Arrow) -> str:
    if arrow.link is None:
        return "link" if arrow.headed else "link to-gap"
    return "link doubt" if arrow.link.doubtful else "link weak" if arrow.link.weak else "link"


def _path(arrow: Arrow, short: float) -> str:
    """A line with rounded corners that ends ``short`` of its last point, where the head is."""
    points = list(arrow.points)
    (x0, y0), (x, y) = points[-2:]
    length = abs(x - x0) + abs(y - y0) or 1
    points[-1] = (x - (x - x0) / length * short, y - (y - y0) / length * short)
    said = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(here, before), _towards(here, after)
        said.append(
            f"L{_n(near[0])} {_n(near[1])}Q{_n(here[0])} {_n(here[1])} {_n(far[0])} {_n(far[1])}"
        )
    return "".join([*said, f"L{_n(points[-1][0])} {_n(points[-1][1])}"])


def _towards(here: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The point at most 8 away from a corner."""
    dx, dy = other[0] - here[0], other[1] - here[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1
    part = min(8.0, length / 2) / length
    return here[0] + dx * part, here[1] + dy * part


def _draw_words(body: ET.Element, arrow: Arrow) -> None:
    if not arrow.words:
        return
    wide, (x, y) = width_of(arrow.words, LABEL) + 14, arrow.at
    ET.SubElement(body, "rect", {
        "class": "pill", "x": _n(x - wide / 2), "y": _n(y - 10), "width": _n(wide), "height": "20",
        "rx": "10",
    })  # fmt: skip
    _text(body, "text", _clean(arrow.words), **{
        "x": _n(x), "y": _n(y + 4), "font-size": _n(LABEL), "text-anchor": "middle",
    })  # fmt: skip


def _draw_box(body: ET.Element, placed: Placed, link: str) -> None:
    box = placed.box
    group = ET.SubElement(body, "g", {"transform": f"translate({_n(placed.x)} {_n(placed.y)})"})
    if box.heading:
        ET.SubElement(group, "rect", {
            "class": "frame", "width": _n(box.width), "height": _n(box.height), "rx": "12",
        })  # fmt: skip
        _text(group, "text", box.heading, **{
            "class": "quiet", "x": _n(PADDING), "y": _n(PADDING + SMALL), "font-size": _n(SMALL),
        })  # fmt: skip
    elif len(box.cells) > 1:
        middle, foot = _n(box.width / 2), _n(box.cells[0].height)
        stem = ET.SubElement(group, "g", {"class": "link to-gap"})
        ET.SubElement(stem, "path", {"class": "arrow", "d": f"M{middle} {foot}v{_n(STEM)}"})
    for cell, x, y, width, height in box.places():
        _draw_cell(group, cell, (x, y, width, height), link)


def _draw_cell(
    group: ET.Element, cell: Cell, place: tuple[float, float, float, float], link: str
) -> None:
    x, y, width, height = place
    attributes = {"class": f"{cell.kind} root" if cell.root else cell.kind}
    if cell.key is not None:
        key = _clean(cell.key)
        attributes["id"] = f"box-{quote(key)}"
        group = ET.SubElement(group, "a", {"href": link.replace("{}", quote(key))})
    drawn = ET.SubElement(group, "g", {**attributes, "transform": f"translate({_n(x)} {_n(y)})"})
    _text(drawn, "title", _clean(cell.said))
    ET.SubElement(drawn, "rect", {
        "class": "box", "width": _n(width), "height": _n(height), "rx": "8",
    })  # fmt: skip
    if cell.root:
        ET.SubElement(drawn, "path", {"class": "flag", "d": "M0 8a8 8 0 0 1 8 -8h10l-18 18z"})
    if cell.badge:
        _draw_badge(drawn, cell.badge, width, PADDING + sum(x.height for x in cell.lines))
    down = PADDING
    for line in cell.lines:
        _draw_line(drawn, line, down)
        down += line.height


def _draw_badge(drawn: ET.Element, words: str, width: float, foot: float) -> None:
    """A pill at the right of the last line, which ends at ``foot``."""
    wide = width_of(words, SMALL - 1) + 12
    ET.SubElement(drawn, "rect", {
        "class": "badge", "x": _n(width - wide - 8), "y": _n(foot - 17), "width": _n(wide),
        "height": "18", "rx": "9",
    })  # fmt: skip
    _text(drawn, "text", words, **{
        "class": "quiet", "x": _n(width - wide / 2 - 8), "y": _n(foot - 4.3),
        "font-size": _n(SMALL - 1), "text-anchor": "middle",
    })  # fmt: skip


def _draw_line(drawn: ET.Element, line: Line, down: float) -> None:
    _text(drawn, "text", _clean(line.text), **{
        "class": line.tone, "x": _n(PADDING), "y": _n(down + line.size * 1.05),
        "font-size": _n(line.size),
    })  # fmt: skip


def _legend(picture: Picture, room: float) -> list[str]:
    """What the kinds of line mean, as far as they occur, in lines that fit into ``room``."""
    kinds = {_looks(arrow) for arrow in picture.arrows}
    cells = [cell.kind for placed in picture.boxes for cell in placed.box.cells]
    ghost, gap = "ghost" in cells, "gap" in cells
    meanings = ["红色粗框：所查文件"]
    meanings += ["虚线框：未入库"] if ghost else []
    meanings += ["空虚线框：要求转发而未见"] if gap else []
    meanings += ["虚线箭头：落实等，不是转发"] if "link weak" in kinds else []
    meanings += ["点线箭头：存疑，不作为事实"] if "link doubt" in kinds else []
    lines = [""]
    for meaning in meanings:
        longer = f"{lines[-1]}　{meaning}".strip("　")
        if lines[-1] and width_of(longer, SMALL) > room:
            lines.append(meaning)
        else:
            lines[-1] = longer
    return lines


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _clean(text: str) -> str:
    return without_forbidden(text)


def _n(value: float) -> str:
    """A number with at most one decimal: ``12``, ``12.5``; never ``-0``."""
    return f"{round(value, 1) + 0:g}" if abs(value) < 1e5 else f"{value:.1f}"

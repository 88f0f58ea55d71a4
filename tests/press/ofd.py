"""Printed pages as OFD (GB/T 33190—2016): text with its places, red lines, seals, pictures."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby, pairwise
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from PIL import Image

from tests.press.page import PrintedGlyph, PrintedLine, PrintedPage, PrintedRule, runs_of
from tests.press.seal import seal_ink

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MILLIMETRES: Final = 25.4 / 72  # of a point
SPACE: Final = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
FONTS: Final = {"song": "宋体", "title": "方正小标宋简体", "hei": "黑体", "kai": "楷体"}
SEAL_DPI: Final = 200.0
MOMENT: Final = (2021, 1, 1, 0, 0, 0)  # of every member: the same bytes each time


@dataclass(frozen=True)
class OfdStyle:
    """How the package is made."""

    template: bool = True  # red head and its line stand on a template page
    seals: bool = True  # as images on the page
    pictures: Sequence["NDArray[np.uint8]"] = ()  # pages without text: one picture each
    title: str = ""


class _Package:
    """Members in the making; ids count through the document."""

    def __init__(self) -> None:
        self.members: dict[str, bytes] = {}
        self.ids = count(1)
        self.media: dict[str, int] = {}  # name of a file: its id

    def new_id(self) -> int:
        return next(self.ids)

    def image(self, name: str, content: bytes) -> int:
        """The id of an image file, kept once under its name."""
        if name not in self.media:
            self.media[name] = self.new_id()
            self.members[f"Doc_0/Res/{name}"] = content
        return self.media[name]

    def packed(self) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in sorted(self.members.items(), key=lambda m: m[0] != "OFD.xml"):
                info = zipfile.ZipInfo(name, MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, content)
        return stream.getvalue()


def to_ofd(pages: Sequence[PrintedPage], style: OfdStyle | None = None) -> bytes:
    """The pages as an OFD package; the same bytes for the same pages."""
    wanted, package = style or OfdStyle(), _Package()
    fonts = {name: package.new_id() for name in FONTS}
    listed: list[str] = []
    templates: list[str] = []
    for number, page in enumerate(pages):
        page_id = package.new_id()
        listed.append(f'<ofd:Page ID="{page_id}" BaseLoc="Pages/Page_{number}/Content.xml"/>')
        below, marks = "", tuple(line for line in page.lines if line.kind == "mark")
        if wanted.template and marks and not wanted.pictures:
            template = package.new_id()
            name = f"Tpls/Tpl_{len(templates)}/Content.xml"
            templates.append(f'<ofd:TemplatePage ID="{template}" Name="红头" BaseLoc="{name}"/>')
            below = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>'
            red = tuple(rule for rule in page.rules if rule.red)
            content = _layer(package, marks, red, fonts)
            package.members[f"Doc_0/{name}"] = _page(page, "", content)
        content = _content(package, page, number, fonts, wanted, bool(below))
        package.members[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(page, below, content)
    _parts(package, pages, fonts, listed, templates, wanted.title)
    return package.packed()


def _content(package: _Package, page: PrintedPage, number: int, fonts: Mapping[str, int],
             style: OfdStyle, red_below: bool) -> str:  # fmt: skip
    if style.pictures:
        image = package.image(f"page_{number}.jpg", _jpeg(style.pictures[number]))
        return (
            f'<ofd:Layer ID="{package.new_id()}">{_image(package, image, _whole(page))}</ofd:Layer>'
        )
    lines = tuple(line for line in page.lines if not (red_below and line.kind == "mark"))
    rules = tuple(rule for rule in page.rules if not (red_below and rule.red))
    content = _layer(package, lines, rules, fonts)
    if style.seals and page.seals:
        stamps = "".join(_seals(package, page))
        content += f'<ofd:Layer ID="{package.new_id()}" Type="Foreground">{stamps}</ofd:Layer>'
    return content


def _layer(package: _Package, lines: Sequence[PrintedLine], rules: Sequence[PrintedRule],
           fonts: Mapping[str, int]) -> str:  # fmt: skip
    objects = [_rule(package, rule) for rule in rules]
    for line in lines:
        if line.vertical:
            objects.append(_text(package, line.glyphs, fonts, down=True))
        else:
            objects += [_text(package, run, fonts) for run in runs_of(line)]
    return f'<ofd:Layer ID="{package.new_id()}">{"".join(objects)}</ofd:Layer>'


def _text(package: _Package, run: tuple[PrintedGlyph, ...], fonts: Mapping[str, int], *,
          down: bool = False) -> str:  # fmt: skip
    """A TextObject whose boundary begins at the first em box."""
    first, last = run[0].box, run[-1].box
    boundary = _numbers(first.x0, first.top, last.x1 - first.x0, last.bottom - first.top)
    xs = [g.box.x0 for g in run]
    ys = [g.baseline for g in run]
    if down:
        steps = f'DeltaX="{_deltas([0.0] * len(xs))}" DeltaY="{_deltas(ys)}"'
    else:
        steps = f'DeltaX="{_deltas(xs)}"'
    steps = steps if len(run) > 1 else ""
    colour = '<ofd:FillColor Value="219 20 26"/>' if run[0].red else ""
    weight = ' Weight="700"' if run[0].face in ("title", "hei") else ""
    text = escape("".join(glyph.text for glyph in run))
    return (
        f'<ofd:TextObject ID="{package.new_id()}" Boundary="{boundary}" '
        f'Font="{fonts[run[0].face]}" Size="{_numbers(run[0].size)}"{weight}>{colour}'
        f'<ofd:TextCode X="0" Y="{_numbers(run[0].baseline - first.top)}" {steps}>'
        f"{text}</ofd:TextCode></ofd:TextObject>"
    )


def _deltas(places: Sequence[float]) -> str:
    """Steps between places in millimetres; equal ones as a run: ``g 3 5.57``."""
    steps = [_numbers(b - a) for a, b in pairwise(places)]
    parts = []
    for step, equal in groupby(steps):
        times = len(list(equal))
        parts.append(f"g {times} {step}" if times > 2 else " ".join([step] * times))
    return " ".join(parts)


def _rule(package: _Package, rule: PrintedRule) -> str:
    x, y = min(rule.x0, rule.x1), min(rule.top, rule.bottom)
    wide, high = abs(rule.x1 - rule.x0), abs(rule.bottom - rule.top)
    boundary = _numbers(x, y, max(wide, rule.width), max(high, rule.width))
    colour = "219 20 26" if rule.red else "0 0 0"
    return (
        f'<ofd:PathObject ID="{package.new_id()}" Boundary="{boundary}" '
        f'LineWidth="{_numbers(rule.width)}"><ofd:StrokeColor Value="{colour}"/>'
        f"<ofd:AbbreviatedData>M 0 0 L {_numbers(wide, high)}</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def _seals(package: _Package, page: PrintedPage) -> Iterator[str]:
    for seal in page.seals:
        ink = Image.fromarray(seal_ink(seal, SEAL_DPI))
        stamp = Image.new("RGBA", ink.size, (219, 20, 26, 0))
        stamp.putalpha(ink.point(lambda value: round(value * 0.8)))
        stream = io.BytesIO()
        stamp.save(stream, "PNG", optimize=True)
        half = ink.width / 2 * 72 / SEAL_DPI
        image = package.image(f"seal_{len(package.media)}.png", stream.getvalue())
        yield _image(package, image, (seal.x - half, seal.y - half, 2 * half, 2 * half))


def _image(package: _Package, image: int, place: tuple[float, float, float, float]) -> str:
    wide, high = _numbers(place[2]), _numbers(place[3])
    return (
        f'<ofd:ImageObject ID="{package.new_id()}" Boundary="{_numbers(*place)}" '
        f'CTM="{wide} 0 0 {high} 0 0" ResourceID="{image}"/>'
    )


def _parts(package: _Package, pages: Sequence[PrintedPage], fonts: Mapping[str, int],
           listed: Sequence[str], templates: Sequence[str], title: str) -> None:  # fmt: skip
    faces = "".join(f'<ofd:Font ID="{fonts[n]}" FontName="{name}"/>' for n, name in FONTS.items())
    media = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for name, number in package.media.items()
    )
    found = f"<ofd:MultiMedias>{media}</ofd:MultiMedias>" if media else ""
    common = (
        f"<ofd:MaxUnitID>{package.new_id()}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>"
        f"{_numbers(*_whole(pages[0]))}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml"
        f"</ofd:DocumentRes>{''.join(templates)}"
    )
    package.members |= {
        "OFD.xml": _xml(
            f'<ofd:OFD {SPACE} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:DocID>{'0' * 32}</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title>"
            "<ofd:CreationDate>2021-01-01</ofd:CreationDate><ofd:Creator>press</ofd:Creator>"
            "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": _xml(
            f"<ofd:Document {SPACE}><ofd:CommonData>{common}</ofd:CommonData>"
            f"<ofd:Pages>{''.join(listed)}</ofd:Pages></ofd:Document>"
        ),
        "Doc_0/PublicRes.xml": _xml(
            f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts>{faces}</ofd:Fonts></ofd:Res>'
        ),
        "Doc_0/DocumentRes.xml": _xml(f'<ofd:Res {SPACE} BaseLoc="Res">{found}</ofd:Res>'),
    }


def _page(page: PrintedPage, below: str, content: str) -> bytes:
    area = f"<ofd:PhysicalBox>{_numbers(*_whole(page))}</ofd:PhysicalBox>"
    return _xml(
        f"<ofd:Page {SPACE}><ofd:Area>{area}</ofd:Area>{below}"
        f"<ofd:Content>{content}</ofd:Content></ofd:Page>"
    )


def _whole(page: PrintedPage) -> tuple[float, float, float, float]:
    return 0.0, 0.0, page.width, page.height


def _xml(text: str) -> bytes:
    return (HEAD + text).encode()


def _numbers(*points: float) -> str:
    """Points as millimetres, four digits behind the point."""
    return " ".join(f"{round(value * MILLIMETRES, 4):g}" for value in points)


def _jpeg(pixels: "NDArray[np.uint8]") -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=75)
    return stream.getvalue()

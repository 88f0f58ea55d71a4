"""Small OFD packages for tests: parts as texts, a whole document around one page's objects."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from hongtou.model import Transcript
from hongtou.read import ReadOptions, open_source
from hongtou.read.ofd import read_ofd

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
POINTS = 72 / 25.4

Parts = dict[str, str | bytes]


def page(objects: str, *, before: str = "", area: str = "", layer: str = "") -> str:
    """A page part with one layer; ``before`` holds templates and resources of the page."""
    box = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    return (
        f"<ofd:Page {SPACE}>{box}{before}<ofd:Content><ofd:Layer {layer}>{objects}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def text(words: str, x: float = 20, y: float = 20, *, size: float = 5, code: str = "",
         inside: str = "", **attributes: str) -> str:  # fmt: skip
    """A TextObject with its baseline at ``y`` + ``size``; steps are one em unless told."""
    steps = code or f'DeltaX="g {max(len(words) - 1, 1)} {size}"'
    more = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<ofd:TextObject Boundary="{x} {y} 170 {size}" Font="1" Size="{size}" {more}>{inside}'
        f'<ofd:TextCode X="0" Y="{size}" {steps}>{escaped}</ofd:TextCode></ofd:TextObject>'
    )


def path(drawn: str, *, boundary: str = "0 0 210 297", more: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="{boundary}" {more}>'
        f"<ofd:AbbreviatedData>{drawn}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def document(
    pages: list[str], *, common: str = "", more: str = "", resources: str = "", body: str = ""
) -> Parts:
    """The parts of a package with these pages."""
    listed = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    return {
        "OFD.xml": (
            f'<ofd:OFD {SPACE} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo/>'
            f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            f"{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{more}</ofd:Document>"
        ),
        "Doc_0/PublicRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res">{resources}</ofd:Res>',
        **{f"Doc_0/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)},
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def written(folder: Path, parts: Mapping[str, str | bytes]) -> Path:
    found = folder / "a.ofd"
    found.write_bytes(packed(parts))
    return found


def transcript(
    folder: Path, parts: Mapping[str, str | bytes], options: ReadOptions | None = None
) -> Transcript:
    return read_ofd(open_source(written(folder, parts)), options or ReadOptions(ocr="never"))


def lines(found: Transcript) -> list[str]:
    return [line.strip() for line in found.text.splitlines() if line.strip()]


def places(found: Transcript) -> list[tuple[str, float, float, float, float]]:
    """Characters with their boxes in millimetres, rounded."""
    return [
        (
            found.text[run.span.start : run.span.end],
            *(round(v / POINTS, 1) for v in (run.box.x0, run.box.top, run.box.x1, run.box.bottom)),
        )
        for run in found.runs
        if run.box is not None
    ]

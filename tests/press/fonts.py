"""Free faces for 宋体, 黑体 and 楷体: where they are, how wide and black a glyph is, TrueType.

GB/T 9704 asks for 仿宋 in the body; no free face of it has simplified characters, so 宋 stands in.
"""

import hashlib
import io
import logging
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Scale
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PIL import ImageFont

UNITS: Final = 1000  # an em, in the TrueType fonts that are made
ASCENT: Final = 0.88  # of an em above the baseline; the rest is below
DESCENT: Final = 0.12

# Names of files in the order of preference, and what the name of the face holds in a collection.
CANDIDATES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "song": (
        ("NotoSerifCJK-Regular.ttc", "Serif CJK SC"),
        ("NotoSerifCJKsc-Regular.otf", ""),
        ("NotoSerifSC-Regular.otf", ""),
        ("SourceHanSerifSC-Regular.otf", ""),
        ("Songti.ttc", "Songti SC Regular"),
        ("simsun.ttc", "SimSun"),
        ("gbsn00lp.ttf", ""),
    ),
    "title": (
        ("NotoSerifCJK-Bold.ttc", "Serif CJK SC"),
        ("NotoSerifCJKsc-Bold.otf", ""),
        ("NotoSerifSC-Bold.otf", ""),
        ("SourceHanSerifSC-Bold.otf", ""),
        ("Songti.ttc", "Songti SC Bold"),
        ("simhei.ttf", ""),
    ),
    "hei": (
        ("NotoSansCJK-Bold.ttc", "Sans CJK SC"),
        ("NotoSansCJKsc-Bold.otf", ""),
        ("NotoSansSC-Bold.otf", ""),
        ("SourceHanSansSC-Bold.otf", ""),
        ("STHeiti Medium.ttc", "Heiti SC"),
        ("simhei.ttf", ""),
        ("wqy-zenhei.ttc", "Zen Hei"),
    ),
    "kai": (
        ("gkai00mp.ttf", ""),
        ("LXGWWenKai-Regular.ttf", ""),
        ("ukai.ttc", "UKai CN"),
        ("Kaiti.ttc", "Kaiti SC Regular"),
        ("simkai.ttf", ""),
    ),
}
PACKAGES: Final = {
    "song": "fonts-noto-cjk",
    "title": "fonts-noto-cjk",
    "hei": "fonts-noto-cjk",
    "kai": "fonts-arphic-gkai00mp",
}
FACES: Final = tuple(CANDIDATES)


class MissingFontError(RuntimeError):
    """No file of a face was found; the message names the package to install."""


@dataclass(frozen=True)
class Face:
    """A face of a font file: ``face("song").advance("中") == 1.0`` (in ems)."""

    name: str
    path: Path
    index: int

    def has(self, character: str) -> bool:
        return ord(character) in _opened(self).cmap

    def advance(self, character: str) -> float:
        if character == " ":
            return 0.5  # half a character, as Chinese typesetters print it
        opened = _opened(self)
        glyph = opened.cmap.get(ord(character), ".notdef")
        return float(opened.font["hmtx"][glyph][0] / opened.units)

    def bounds(self, character: str) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top of the ink in ems from the pen on the baseline."""
        return _bounds(self, character)


@dataclass(frozen=True)
class _Opened:
    font: Any
    cmap: dict[int, str]
    glyphs: Any
    units: int


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """Font files by name in lower case; the first folder wins."""
    found: dict[str, Path] = {}
    for folder in _folders():
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.suffix.lower() in (".ttf", ".ttc", ".otf"):
                    found.setdefault(path.name.lower(), path)
    return found


def _folders() -> Iterator[Path]:
    if (own := os.environ.get("PRESS_FONTS")) is not None:
        yield Path(own)
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
        yield Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (Path.home() / "Library/Fonts", Path("/Library/Fonts"))
        yield Path("/System/Library/Fonts")
    else:
        yield from (Path.home() / ".local/share/fonts", Path.home() / ".fonts")
        yield from (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def missing_packages() -> tuple[str, ...]:
    """Debian packages to install before anything can be printed; empty if all is there."""
    missing = [name for name in FACES if _candidate(name) is None]
    return tuple(dict.fromkeys(PACKAGES[name] for name in missing))


def needs_fonts() -> pytest.MarkDecorator:
    """For tests that print: they are skipped without fonts, yet never where ``CI`` is set."""
    missing = " ".join(missing_packages())
    skipped = bool(missing) and not os.environ.get("CI")
    return pytest.mark.skipif(skipped, reason=f"no fonts to print with: apt-get install {missing}")


@lru_cache(maxsize=len(CANDIDATES))
def _candidate(name: str) -> tuple[Path, int] | None:
    files = _files()
    for file, wanted in CANDIDATES[name]:
        if (path := files.get(file.lower())) is not None:
            return path, _number(path, wanted) if wanted else 0
    return None


def _number(path: Path, wanted: str) -> int:
    """Which face of a collection has ``wanted`` in its name; the first one if none has."""
    with path.open("rb") as stream:
        (faces,) = struct.unpack(">L", stream.read(12)[8:])
        for number in range(faces):
            names = TTFont(stream, fontNumber=number, lazy=True)["name"].names
            if any(wanted in entry.toUnicode() for entry in names if entry.nameID == 4):
                return number
    return 0


@lru_cache(maxsize=len(CANDIDATES))
def face(name: str) -> Face:
    """The face for ``song``, ``title``, ``hei`` or ``kai``.

    Raises:
        MissingFontError: If no known file of it is installed.
    """
    found = _candidate(name)
    if found is None:
        wanted = ", ".join(file for file, _ in CANDIDATES[name])
        raise MissingFontError(
            f"no font for {name!r} (looked for {wanted}): "
            f"apt-get install {PACKAGES[name]}, or set PRESS_FONTS to a folder that holds one"
        )
    return Face(name, *found)


def face_for(name: str, character: str) -> Face:
    """The wanted face, or another one where it lacks the character."""
    wanted = face(name)
    if wanted.has(character):
        return wanted
    return next((f for f in map(face, FACES) if f.has(character)), wanted)


@lru_cache(maxsize=65536)
def printable(character: str) -> bool:
    """Whether some face has the character; printers set 〓 where none has."""
    return any(face(name).has(character) for name in FACES)


@lru_cache(maxsize=8)
def _opened(of: Face) -> _Opened:
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # old faces have padded tables
    # From memory: an open file would be reported when Python ends.
    number = of.index if of.path.suffix.lower() == ".ttc" else -1
    font = TTFont(io.BytesIO(of.path.read_bytes()), fontNumber=number, lazy=True)
    return _Opened(font, font.getBestCmap(), font.getGlyphSet(), font["head"].unitsPerEm)


@lru_cache(maxsize=65536)
def _bounds(of: Face, character: str) -> tuple[float, float, float, float] | None:
    opened = _opened(of)
    name = opened.cmap.get(ord(character))
    if name is None:
        return None
    pen = BoundsPen(opened.glyphs)
    opened.glyphs[name].draw(pen)
    if pen.bounds is None:
        return None
    x0, y0, x1, y1 = (float(edge) / opened.units for edge in pen.bounds)
    return x0, y0, x1, y1


@lru_cache(maxsize=65536)
def _outline(of: Face, character: str) -> Any:
    """The glyph as TrueType knows it, 1,000 units an em; curves of CFF become quadratic."""
    opened = _opened(of)
    recording = DecomposingRecordingPen(opened.glyphs)
    opened.glyphs[opened.cmap[ord(character)]].draw(recording)
    pen = TTGlyphPen(None)
    scale = Scale(UNITS / opened.units)
    cff = "glyf" not in opened.font
    recording.replay(
        TransformPen(Cu2QuPen(pen, 0.7, reverse_direction=True) if cff else pen, scale)
    )
    return pen.glyph()


@dataclass(frozen=True, slots=True)
class MadeFont:
    """A TrueType file; its name tells its content, since reportlab knows fonts by their names."""

    name: str
    content: bytes


def true_type(
    of: Face, characters: Iterable[str], *, codes: Mapping[str, int], label: str = ""
) -> MadeFont:
    """A small TrueType font with the glyphs of ``characters``, the same bytes each time.

    Args:
        codes: The code point under which a character is found where it is not its own: a lying
            or private-use character map.
        label: Put into the name, for fonts that are to be kept apart.
    """
    wanted = sorted({c for c in characters if of.has(c)})
    names = {c: f"u{ord(c):05X}" for c in wanted}
    builder = FontBuilder(UNITS, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder([".notdef", *names.values()])
    cmap = {codes.get(c, ord(c)): names[c] for c in wanted}
    builder.setupCharacterMap(cmap)
    digest = hashlib.sha256(repr(sorted(cmap.items())).encode()).hexdigest()
    name = f"Press{label}-{of.name}-{digest[:8]}"
    glyphs = {".notdef": TTGlyphPen(None).glyph()}
    # A font that is saved keeps its glyphs for itself.
    glyphs.update({names[c]: deepcopy(_outline(of, c)) for c in wanted})
    builder.setupGlyf(glyphs)
    widths = {names[c]: (round(of.advance(c) * UNITS), 0) for c in wanted}
    table = builder.font["glyf"]
    metrics = {".notdef": (UNITS, 0)}
    metrics.update({n: (w, getattr(table[n], "xMin", 0)) for n, (w, _) in widths.items()})
    builder.setupHorizontalMetrics(metrics)
    up, down = round(ASCENT * UNITS), round(DESCENT * UNITS)
    builder.setupHorizontalHeader(ascent=up, descent=-down)
    builder.setupNameTable({"familyName": f"Press {of.name}", "styleName": "Regular",
                            "psName": name})  # fmt: skip
    builder.setupOS2(sTypoAscender=up, sTypoDescender=-down, usWinAscent=up, usWinDescent=down,
                     sCapHeight=round(0.7 * UNITS))  # fmt: skip
    builder.setupPost(keepGlyphNames=False)
    head = builder.font["head"]
    head.created = head.modified = 0
    stream = io.BytesIO()
    builder.save(stream)
    return MadeFont(name, stream.getvalue())


@lru_cache(maxsize=64)
def pillow_font(of: Face, size: float) -> ImageFont.FreeTypeFont:
    """The face for drawing pictures; ``size`` in pixels an em."""
    return ImageFont.truetype(str(of.path), size, index=of.index)

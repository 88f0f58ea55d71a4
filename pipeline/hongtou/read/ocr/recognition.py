"""The picture of a page becomes its content: characters with places, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hongtou.model import Box
from hongtou.read.ocr.again import read_under_seals
from hongtou.read.ocr.blocks import lay_blocks, on_page
from hongtou.read.ocr.em import em_rows, even_rows
from hongtou.read.ocr.engine import OcrEngine, OcrText, Quad
from hongtou.read.ocr.marks import find_red, is_sealed
from hongtou.read.ocr.missed import find_missed
from hongtou.read.ocr.quads import (
    Strip,
    cut_out,
    is_sideways,
    slant_of,
    straightened,
    strip_of,
)
from hongtou.read.ocr.rules import Rules, cut_at_rules, find_rules
from hongtou.read.ocr.sheet import Sheet, make_sheet
from hongtou.read.page import Glyph, PageContent, PageImage

if TYPE_CHECKING:
    from hongtou.read.ocr.ink import Pixels

__all__ = ["recognise"]

DASHES: Final = "-—–一_－"  # what recognisers make of the dashes around a page number
PAGE_NUMBER: Final = re.compile(rf"[{DASHES}]\s*[0-9]{{1,4}}\s*[{DASHES}]")
HALF_NUMBER: Final = re.compile(rf"[{DASHES}]?\s*[0-9]{{1,4}}\s*[{DASHES}]?")
LOWEST: Final = 0.85  # of the page; page numbers stand below
BLANK: Final = "空白页"
SAMPLE: Final = 4  # lines that are read first, to see whether the page stands on its head
SURE: Final = 0.9  # mean confidence of the sample from which nobody asks further
SURE_MISSED: Final = 0.7  # confidence of what the detector did not take for a line
NONSENSE: Final = 0.45  # lines read with less confidence than this are no text


@dataclass(frozen=True)
class _Reading:
    """A line: where it is, its picture and what it says."""

    strip: Strip
    crop: "Pixels"
    text: OcrText


def recognise(engine: OcrEngine, image: PageImage, reason: str) -> PageContent:
    """What a page says: ``pages.read_page_image`` with the engine chosen."""
    sheet, readings, rules = _read_sheet(engine, make_sheet(image))
    readings = [_with_both_dashes(engine, sheet, reading) for reading in readings]
    found = [reading for reading in readings if _says_something(reading)]
    if not found:
        return PageContent(image.number, image.width, image.height, "none", BLANK)
    slant = slant_of([reading.strip for reading in found]) or 0.0
    sheet = replace(sheet, frame=replace(sheet.frame, slant=slant))
    rows = even_rows([em_rows(reading.crop, reading.text.text) for reading in found])
    lines = [_glyphs(reading, at, sheet) for reading, at in zip(found, rows, strict=True)]
    width, height = sheet.frame.upright_size
    blocks = lay_blocks(lines, rules, width=width, height=height)
    placed = tuple(on_page(block, sheet.frame) for block in blocks)
    return PageContent(image.number, image.width, image.height, "ocr", reason, placed)


def _read_sheet(engine: OcrEngine, sheet: Sheet) -> tuple[Sheet, list[_Reading], Rules]:
    """The page the right way up, its lines and the rules of its tables."""
    quads = engine.find_lines(sheet.clean)
    if is_sideways(quads):
        sheet = sheet.turned(1)
        quads = engine.find_lines(sheet.clean)
    strips, slant, rules = _strips(quads, sheet)
    crops = [cut_out(sheet.clean, strip) for strip in strips]
    sample = sorted(range(len(strips)), key=lambda n: -strips[n].length)[:SAMPLE]
    first = engine.read_lines([crops[n] for n in sample])
    if _mean(first) < SURE:
        flipped = engine.read_lines([np.ascontiguousarray(crops[n][::-1, ::-1]) for n in sample])
        if _mean(flipped) > _mean(first):
            return _read_upside_down(engine, sheet, strips)
    missed = find_missed(sheet, strips, slant)
    strips += missed
    crops += [cut_out(sheet.clean, strip) for strip in missed]
    known = dict(zip(sample, first, strict=True))
    rest = [n for n in range(len(strips)) if n not in known]
    known |= dict(zip(rest, engine.read_lines([crops[n] for n in rest]), strict=True))
    regular = len(strips) - len(missed)
    texts = read_under_seals(engine, sheet, strips, [known[n] for n in range(len(strips))])
    readings = [
        _Reading(strips[n], crops[n], _with_dashes(text))
        for n, text in enumerate(texts)
        if n < regular or _stands_alone(text)
    ]
    return sheet, readings, rules


def _strips(quads: Sequence[Quad], sheet: Sheet) -> tuple[list[Strip], float | None, Rules]:
    """The lines of a page, cut where rules of tables cross them; their slant; those rules."""
    strips = [strip_of(quad) for quad in quads]
    slant = slant_of(strips)
    strips = [straightened(strip, slant) for strip in strips]
    level = replace(sheet, frame=replace(sheet.frame, slant=slant or 0.0))
    rules = find_rules(level) if strips else Rules()
    return (cut_at_rules(strips, rules, level) if rules else strips), slant, rules


def _read_upside_down(
    engine: OcrEngine, sheet: Sheet, strips: Sequence[Strip]
) -> tuple[Sheet, list[_Reading], Rules]:
    sheet = sheet.turned(2)
    height, width = sheet.clean.shape[:2]
    turned = [replace(strip, x=width - strip.x, y=height - strip.y) for strip in strips]
    crops = [cut_out(sheet.clean, strip) for strip in turned]
    readings = [
        _Reading(strip, crop, _with_dashes(text))
        for strip, crop, text in zip(turned, crops, engine.read_lines(crops), strict=True)
    ]
    slant = slant_of(turned) or 0.0
    return sheet, readings, find_rules(replace(sheet, frame=replace(sheet.frame, slant=slant)))


def _mean(texts: Sequence[OcrText]) -> float:
    """Confidence a character: a line of one dash says little."""
    weights = [len(text.characters) for text in texts]
    total = sum(weights)
    return sum(t.confidence * w for t, w in zip(texts, weights, strict=True)) / max(total, 1)


def _stands_alone(text: OcrText) -> bool:
    """Whether what the detector took for no line is one: it reads well, or is a page number."""
    return text.confidence >= SURE_MISSED or bool(PAGE_NUMBER.fullmatch(text.text))


def _with_dashes(text: OcrText) -> OcrText:
    """A page number with the dashes that stand around it (GB/T 9704—2012, 7.5): 一1一, -1-."""
    if not PAGE_NUMBER.fullmatch(text.text):
        return text
    characters = tuple(
        replace(c, text="—", alternatives=()) if c.text in DASHES else c for c in text.characters
    )
    return replace(text, characters=characters)


def _with_both_dashes(engine: OcrEngine, sheet: Sheet, reading: _Reading) -> _Reading:
    """A page number of which the detector left out a dash, read again a little wider."""
    low = reading.strip.y > LOWEST * sheet.clean.shape[0]
    whole = PAGE_NUMBER.fullmatch(reading.text.text)
    if not low or whole or not HALF_NUMBER.fullmatch(reading.text.text):
        return reading
    strip = replace(reading.strip, length=reading.strip.length + 3 * reading.strip.height)
    crop = cut_out(sheet.clean, strip)
    text = _with_dashes(engine.read_lines([crop])[0])
    return _Reading(strip, crop, text) if PAGE_NUMBER.fullmatch(text.text) else reading


def _says_something(reading: _Reading) -> bool:
    return bool(reading.text.text.strip()) and reading.text.confidence >= NONSENSE


def _glyphs(reading: _Reading, rows: tuple[float, float], sheet: Sheet) -> list[Glyph]:
    """The characters of a line with upright boxes, and with what ink lies on each."""
    top, bottom = rows
    high = (bottom - top) * reading.strip.height
    glyphs = []
    characters = reading.text.characters
    reds = find_red(reading.crop, [(c.left, c.right) for c in characters])
    for character, red in zip(characters, reds, strict=True):
        place = reading.strip.at((character.left + character.right) / 2, (top + bottom) / 2)
        wide = (character.right - character.left) * reading.strip.length
        sealed = is_sealed(sheet, place, (wide, high))
        x, y = sheet.frame.upright(*place)
        half, tall = wide / 2 / sheet.frame.scale, high / 2 / sheet.frame.scale
        box = Box(x - half, y - tall, x + half, y + tall)
        others, agreed = character.alternatives, sealed and character.confirmed
        glyphs.append(Glyph(character.text, box, character.confidence, red, sealed, others, agreed))
    return glyphs

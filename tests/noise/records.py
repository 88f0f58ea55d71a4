"""Notices printed, worn and really recognised; what was read is kept for later measurements."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Final

from pydantic import TypeAdapter

from hongtou.model import Source, Transcript
from hongtou.read.compose import compose
from hongtou.read.ocr.engines import choose_engine
from hongtou.read.page import Grid, Line, PageContent, PageImage
from tests.noise import tesseract
from tests.noise.grades import wear
from tests.noise.pairs import LinePair, pair_lines
from tests.press import Notice, Style, guess_notice, lay_out, text_of

FACES: Final = ("song", "kai", "song", "hei")  # of the body, by turns
REASON: Final = "试验"
# 通知》—3—的要求: published texts were often extracted from PDF.
STRAY_NUMBER: Final = re.compile(r"(?<![0-9—])—[ \u3000]?[0-9]{1,3}[ \u3000]?—(?![0-9—])")
FOOT: Final = 0.887  # of the height; page numbers stand lower (GB/T 9704—2012, 7.5)
LONGEST_NUMBER: Final = 6  # characters: — 12 —
ACROSS: Final = 26  # characters a line of a shuffled page
DOWN: Final = 22  # its lines
CONTENTS: Final = TypeAdapter(tuple[PageContent, ...])
PAIRS: Final = TypeAdapter(tuple[LinePair, ...])


@dataclass(frozen=True, slots=True)
class Record:
    """A notice as it was printed and as it was read. ``truth``: its lines, page by page."""

    file: str
    grade: str
    engine: str
    truth: tuple[str, ...]
    contents: tuple[PageContent, ...]
    pairs: tuple[LinePair, ...]

    def transcript(self, *, page_numbers: bool = True) -> Transcript:
        """What the reader of a picture would hand on."""
        digest = hashlib.sha256(f"{self.file} {self.grade} {self.engine}".encode()).hexdigest()
        source = Source(digest, self.file, self.file, "image/png", 1)
        contents = self.contents if page_numbers else map(_without_foot, self.contents)
        return compose(source, contents, reader=f"image/{self.engine}")


def _without_foot(content: PageContent) -> PageContent:
    """The page without what stands where page numbers do."""
    height = content.height or 0.0

    def stands_above(block: Line | Grid) -> bool:
        if not isinstance(block, Line) or len(block.text.strip()) > LONGEST_NUMBER:
            return True
        boxes = [glyph.box for glyph in block.glyphs if glyph.box is not None]
        return not boxes or min((b.top + b.bottom) / 2 for b in boxes) < FOOT * height

    return replace(content, blocks=tuple(filter(stands_above, content.blocks)))


def recognise_text(
    path: Path, *, grade: str, engine: str, pages: int = 2, weights: Path | None = None
) -> Record | None:
    """Print the first pages of a text, wear them, and read them again.

    Args:
        path: Plain text, one paragraph a line.
        grade: One of ``grades.GRADES``.
        engine: As ``hongtou ingest --engine`` knows it, or ``tesseract``.
        pages: How many from the first on.
        weights: A folder with recognition models other than those that are installed.

    Returns:
        The record; ``None`` where nothing was read at all.
    """
    notice = guess_notice(printable(path.read_text("utf-8")))
    return recognise_notice(
        notice, path.name, grade=grade, engine=engine, pages=pages, weights=weights
    )


def printable(text: str) -> str:
    """A text as it went to the printer: page numbers that an extraction left in it go."""
    return STRAY_NUMBER.sub("", text)


def recognise_notice(
    notice: Notice, name: str, *, grade: str, engine: str, pages: int = 2,
    weights: Path | None = None,
) -> Record | None:  # fmt: skip
    """As ``recognise_text``; wear and typeface follow from ``name``, the same each time."""
    seed = int(hashlib.sha1(name.encode()).hexdigest()[:8], 16)
    printed = lay_out(notice, Style(face=FACES[seed % len(FACES)]))[:pages]
    label = engine if weights is None else f"{engine} {weights.name}"
    contents: list[PageContent] = []
    pairs: list[LinePair] = []
    for worn in wear(printed, grade, seed=seed):
        height, width = (side * 72 / worn.dpi for side in worn.pixels.shape[:2])
        image = PageImage(worn.page.number, worn.pixels, width, height)
        content = _recognise(image, engine, weights)
        contents.append(content)
        pairs += pair_lines(worn.page, content, file=name, grade=grade, engine=label)
    if not any(content.blocks for content in contents):
        return None
    truth = tuple(text_of([page]) for page in printed)
    return Record(name, grade, label, truth, tuple(contents), tuple(pairs))


def shuffled_characters(seed: int) -> Notice:
    """A page's worth of the 3,755 characters of GB 2312, level 1, in a random order.

    Real notices print few characters often; what the rare ones are taken for shows only here.
    """
    characters = [
        bytes([row, cell]).decode("gb2312", "ignore")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
    ]
    level_1 = [character for character in characters if character]
    Random(seed).shuffle(level_1)
    rows = (level_1[at : at + ACROSS] for at in range(0, ACROSS * DOWN, ACROSS))
    return Notice(body=tuple("".join(row) for row in rows))


def recognise_texts(
    paths: Sequence[Path], *, grades: Sequence[str], engines: Sequence[str], pages: int = 2,
    keep: Path | None = None,
) -> Iterator[Record]:  # fmt: skip
    """Records of all texts at all grades by all engines, text by text.

    Args:
        keep: A folder in which records are kept and looked for first.
    """
    for path in paths:
        for grade in grades:
            for engine in engines:
                record = _kept(path, grade, engine, pages, keep)
                if record is not None:
                    yield record


def _kept(path: Path, grade: str, engine: str, pages: int, keep: Path | None) -> Record | None:
    if keep is None:
        return recognise_text(path, grade=grade, engine=engine, pages=pages)
    held = keep / f"{path.stem}.{grade}.{engine}.{pages}.json.gz"
    if held.exists():
        return read_record(held)
    record = recognise_text(path, grade=grade, engine=engine, pages=pages)
    if record is not None:
        keep.mkdir(parents=True, exist_ok=True)
        write_record(record, held)
    return record


def write_record(record: Record, path: Path) -> None:
    """As gzipped JSON; a name that is being written ends in .part."""
    row = asdict(record)
    part = path.with_suffix(".part")
    with gzip.open(part, "wt", encoding="utf-8") as stream:
        json.dump(row, stream, ensure_ascii=False)
    part.replace(path)


def read_record(path: Path) -> Record:
    """What ``write_record`` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        row: dict[str, Any] = json.load(stream)
    return Record(
        row["file"], row["grade"], row["engine"], tuple(row["truth"]),
        CONTENTS.validate_python(row["contents"]), PAIRS.validate_python(row["pairs"]),
    )  # fmt: skip


def _recognise(image: PageImage, engine: str, weights: Path | None) -> PageContent:
    if engine == tesseract.NAME:
        return tesseract.recognise(image)
    found = choose_engine(engine, weights)
    # OpenCV comes with the recognisers, so it is loaded after one of them was found.
    from hongtou.read.ocr.recognition import recognise

    return recognise(found, image, REASON)

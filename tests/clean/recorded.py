"""The same pages as two recognisers read them; ``python -m tests.clean.recorded`` reads them anew.

A fax of each notice of the corpus. Only the text and where its pages begin are kept.
"""

import gzip
import json
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hongtou.clean.anchors import squeezed
from hongtou.model import Box, RawSpan, Run, Source, Transcript
from hongtou.read import ReadOptions, open_source, read
from tests.press import guess_notice, lay_out, text_of
from tests.press.corpus import scanned_pdf

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NOTICES = sorted(path.stem for path in CORPUS.glob("*.txt"))
ENGINES = ("tiny", "small")
FOLDER = Path(__file__).parent / "readings"
PAGE = Box(0.0, 0.0, 595.0, 842.0)


def recorded(number: int, engine: str) -> Transcript:
    """A notice of the corpus, by its place in the alphabet, as a recogniser read it."""
    held = json.loads(gzip.decompress((FOLDER / f"{number}-{engine}.json.gz").read_bytes()))
    source = Source(f"{number:064x}", "fax.pdf", "fax.pdf", "application/pdf", 1)
    edges = [*held["pages"], len(held["text"])]
    runs = tuple(
        Run(RawSpan(start, end), page, PAGE)
        for page, (start, end) in enumerate(pairwise(edges), start=1)
    )
    return Transcript(source, held["text"], runs, f"pdf/{engine}", len(runs))


def truth_of(number: int) -> str:
    """What was printed, without blanks."""
    return gzip.decompress((FOLDER / f"{number}-truth.gz").read_bytes()).decode()


def _record() -> None:
    FOLDER.mkdir(exist_ok=True)
    for number, name in enumerate(NOTICES):
        text = (CORPUS / f"{name}.txt").read_text("utf-8")
        pages = lay_out(replace(guess_notice(text), following=()))
        truth = squeezed(text_of(pages)).encode()
        (FOLDER / f"{number}-truth.gz").write_bytes(gzip.compress(truth, mtime=0))
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(scanned_pdf(pages, way="fax", seed=number))
            file.flush()
            source = open_source(Path(file.name))
            for engine in ENGINES:
                transcript = read(source, options=ReadOptions(ocr="always", engine=engine))
                starts = [
                    min(r.span.start for r in transcript.runs if r.page == page)
                    for page in sorted({r.page for r in transcript.runs})
                ]
                held = {"text": transcript.text, "pages": [0, *starts[1:]]}
                packed = gzip.compress(json.dumps(held, ensure_ascii=False).encode(), mtime=0)
                (FOLDER / f"{number}-{engine}.json.gz").write_bytes(packed)


if __name__ == "__main__":
    _record()

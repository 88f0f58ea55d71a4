"""Pages to transcripts: where doubts of a recogniser stand in the text."""

from hongtou.model import Alternatives, Box, RawSpan, Source
from hongtou.read.compose import compose
from hongtou.read.page import Glyph, Grid, GridCell, Line, PageContent

SOURCE = Source("0" * 64, "a.png", "a.png", "image/png", 1)
BOX = Box(0, 0, 16, 16)


def test_other_readings_stand_at_their_characters() -> None:
    doubtful = Glyph("捉", BOX, 0.7, alternatives=(("提", 0.3),))
    confirmed = Glyph("升", BOX, 0.99, under_seal=True, confirmed=True)
    line = Line((Glyph("续", BOX, 1.0), doubtful, confirmed, Glyph("。", BOX, 1.0)), indent=2)
    grid = Grid((GridCell((Glyph("一", BOX),), 0, 0), GridCell((doubtful,), 0, 1)), 1, 2)
    page = PageContent(1, 600, 800, "ocr", "图片", (line, grid))
    transcript = compose(SOURCE, [page], reader="image/test")
    assert transcript.text == "\u3000\u3000续捉升。\n一\t捉\n"
    assert transcript.alternatives == (
        Alternatives(RawSpan(3, 4), (("提", 0.3),)),
        Alternatives(RawSpan(4, 5), ()),  # read twice under a seal, and both readings agree
        Alternatives(RawSpan(9, 10), (("提", 0.3),)),
    )
    for doubt in transcript.alternatives:
        assert transcript.text[doubt.span.start : doubt.span.end] in "捉升"

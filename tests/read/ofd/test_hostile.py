"""Mutated OFD packages: whatever is broken, the end is a transcript or a ReadError, and soon."""

import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hongtou.errors import OversizeError, ReadError
from hongtou.read import ReadOptions, open_source
from hongtou.read.ofd import read_ofd, render_ofd_page
from hongtou.read.ofd.reader import _Left
from tests.read.ofd.maker import SPACE, Parts, document, page, path, text, written
from tests.read.ofd.test_reader import ANNOTATIONS, CLIP, COMPOSITE, NOTES, SEAL

SOON = 5.0  # seconds; a sound package takes hundredths


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(stream, "PNG")
    return stream.getvalue()


def rich() -> Parts:
    """A package with everything that the reader looks at."""
    common = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/a.xml" ZOrder="Background"/>'
    resources = COMPOSITE.format(7, text("元", 1, 1)) + (
        '<ofd:DrawParams><ofd:DrawParam ID="5" Relative="5"/></ofd:DrawParams><ofd:MultiMedias>'
        '<ofd:MultiMedia ID="6" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias>"
    )
    objects = (
        text("关于印发通知的通知", 20, 40, code='DeltaX="g 4 5 5 5 5 5" DeltaY="g 8 0"')
        + text("附件", 60, 60, CTM="1 0 0 1 0 0", inside=CLIP.format("0 0 170 50"), DrawParam="5")
        + path("M 20 80 L 120 80 L 120 100 L 20 100 C M 70 80 L 70 100 M 20 90 L 120 90")
        + path("M 0 0 B 1 2 3 4 5 6 Q 7 8 9 9 A 1 1 0 0 1 9 9 C", more='Fill="true" LineWidth="2"')
        + text("甲", 22, 82) + text("乙", 72, 82) + text("斜", 9, 200, CTM="0.7 -0.7 0.7 0.7 0 0")
        + '<ofd:ImageObject Boundary="20 150 30 40" CTM="30 0 0 40 0 0" ResourceID="6"/>'
        + '<ofd:ImageObject Boundary="90 150 30 40" CTM="20 9 -9 20 0 0" ResourceID="6"/>'
        + '<ofd:CompositeObject ResourceID="7" Boundary="100 200 50 50" CTM="2 0 0 2 0 0"/>'
    )  # fmt: skip
    use = '<ofd:Template TemplateID="90"/><ofd:PageRes>PublicRes.xml</ofd:PageRes>'
    parts = document(
        [page(objects, before=use, area="0 0 210 297"), page(text("第二页", y=60), before=use)],
        common=common,
        resources=resources,
        more="<ofd:Annotations>Annots.xml</ofd:Annotations>",
        body="<ofd:Signatures>Doc_0/Signatures.xml</ofd:Signatures>",
    )
    return parts | {
        "Doc_0/Tpls/a.xml": page(text("红头文件") + path("M 20 30 L 190 30")),
        "Doc_0/Res/a.png": picture(),
        "Doc_0/Annots.xml": ANNOTATIONS,
        "Doc_0/Annots/P.xml": NOTES,
        "Doc_0/Signatures.xml": f'<ofd:Signatures {SPACE}><ofd:Signature ID="1" BaseLoc="S.xml"/>'
        "</ofd:Signatures>",
        "Doc_0/S.xml": f'<ofd:Signature {SPACE}><ofd:SignedInfo><ofd:StampAnnot PageRef="1"/>'
        "<ofd:Seal><ofd:BaseLoc>S.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo></ofd:Signature>",
        "Doc_0/S.esl": SEAL,
    }


RICH = rich()
ABSURD = [
    "", "0", "-1", "1e308", "-1e308", "nan", "inf", "1e-300", "999999", "x", "0 0", "g 9 9", "90",
    "7", "1 0 0 1 1e5 1e5", "0 0 0 0 0 0", "Doc_0/Document.xml", "../OFD.xml",
]  # fmt: skip
VALUE = re.compile(r'"[^"<>]*"|>[^<>]+<')


def checked(found: Path) -> None:
    """Read and draw; nothing but a ReadError, in time, and what is read keeps its laws."""
    begin = time.process_time()
    try:
        done = read_ofd(open_source(found), ReadOptions(ocr="never"))
    except ReadError as error:
        assert str(found) in str(error)
    else:
        ends = [(run.span.start, run.span.end) for run in done.runs]
        assert all(a < b for a, b in ends)
        assert all(a[1] <= b[0] for a, b in pairwise(ends))
        assert not ends or ends[-1][1] <= len(done.text)
        assert all(1 <= run.page <= done.pages for run in done.runs)
    try:
        assert render_ofd_page(open_source(found), 1, dpi=40).startswith(b"\x89PNG")
    except ReadError as error:
        assert str(found) in str(error)
    assert time.process_time() - begin < SOON


def test_the_sound_package_is_read(tmp_path: Path) -> None:
    done = read_ofd(open_source(written(tmp_path, RICH)), ReadOptions(ocr="never"))
    for words in ("红头文件", "关于印发通知的通知", "甲\t乙", "元", "第二页"):
        assert words in done.text
    assert len(done.tables) == 1
    checked(tmp_path / "a.ofd")


@settings(max_examples=80, deadline=None)
@given(random=st.randoms(use_true_random=False), count=st.integers(1, 4))
def test_absurd_values(
    tmp_path_factory: pytest.TempPathFactory, random: random.Random, count: int
) -> None:
    parts = dict(RICH)
    for _ in range(count):
        name = random.choice([n for n, c in sorted(parts.items()) if isinstance(c, str)])
        content = str(parts[name])
        spots = list(VALUE.finditer(content))
        spot = random.choice(spots)
        value = random.choice(ABSURD)
        parts[name] = content[: spot.start() + 1] + value + content[spot.end() - 1 :]
    checked(written(tmp_path_factory.mktemp("absurd"), parts))


@settings(max_examples=60, deadline=None)
@given(random=st.randoms(use_true_random=False), count=st.integers(1, 6))
def test_broken_bytes(
    tmp_path_factory: pytest.TempPathFactory, random: random.Random, count: int
) -> None:
    parts = dict(RICH)
    for _ in range(count):
        name = random.choice(sorted(parts))
        raw = parts[name]
        content = bytearray(raw if isinstance(raw, bytes) else raw.encode())
        at = random.randrange(len(content) + 1)
        kind = random.randrange(3)
        if kind == 0:
            content[at : at + 1] = bytes([random.randrange(256)])
        elif kind == 1:
            del content[at : at + random.randrange(1, 60)]
        else:
            begin = random.randrange(len(content) + 1)
            content[at:at] = content[begin : begin + random.randrange(1, 200)]
        parts[name] = bytes(content)
    checked(written(tmp_path_factory.mktemp("broken"), parts))


@settings(max_examples=40, deadline=None)
@given(gone=st.sets(st.sampled_from(sorted(RICH)), max_size=4), swap=st.permutations(sorted(RICH)))
def test_missing_and_exchanged_parts(
    tmp_path_factory: pytest.TempPathFactory, gone: set[str], swap: list[str]
) -> None:
    exchanged = dict(RICH)
    exchanged[swap[0]], exchanged[swap[1]] = exchanged[swap[1]], exchanged[swap[0]]
    kept = {name: content for name, content in exchanged.items() if name not in gone}
    checked(written(tmp_path_factory.mktemp("missing"), kept))


@pytest.mark.parametrize("objects", [
    text("字" * 9, code='DeltaX="1e5" DeltaY="1e5"'),
    text("字", CTM="1e6 0 0 1e6 0 0"),
    text("字", size=1e6),
    path("M -1e6 -1e6 L 1e6 1e6", more='LineWidth="1e6"'),
    path("M 0 0 " + "B 1e6 1e6 -1e6 -1e6 9 9 " * 5_000, more='Fill="true"'),
    path("M 1 1 L 200 1 L 200 200 C " * 3_000, more='Fill="true"'),
    path("L " * 100_000),
    '<ofd:ImageObject Boundary="0 0 9 9" CTM="1e6 0 0 1e6 0 0" ResourceID="6"/>' * 500,
    '<ofd:ImageObject Boundary="0 0 9 9" CTM="1e6 1e6 1e6 -1e6 0 0" ResourceID="6"/>' * 500,
    "<ofd:PageBlock>" * 200 + text("字") + "</ofd:PageBlock>" * 200,
])  # fmt: skip
def test_giants(tmp_path: Path, objects: str) -> None:
    parts = RICH | {"Doc_0/Pages/Page_0/Content.xml": page(text("正文") + objects)}
    checked(written(tmp_path, parts))


def test_many_pages_that_share_a_crowded_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hongtou.read.ofd.reader._Left", lambda path: _Left(path, letters=500))
    parts = document([page(text("通知" * 20))] * 30)
    with pytest.raises(OversizeError, match="到第 13 页"):
        read_ofd(open_source(written(tmp_path, parts)), ReadOptions(ocr="never"))


def test_parts_that_lead_outside_are_told(tmp_path: Path) -> None:
    found = written(tmp_path, RICH | {"../../evil.xml": "<a/>"})
    done = read_ofd(open_source(found), ReadOptions(ocr="never"))
    assert "read.part-refused" in [finding.code for finding in done.findings]


def bomb() -> bytes:
    """An image that is small as a file and huge in memory."""
    stream = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("content", [bomb, lambda: picture()[:50], lambda: b"%!PS-Adobe-3.0 EPSF"])
def test_images_that_are_bombs(tmp_path: Path, content: Callable[[], bytes]) -> None:
    image = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="6"/>'
    parts = RICH | {
        "Doc_0/Res/a.png": content(),
        "Doc_0/Pages/Page_0/Content.xml": page(image),
    }
    checked(written(tmp_path, parts))


def test_more_documents_than_any_package(tmp_path: Path) -> None:
    bodies = "<ofd:DocBody><ofd:DocRoot>OFD.xml</ofd:DocRoot></ofd:DocBody>" * 1_001
    root = f'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">{bodies}</ofd:OFD>'
    found = tmp_path / "多.ofd"
    with zipfile.ZipFile(found, "w") as package:
        package.writestr("OFD.xml", root)
    with pytest.raises(OversizeError, match="文档过多（1001 个"):
        read_ofd(open_source(found), ReadOptions(ocr="never"))

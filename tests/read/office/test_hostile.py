"""Word files that are broken, hostile or absurd: a clear error, in bounded time."""

import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongtou.errors import OversizeError, PackageError, ReadError, UnsafeXmlError
from hongtou.read import open_source, read
from tests.read.office.word import (
    NAMESPACES,
    lists,
    numbered,
    p,
    row,
    run,
    table,
    transcribe,
    write_docx,
)

SECONDS = 20.0  # on a busy machine; alone, each takes less than two


def replaced(path: Path, member: str, content: bytes) -> Path:
    """The package with one member exchanged."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members[member] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            package.writestr(name, body)
    return path


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="x">&c;</w:document>'
)
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="x">&x;</w:document>'
)


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize(
    "content", [ENTITIES, EXTERNAL, ENTITIES.decode().encode("utf-16")], ids=["bomb", "file", "16"]
)
def test_entities_are_refused(tmp_path: Path, part: str, content: bytes) -> None:
    path = write_docx(tmp_path / "e.docx", p("正文"), styles="<w:style/>")
    with pytest.raises(UnsafeXmlError, match=r"e\.docx：.*DTD"):
        transcribe(replaced(path, part, content))


def test_what_lies_outside_is_never_followed(tmp_path: Path) -> None:
    """An external header and a picture by its address: nobody asks the network."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="h" Type="x/header" Target="http://127.0.0.1:9/h.xml"'
        ' TargetMode="External"/><Relationship Id="i" Type="x/image"'
        ' Target="../../../etc/hostname"/></Relationships>'
    )
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    picture = "<w:r><w:drawing><a:blip r:embed='i'/><a:blip r:link='h'/></w:drawing></w:r>"
    path = write_docx(tmp_path / "x.docx", p(run("正文" * 40) + picture) + section)
    assert transcribe(replaced(path, "word/_rels/document.xml.rels", rels.encode())).text.strip()


def test_a_zip_bomb_ends_early(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "b.docx", p("正文"))
    bomb = b"<w:document>" + b" " * (40 << 20) + b"</w:document>"
    begun = time.monotonic()
    with pytest.raises(OversizeError, match="解压后过大"):
        transcribe(replaced(path, "word/document.xml", bomb))
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 5000 + p("深") + "</w:tc></w:tr></w:tbl>" * 5000,
        "<w:sdt><w:sdtContent>" * 5000 + p("深") + "</w:sdtContent></w:sdt>" * 5000,
        "<w:p>" + "<w:ins>" * 9000 + run("深") + "</w:ins>" * 9000 + "</w:p>",
    ],
)
def test_depth_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(OversizeError, match="过深"):
        transcribe(write_docx(tmp_path / "d.docx", body))


def test_depth_that_the_parser_allows_does_no_harm(tmp_path: Path) -> None:
    def box(inner: str) -> str:
        return p(f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>")

    boxes, tables = p("框"), p("表")
    for _ in range(45):
        boxes = box(boxes)
        tables = f"<w:tbl><w:tr><w:tc>{tables}</w:tc></w:tr></w:tbl>"
    wrapped = "<w:p>" + "<w:ins>" * 240 + run("批") + "</w:ins>" * 240 + "</w:p>"
    assert transcribe(write_docx(tmp_path / "d.docx", boxes + tables + wrapped)).text == "批\n"


def test_absurd_numbers(tmp_path: Path) -> None:
    """Spans of a billion columns, a table as wide as it is long, a list from a trillion."""
    wide = table(
        row(f'<w:tc><w:tcPr><w:gridSpan w:val="{10**12}"/></w:tcPr>{p("甲")}</w:tc>', "乙")
    )
    stairs = table(
        *(row("丙", "丁", properties=f'<w:gridBefore w:val="{n}"/>') for n in range(3000)),
        properties='<w:tblBorders><w:insideV w:val="single"/></w:tblBorders>',
    )
    numbering = lists(
        '<w:lvl w:ilvl="0"><w:start w:val="999999999999"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1."/></w:lvl>'
    )
    begun = time.monotonic()
    text = transcribe(
        write_docx(tmp_path / "n.docx", wide + stairs + p("戊", numbered(1)), numbering=numbering)
    ).text
    assert time.monotonic() - begun < SECONDS
    assert text.count("丁") == 3000 and len(text) < 100_000
    assert text.endswith("戊\n")


def test_circles_end(tmp_path: Path) -> None:
    """Styles based on each other, a note that refers to itself."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/>'
        f'<w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("a", "b"), ("b", "a"))
    )
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    text = transcribe(
        write_docx(
            tmp_path / "c.docx",
            p(run("正文") + reference, '<w:pStyle w:val="a"/>'),
            styles=styles,
            footnotes=f'<w:footnote w:id="1">{p(run("脚注") + reference)}</w:footnote>',
        )
    ).text
    assert text == "正文\n注1：脚注\n"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", PackageError),
        (b"<w:document", PackageError),
        (b"\xff\xfe\x00", PackageError),
        (f"<w:document {NAMESPACES}/>".encode(), ReadError),
        (b"<html><body>no word</body></html>", ReadError),
    ],
)
def test_broken_parts(tmp_path: Path, content: bytes, error: type[ReadError]) -> None:
    path = write_docx(tmp_path / "b.docx", p("正文"))
    with pytest.raises(error, match=r"b\.docx："):
        transcribe(replaced(path, "word/document.xml", content))


def test_truncated_anywhere(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "w.docx", p("正文"), styles="<w:style/>").read_bytes()
    for share in range(1, 20):
        path = tmp_path / "t.docx"
        path.write_bytes(whole[: len(whole) * share // 20])
        with pytest.raises(ReadError, match=r"t\.docx："):
            read(open_source(path))


_ATTRIBUTE = st.sampled_from(["0", "1", "2", "9", "-1", "x", "", "99999999999", "true", "a"])
_NAME = st.sampled_from(
    [
        "p",
        "r",
        "t",
        "tab",
        "br",
        "tbl",
        "tr",
        "tc",
        "pPr",
        "rPr",
        "numPr",
        "numId",
        "ilvl",
        "vMerge",
        "gridSpan",
        "fldChar",
        "instrText",
        "ins",
        "del",
        "vanish",
        "pStyle",
        "sdt",
        "sdtContent",
        "txbxContent",
        "pict",
        "footnoteReference",
        "sym",
        "tcPr",
        "trPr",
        "gridBefore",
        "hyperlink",
        "sectPr",
        "headerReference",
    ]
)


def _element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, val, parts: f'<w:{name} w:val="{val}" w:id="{val}" w:fldCharType="begin"'
        f' w:char="F0{val}">{"".join(parts)}</w:{name}>',
        _NAME, _ATTRIBUTE, st.lists(inner, max_size=4),
    )  # fmt: skip


_BODIES = st.recursive(st.sampled_from(["文", "一、", "", "1"]), _element, max_leaves=25)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(bodies=st.lists(_BODIES, max_size=4), numbering=_BODIES, styles=_BODIES)
def test_any_markup_is_read_or_refused(
    tmp_path: Path, bodies: list[str], numbering: str, styles: str
) -> None:
    lvl = (
        f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="1">{numbering}</w:lvl></w:abstractNum>'
    )
    path = write_docx(
        tmp_path / "f.docx",
        "".join(bodies),
        numbering=f'{lvl}<w:num w:numId="1"><w:abstractNumId w:val="1"/>{numbering}</w:num>',
        styles=f'<w:style w:styleId="1">{styles}</w:style>',
        footnotes=f'<w:footnote w:id="1">{styles}</w:footnote>',
    )
    try:
        transcript = transcribe(path)
    except ReadError as error:
        assert "f.docx：" in str(error)
    else:
        assert transcript.text.strip()

"""Pages that are broken, hostile or absurd: a clear error or a reading, in bounded time."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongtou.errors import OversizeError, ReadError
from hongtou.lexicon import read_table
from hongtou.model import Transcript
from hongtou.read import open_source
from hongtou.read.page import ReadOptions
from hongtou.read.web import read_html, read_mhtml
from tests.read.web.pages import paragraphs

SECONDS = 20.0  # on a busy machine; alone, each takes less than two


def read(path: Path, content: bytes) -> Transcript:
    path.write_bytes(content)
    begun = time.monotonic()
    try:
        return read_html(open_source(path), ReadOptions())
    finally:
        assert time.monotonic() - begun < SECONDS


TEXT = "正文，应当办理。"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + TEXT + "</div>" * 100_000,
        "<div>" * 100_000 + TEXT,
        "<table>" * 50_000 + TEXT,
        "<b>" * 100_000 + f"<p>{TEXT}" * 100,
        "".join(f"<font size={n}>" for n in range(5000)) + f"<p>{TEXT}" * 5000,
        "<a href=x>" * 50_000 + f"<p>{TEXT}" * 5000,
        "<i " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + TEXT,
        "<i " + " ".join(f"a{n}" for n in range(100_000)) + ">" + TEXT,
        f"<p>{TEXT}</p>" * 1_500_000,  # 50 MB
        f"<p>{TEXT}</p>" * 350_000,
    ],
    ids=["deep", "unclosed", "tables", "bold", "fonts", "links", "attributes", "flags", "50MB",
         "tags"],
)  # fmt: skip
def test_bombs_are_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(OversizeError, match=r"p\.html：网页.*超过上限"):
        read(tmp_path / "p.html", f"<html><body>{html}".encode())


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 7000 + paragraphs() + "</div>" * 7000,
        "<table><tr><td>" * 1500 + paragraphs(),
        "<div id=zoom class='content nav share'>" * 5000 + paragraphs(),
        "<div id=zoom>" + paragraphs() + " \n" * 2_000_000,
        "<div id=zoom>" + "&nbsp;&#x4e00;" * 200_000 + paragraphs(),
        "<div id=zoom>" + paragraphs() + "<table>"
        + "<tr><td colspan=1000 rowspan=65534>甲<td>乙</tr>" * 2000,
        "<script" * 100_000 + ">" + paragraphs(),
        "<!--" * 200_000 + "-->" + paragraphs(),
        "<p>" + "大 中 小 " * 5000 + "</p>" + paragraphs(),
        "<p>索 引 号 " * 5000 + paragraphs(),
        "<p>" + "　" * 300_000 + "索引号：1 文号：2</p>" + paragraphs(),
        "<ol start=999999999999><li>" + paragraphs(),
    ],
)  # fmt: skip
def test_what_is_only_odd_is_read_or_refused_in_time(tmp_path: Path, html: str) -> None:
    try:
        transcript = read(tmp_path / "p.html", f"<html><body>{html}".encode())
    except ReadError as error:
        assert "p.html：" in str(error)
    else:
        assert transcript.text.strip()


@pytest.mark.parametrize(
    "unit", ["大 ", "[ 大 ] ", "分享到：微信 ", "上一篇：甲", "扫一扫", "1", "　"]
)
def test_patterns_for_noise_cost_no_more_than_their_line(unit: str) -> None:
    """Backtracking would show on lines that almost match."""
    for row in read_table("web_noise_lines"):
        begun = time.monotonic()
        re.compile(row["pattern"]).fullmatch(unit * 60 + "！")
        assert time.monotonic() - begun < 0.5, row["pattern"]


_TAGS = st.sampled_from(
    ["div", "p", "table", "tr", "td", "ol", "li", "br", "pre", "a", "script", "b", "h1", "select",
     "template", "svg", "math", "frameset", "body", "html", "form", "ruby"]
)  # fmt: skip
_ATTRIBUTES = st.sampled_from(
    ["", " id=zoom", " class='TRS_Editor'", " style='display:none'", " hidden", " rowspan=0",
     " colspan=3", " href='a.pdf'", " start=x", " class=share", " =x", " \x00", " a='"]
)  # fmt: skip
_TEXTS = st.sampled_from(
    ["应当，办理。", "索引号：", "附件：", "　", "\n", "&nbsp;", "&#0;", "&#xD800;", "<!--", "-->",
     "]]>", "发文机关：某局", "【打印】", "\x00", "1.", "标题"]
)  # fmt: skip
_PIECES = st.one_of(
    st.builds(lambda tag, attribute: f"<{tag}{attribute}>", _TAGS, _ATTRIBUTES),
    st.builds(lambda tag: f"</{tag}>", _TAGS),
    _TEXTS,
)


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_markup_is_read_or_refused(tmp_path: Path, markup: str) -> None:
    try:
        transcript = read(tmp_path / "p.html", f"<html>{markup}".encode())
    except ReadError as error:
        assert "p.html：" in str(error)
    else:
        assert transcript.text.strip()
        for table in transcript.tables:
            assert all(c.span.end <= len(transcript.text) for c in table.cells)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            [b"MIME-Version: 1.0\r\n", b"Content-Type: multipart/related; boundary=B\r\n", b"\r\n",
             b"--B\r\n", b"--B--\r\n", b"Content-Type: text/html; charset=x\r\n",
             b"Content-Transfer-Encoding: base64\r\n", b"<html><p>\xe6\xad\xa3\r\n", b"PGh0\r\n",
             b"Content-Transfer-Encoding: quoted-printable\r\n", b"=E6=\r\n", b"\x00\xff", b":\r\n"]
        ),
        max_size=20,
    ).map(b"".join)
)  # fmt: skip
def test_any_mail_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.mht"
    path.write_bytes(content)
    try:
        assert read_mhtml(open_source(path), ReadOptions()).text.strip()
    except ReadError as error:
        assert "p.mht：" in str(error)

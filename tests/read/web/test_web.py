"""Saved pages of government sites: the paper, its title and metadata, and nothing of the site."""

import base64
from pathlib import Path

import pytest

import hongtou
from hongtou.errors import EmptyFileError, UnsupportedFormatError
from hongtou.model import Transcript
from hongtou.read import READERS, ReadOptions, open_source
from tests.read.web import pages
from tests.read.web.pages import (
    FOOT,
    MENU,
    NUMBER,
    PARAGRAPHS,
    SHARE,
    TEXT,
    TITLE,
    page,
    paragraphs,
)


def transcribe(path: Path, html: str | bytes, *, encoding: str = "utf-8") -> Transcript:
    path.write_bytes(html if isinstance(html, bytes) else html.encode(encoding))
    source = open_source(path)
    return READERS[source.media_type](source, ReadOptions())


def text_of(folder: Path, html: str | bytes) -> str:
    return transcribe(folder / "page.html", html).text


@pytest.mark.parametrize("html", [pages.TRS, pages.ZOOM, pages.LAYOUT, pages.PLAIN_DIV])
def test_layouts_of_sites(tmp_path: Path, html: str) -> None:
    transcript = transcribe(tmp_path / "p.html", html)
    assert transcript.text == f"{TITLE}\n{TEXT}\n"
    assert transcript.findings == ()
    assert transcript.reader == "html/utf-8"


def test_the_table_of_metadata(tmp_path: Path) -> None:
    transcript = transcribe(tmp_path / "p.html", pages.UCAP)
    assert transcript.text == (
        "索引号：000014349/2024-00012\n主题分类：国民经济管理\\其他\n发文机关：云州市人民政府办公室\n"
        f"成文日期：2024年03月05日\n标题：{TITLE}\n发文字号：{NUMBER}\n发布日期：2024年03月07日\n"
        f"{TITLE}\n{NUMBER}\n{TEXT}\n"
    )


METADATA = (
    "<table><tr><th>索引号</th><td>K1/2024-1</td><th>发布机构</th><td>云州市财政局</td></tr>"
    "<tr><th>文号</th><td>云财〔2024〕3号</td><th>成文日期</th><td>2024-03-05</td></tr></table>",
    "<ul><li><b>索引号：</b>K1/2024-1</li><li><b>发布机构：</b>云州市<i>财政局</i></li>"
    "<li><b>文　　号：</b>云财〔2024〕3号</li><li><b>主题词：</b></li>"
    "<li><b>成文日期：</b>2024-03-05</li></ul>",
    "<div><div>索引号：</div><div>K1/2024-1</div><div>发布机构：</div><div>云州市财政局</div>"
    "<div>文号：</div><div>云财〔2024〕3号</div><div>成文日期：</div><div>2024-03-05</div></div>",
    "<p>索引号：K1/2024-1　发布机构：云州市财政局　文号：云财〔2024〕3号　成文日期：2024-03-05</p>",
    "<dl><dt>[索引号]</dt><dd>K1/2024-1</dd><dt>[发布机构]</dt><dd>云州市财政局</dd>"
    "<dt>[文号]</dt><dd>云财〔2024〕3号</dd><dt>[成文日期]</dt><dd>2024-03-05</dd></dl>",
)


@pytest.mark.parametrize("table", METADATA)
def test_metadata_in_any_form(tmp_path: Path, table: str) -> None:
    html = page(f"{table}<h2>{TITLE}</h2><div class='article-content'>{paragraphs()}</div>")
    assert text_of(tmp_path, html) == (
        f"{TITLE}\n索引号：K1/2024-1\n发布机构：云州市财政局\n文号：云财〔2024〕3号\n"
        f"成文日期：2024-03-05\n{TEXT}\n"
    )


def test_a_line_of_two_labels_is_no_table(tmp_path: Path) -> None:
    line = "<p>发布时间：2024-03-07　来源：云州日报</p>"
    html = page(f"<h1>{TITLE}</h1>{line}<div id='zoom'>{paragraphs()}</div>")
    assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n"


@pytest.mark.parametrize(
    ("head", "inner", "title"),
    [
        ("", f"<div class='title'>{TITLE}</div>", ""),
        ("", f"<h1>{TITLE[:12]}<br>{TITLE[12:]}</h1>", f"{TITLE}-云州市人民政府"),
        ("", "", f"{TITLE}_云州市人民政府门户网站"),
        ("", "", f"{TITLE} - 政策文件 - 云州市人民政府"),
        (f"<meta name='ArticleTitle' content='{TITLE}'>", "<h1>云州市人民政府门户</h1>", "云州市"),
        (f"<meta name='articletitle' content='{TITLE}'>", "<div class='title'>政务公开</div>", ""),
    ],
)
def test_titles(tmp_path: Path, head: str, inner: str, title: str) -> None:
    html = page(f"{inner}<div id='zoom'>{paragraphs()}</div>", head=head, title=title)
    assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n"


def test_a_title_in_the_body_is_not_said_twice(tmp_path: Path) -> None:
    half = len(TITLE) // 2
    inner = (
        f"<p>云州市人民政府办公室文件</p><p>{NUMBER}</p><p>{TITLE[:half]}<br/>{TITLE[half:]}</p>"
    )
    html = page(f"<h1>{TITLE}</h1><div id='zoom'>{inner}{paragraphs()}</div>")
    expected = f"云州市人民政府办公室文件\n{NUMBER}\n{TITLE[:half]}\n{TITLE[half:]}\n{TEXT}\n"
    assert text_of(tmp_path, html) == expected


@pytest.mark.parametrize("shown", [f"{TITLE[:20]}...", f"（政策全文）{TITLE}", TITLE[8:]])
def test_a_title_cut_short_or_added_to(tmp_path: Path, shown: str) -> None:
    html = page(f"<div id='zoom'><p>{TITLE}</p>{paragraphs()}</div>", title=shown)
    assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n"


@pytest.mark.parametrize(
    "noise",
    [
        "<p>【打印本页】　【关闭窗口】</p>",
        "<div>分享到：微信 微博 QQ空间</div>",
        "<div>字号：[大] [中] [小]</div>",
        "<p>扫一扫在手机打开当前页</p>",
        "<p>责任编辑：张某某</p>",
        "<p>上一篇：<a href='1'>关于另一件事的通知</a></p><p>下一篇：<a href='2'>没有了</a></p>",
        "<p>相关链接</p>",
        "<div style='display:none'>隐藏的话，不应出现。</div>",
        "<p hidden>隐藏的话，不应出现。</p>",
        "<script>document.write('脚本，不应出现。')</script><!-- 注释，不应出现。 -->",
        "<div class='share'>分享，转发，收藏。</div>",
        "<select><option>选项，不应出现。</option></select>",
    ],
)
def test_noise_at_the_end(tmp_path: Path, noise: str) -> None:
    html = page(f"<h1>{TITLE}</h1><div id='zoom'>{paragraphs()}{noise}</div>")
    assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n"


@pytest.mark.parametrize(
    "kept", ["大中型企业应当报送。", "来源：各单位自筹；用途：专款专用。", "分享经验。"]
)
def test_what_only_looks_like_noise_stays(tmp_path: Path, kept: str) -> None:
    html = page(f"<h1>{TITLE}</h1><div id='zoom'>{paragraphs()}<p>{kept}</p></div>")
    assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n{kept}\n"


def test_copies_for_screens_and_phones(tmp_path: Path) -> None:
    body = paragraphs()
    for inner in (
        f"<div class='pc'>{body}</div><div class='phone'>{body}</div>",
        f"<div class='TRS_Editor'>{body}</div><p><span class='TRS_Editor'>{body}</span></p>",
        f"<div style='DISPLAY : none'>{body}</div><div>{body}</div>",
    ):
        html = page(f"<h1>{TITLE}</h1><div class='box'>{inner}</div>")
        assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n"


def test_a_paper_in_pieces(tmp_path: Path) -> None:
    half = len(PARAGRAPHS) // 2
    first, second = (
        "".join(f"<p>{p}</p>" for p in part) for part in (PARAGRAPHS[:half], PARAGRAPHS[half:])
    )
    inner = f"<div class='TRS_Editor'>{first}</div><div class='TRS_Editor'>{second}</div>"
    assert text_of(tmp_path, page(f"<h1>{TITLE}</h1><div>{inner}</div>")) == f"{TITLE}\n{TEXT}\n"


def test_tables(tmp_path: Path) -> None:
    table = (
        "<table border='1'><tr><th rowspan='2'>单位</th><th colspan='2'>指标</th></tr>"
        "<tr><td>金额</td><td>比例</td></tr>"
        "<tr><td>甲局</td><td><p>100</p><p>万元</p></td><td>不低于5%</td></tr></table>"
    )
    html = page(f"<h1>{TITLE}</h1><div id='zoom'><p>如下，请执行。</p>{table}<p>完。</p></div>")
    transcript = transcribe(tmp_path / "t.html", html)
    assert transcript.text == (
        f"{TITLE}\n如下，请执行。\n单位\t指标\t\n\t金额\t比例\n甲局\t100万元\t不低于5%\n完。\n"
    )
    (found,) = transcript.tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in found.cells] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
        (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1),
    ]  # fmt: skip


def test_lists_show_their_numbers(tmp_path: Path) -> None:
    items = (
        "<p>要求如下，请执行：</p><ol><li>按时报送。</li><li>加强管理。</li></ol>"
        "<ol start='3'><li><p>接着数。</p></li></ol><ul><li>无号。</li></ul>"
        "<ol style='list-style: none'><li>也无号。</li></ol><ol><li>（一）自带。</li></ol>"
    )
    html = page(f"<h1>{TITLE}</h1><div id='zoom'>{items}</div>")
    assert text_of(tmp_path, html).splitlines()[1:] == [
        "要求如下，请执行：", "1.按时报送。", "2.加强管理。", "3.接着数。", "无号。", "也无号。",
        "（一）自带。",
    ]  # fmt: skip


def test_blanks_and_entities(tmp_path: Path) -> None:
    inner = (
        "<p>&nbsp;&nbsp;第一&#26465;　为了规范\n    管理，&ldquo;应当&rdquo;办理。</p>"
        "<pre>甲，\n乙。</pre><p>GDP \n growth，10 %。</p><p>年<span>度</span>报<b>告</b>。</p>"
    )
    html = page(f"<h1>{TITLE}</h1><div id='zoom'>{inner}</div>")
    assert text_of(tmp_path, html).splitlines()[1:] == [
        "第一条　为了规范管理，“应当”办理。", "甲，", "乙。", "GDP growth，10 %。", "年度报告。",
    ]  # fmt: skip


def test_attachments_below_the_text(tmp_path: Path) -> None:
    below = (
        "<div class='fj'><p>附件：</p><ul><li><a href='/a.pdf'>1.登记表.pdf</a></li>"
        "<li><a href='b.docx?x=1'>2.名单.docx</a></li></ul></div>"
        "<p>附件</p><p>别的话。</p><p><a href='c.pdf'>使用手册.pdf</a></p>"
    )
    html = page(f"<h1>{TITLE}</h1><div id='zoom'>{paragraphs()}</div>{below}")
    assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n附件：\n1.登记表.pdf\n2.名单.docx\n"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "big5hkscs"])
@pytest.mark.parametrize("claimed", ["gb2312", "utf-8", "iso-8859-1"])
def test_what_the_page_says_about_its_encoding_is_not_believed(
    tmp_path: Path, encoding: str, claimed: str
) -> None:
    html = pages.PLAIN_DIV.replace("charset='utf-8'", f"charset='{claimed}'")
    if encoding == "big5hkscs":
        expected = "關於加強管理的通知，應當執行。\n"
        html = f"<html><meta charset='{claimed}'><body><p>{expected}</p></body></html>"
    else:
        expected = f"{TITLE}\n{TEXT}\n"
    assert transcribe(tmp_path / "p.htm", html, encoding=encoding).text == expected


def test_a_few_broken_bytes_do_not_lose_a_page(tmp_path: Path) -> None:
    html = pages.TRS.encode() + b"<!-- \xe4\xb8 -->"
    assert text_of(tmp_path, html) == f"{TITLE}\n{TEXT}\n"


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_mhtml(tmp_path: Path, transfer: str) -> None:
    """As browsers save a page with its pictures."""
    import quopri

    markup = pages.UCAP.encode()
    body = {
        "quoted-printable": quopri.encodestring(markup),
        "base64": base64.encodebytes(markup),
        "8bit": markup,
    }[transfer]
    message = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.gov.example/a.html\r\n"
        b"Subject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n------B\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: " + transfer.encode() + b"\r\n\r\n" + body +
        b"\r\n------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"iVBORw0KGgo=\r\n------B--\r\n"
    )  # fmt: skip
    transcript = transcribe(tmp_path / "通知.mht", message)
    assert transcript.text.startswith("索引号：")
    assert transcript.text.endswith(f"{TEXT}\n")


def test_mail_without_a_page(tmp_path: Path) -> None:
    mail = b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    with pytest.raises(UnsupportedFormatError, match="没有网页正文"):
        transcribe(tmp_path / "a.eml", mail)


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>通知</title></head><body><div id='app'></div></body></html>",
        "<html><frameset cols='20,80'><frame src='a'><frame src='b'></frameset></html>",
        "<html><body><img src='scan.jpg'><script>load()</script></body></html>",
        "<!DOCTYPE html><html>",
    ],
)
def test_pages_without_text(tmp_path: Path, html: str) -> None:
    with pytest.raises(EmptyFileError, match=r"page\.html：网页里没有正文.*另存"):
        text_of(tmp_path, html)


def test_doubt_is_reported(tmp_path: Path) -> None:
    """A page of short news: something is given, and said to be doubtful."""
    news = "".join(
        f"<div><a href='/{n}'>关于第{n}件事的通知</a><p>今天，某局开会，讨论第{n}件事。</p></div>"
        for n in range(30)
    )
    transcript = transcribe(tmp_path / "p.html", f"<html><body>{MENU}{news}{SHARE}{FOOT}</html>")
    assert [f.code for f in transcript.findings] == ["web.body-doubtful"]


def test_what_later_rooms_make_of_it(tmp_path: Path) -> None:
    """Metadata above, title and number below it, as the State Council's portal prints them."""
    path = tmp_path / "p.html"
    path.write_text(pages.UCAP, "utf-8")
    (document,) = hongtou.process(str(path))
    outline = document.outline
    kinds = [element.kind for element in outline.elements]
    assert kinds == [
        "site_metadata", "title", "document_number", "main_recipients", "signature",
        "document_date",
    ]  # fmt: skip
    assert outline.elements[2].span.of(outline.text) == NUMBER
    assert [s.path for s in outline.segments if s.path][:4] == [
        "一",
        "一/（一）",
        "一/（二）",
        "二",
    ]

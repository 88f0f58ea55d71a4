"""Word files at the door of the reader: what paper shows is text, the rest is not."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from hongtou.errors import EmptyFileError
from hongtou.model import Box
from hongtou.read import ReadOptions, open_source
from hongtou.read.office import read_docx
from hongtou.read.page import Glyph, Line, PageContent, PageImage
from tests.read.office.word import (
    RULED,
    cell,
    level,
    lines_of_body,
    lists,
    numbered,
    p,
    row,
    run,
    table,
    transcribe,
    write_docx,
)


def field(instruction: str, result: str | None) -> str:
    shown = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run(result) if result else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def ins(inner: str) -> str:
    return f'<w:ins w:id="1" w:author="a">{inner}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("各单位") + run("："), "各单位："),
        (run("应当") + ins(run("于6月底前")) + deleted("尽快") + run("完成"), "应当于6月底前完成"),
        (f'<w:moveFrom w:id="3">{run("旧")}</w:moveFrom><w:moveTo w:id="4">{run("新")}</w:moveTo>',
         "新"),
        (run("可见", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"), "可见"),
        (run("可见") + run("隐藏", "<w:vanish/>") + run("也可见", '<w:vanish w:val="0"/>'),
         "可见也可见"),
        (f'<w:hyperlink r:id="x">{run("链接文字")}</w:hyperlink>', "链接文字"),
        (f"<w:sdt><w:sdtPr><w:alias w:val='标题'/></w:sdtPr><w:sdtContent>{run('控件')}"
         "</w:sdtContent></w:sdt>", "控件"),
        (field(' HYPERLINK "http://example.invalid" ', "网址"), "网址"),
        (run("第") + field(" PAGE ", "3") + run("页"), "第页"),
        (field(r" eq \o\ac(○,5) ", None) + run("项"), "⑤项"),
        (field(r" EQ \o\ac(○,秘) ", None), "秘"),
        (field(r' EQ \* jc2 \* "Font:宋体" \* \o\ad(\s\up 9(wèi),尉)', None) + run("迟"), "尉迟"),
        (f'<w:fldSimple w:instr=" DATE ">{run("2024年3月5日")}</w:fldSimple>', "2024年3月5日"),
        (f'<w:fldSimple w:instr=" NUMPAGES ">{run("9")}</w:fldSimple>' + run("共"), "共"),
        (f"<w:r><w:ruby><w:rt>{run('yín')}</w:rt><w:rubyBase>{run('银')}</w:rubyBase></w:ruby></w:r>",
         "银"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("同意"), "☑同意"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r>' + run("不同意"), "□不同意"),
        ("<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>2025</w:t><w:softHyphen/></w:r>", "2021-2025"),
        ("<w:r><w:t>抄送：</w:t><w:tab/><w:t>各局</w:t></w:r>", "抄送：\t各局"),
        (run("正文") + '<w:r><w:commentReference w:id="0"/><w:annotationRef/></w:r>', "正文"),
        ("<m:oMath><m:r><m:t>a=</m:t></m:r><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den>"
         "<m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>", "a=1/2"),
        ("<w:smartTag w:element='place'>" + run("北京") + "</w:smartTag>", "北京"),
        ("<w:bdo w:val='ltr'>" + run("甲") + "</w:bdo>", "甲"),
    ],
)  # fmt: skip
def test_what_a_paragraph_says(tmp_path: Path, inner: str, expected: str) -> None:
    assert lines_of_body(tmp_path, p(inner)) == [expected]


def test_soft_breaks_end_lines(tmp_path: Path) -> None:
    inner = "<w:r><w:t>关于印发规划的</w:t><w:br/><w:t>通知</w:t><w:br w:type='page'/></w:r>"
    assert lines_of_body(tmp_path, p(inner) + p("　　正文")) == ["关于印发规划的", "通知", "正文"]


def test_deleted_paragraph_marks_join(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1."))
    gone = "<w:rPr><w:del/></w:rPr>"
    body = (
        p("留下", numbered(1))
        + p(deleted("整段删去"), numbered(1) + gone)
        + p("接着", numbered(1) + gone)
        + p("写完", numbered(1))
    )
    assert lines_of_body(tmp_path, body, numbering=numbering) == ["1.留下", "2.接着写完"]


def test_a_field_may_reach_over_paragraphs(tmp_path: Path) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    toc = '<w:pStyle w:val="t"/>'
    body = (
        p(begin + run("第一章 总则") + "<w:r><w:tab/></w:r>" + field("PAGEREF a", "1"), toc)
        + p(run("第二章 附则") + "<w:r><w:tab/><w:t>12</w:t></w:r>" + end, toc)
        + p("第一章 总则")
    )
    assert lines_of_body(tmp_path, body, styles=styles) == [
        "第一章 总则", "第二章 附则", "第一章 总则",
    ]  # fmt: skip


def test_a_field_without_end_swallows_nothing(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>'
    assert lines_of_body(tmp_path, p(begin) + p("正文还在")) == ["正文还在"]


def test_hidden_styles_and_run_in_headings(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="hp"><w:name w:val="hp"/><w:rPr>'
        "<w:vanish/></w:rPr></w:style>"
    )
    body = (
        p(run("甲") + run("乙", '<w:rStyle w:val="h"/>'))
        + p(run("全隐"), '<w:pStyle w:val="hp"/>')
        + p("标题。", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
        + p("接排正文。")
    )
    assert lines_of_body(tmp_path, body, styles=styles) == ["甲", "标题。接排正文。"]


def box(text: str, top: int, relative: str = "paragraph") -> str:
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<wp:positionV relativeFrom='{relative}'><wp:posOffset>{top * 12700}</wp:posOffset>"
        f"</wp:positionV><a:graphic><wps:wsp><wps:txbx><w:txbxContent>{p(text)}</w:txbxContent>"
        "</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{p(text)}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_text_boxes_are_read_once_and_in_place(tmp_path: Path) -> None:
    """The red head and the imprint of many templates stand in boxes."""
    anchors = box("云政办发〔2024〕1号", 90, "page") + box("云州市人民政府办公室文件", 20, "page")
    body = p(anchors + run("关于某事的通知")) + p(run("正文。") + box("抄送：各局。", 700, "page"))
    assert lines_of_body(tmp_path, body) == [
        "云州市人民政府办公室文件", "云政办发〔2024〕1号", "关于某事的通知",
        "正文。", "抄送：各局。",
    ]  # fmt: skip


def word_art(kind: int, text: str) -> str:
    shape = f'<v:shape o:spt="{kind}"><v:textpath string="{text}"/></v:shape>'
    return f"<w:r><w:pict>{shape}</w:pict></w:r>"


def test_word_art_is_text_unless_it_draws_a_seal(tmp_path: Path) -> None:
    body = p(word_art(136, "云州市人民政府文件")) + p(word_art(144, "云州市人民政府")) + p("正文")
    assert lines_of_body(tmp_path, body) == ["云州市人民政府文件", "正文"]


def test_tables_with_merged_cells(tmp_path: Path) -> None:
    grid = table(
        row(cell("项目", '<w:vMerge w:val="restart"/>'), cell("指标", '<w:gridSpan w:val="2"/>')),
        row(cell("", "<w:vMerge/>"), "金额", "比例"),
        row("贷款", cell(p("100") + p("万元")), "不低于5%"),
        row("删去的行", "1", "2", properties="<w:del/>"),
        properties=RULED,
    )
    transcript = transcribe(write_docx(tmp_path / "t.docx", p("如下：") + grid + p("完。")))
    assert transcript.text == (
        "如下：\n项目\t指标\t\n\t金额\t比例\n贷款\t100万元\t不低于5%\n完。\n"
    )
    (found,) = transcript.tables
    assert found.span.of(transcript.text).startswith("项目\t")
    shapes = [(c.row, c.column, c.row_span, c.column_span) for c in found.cells]
    assert shapes == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
        (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1),
    ]  # fmt: skip


def test_tables_that_set_places_are_lines(tmp_path: Path) -> None:
    """The imprint and the signatures of joint notices stand in tables without rules."""
    imprint = table(row("抄送：各县。"), row("办公室2024年3月5日印发"), properties=RULED)
    signatures = table(row("财政局", "税务局"), row("2024年3月1日", ""))
    mark = table(row(cell(p("财政局") + p("税务局")), "文件"))
    assert lines_of_body(tmp_path, mark + signatures + imprint) == [
        "财政局", "税务局", "文件", "财政局\u3000\u3000税务局", "2024年3月1日",
        "抄送：各县。", "办公室2024年3月5日印发",
    ]  # fmt: skip


def test_nested_tables(tmp_path: Path) -> None:
    inner = table(row("甲", "1"), row("乙", "2"), properties=RULED)
    ruled = table(row("说明", cell(inner + p("合计"))), row("备注", "无"), properties=RULED)
    layout = table(row(cell(p("附表") + inner)))
    transcript = transcribe(write_docx(tmp_path / "t.docx", ruled + layout))
    assert transcript.text == "说明\t甲 1 乙 2合计\n备注\t无\n附表\n甲\t1\n乙\t2\n"
    assert len(transcript.tables) == 2


def test_headers_and_footers(tmp_path: Path) -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>'
    )
    transcript = transcribe(
        write_docx(
            tmp_path / "h.docx",
            p("关于某事的通知") + p("正文。") + section,
            header1=p("关于某事的通知") + p("内部资料"),
            header2=p("000123") + p("特急"),
            footer1=p(run("— ") + field("PAGE", "1") + run(" —")) + p("第 1 页 共 3 页"),
        )
    )
    assert transcript.text.splitlines() == [
        "000123", "特急", "内部资料", "关于某事的通知", "正文。",
    ]  # fmt: skip


def test_notes_follow_their_paragraph(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="2">{p(run("指2023年末数据。"))}</w:footnote>'
    mark = '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = p(run("余额") + reference + run("不低于10亿元。")) + p("二、其他")
    assert lines_of_body(tmp_path, body, footnotes=mark + note) == [
        "余额不低于10亿元。", "注1：指2023年末数据。", "二、其他",
    ]  # fmt: skip


def test_strict_and_renamed_parts(tmp_path: Path) -> None:
    """Office 365 calls the text document2.xml; "Strict" files have other namespaces."""
    path = tmp_path / "strict.docx"
    strict = "http://purl.oclc.org/ooxml"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{strict}/officeDocument/relationships/officeDocument"'
            ' Target="/word/document2.xml"/></Relationships>',
        )
        package.writestr(
            "word/document2.xml",
            f'<w:document xmlns:w="{strict}/wordprocessingml/main"><w:body><w:p><w:r>'
            "<w:t>严格格式</w:t></w:r></w:p></w:body></w:document>",
        )
    assert transcribe(path).text == "严格格式\n"


def test_what_the_transcript_tells(tmp_path: Path) -> None:
    beats: list[tuple[int, int]] = []
    path = write_docx(tmp_path / "n.docx", p("正文"))
    transcript = transcribe(path)
    assert (transcript.reader, transcript.pages) == ("docx", 1)
    (reading,) = transcript.page_readings
    assert (reading.method, reading.width) == ("flow", None)
    assert [(r.span.start, r.span.end, r.page, r.box) for r in transcript.runs] == [(0, 3, 1, None)]
    read_docx(open_source(path), ReadOptions(on_page=lambda n, total: beats.append((n, total))))
    assert beats == [(1, 1)]


@pytest.mark.parametrize("body", ["", p(""), p(run("隐藏", "<w:vanish/>")), table(row("", ""))])
def test_nothing_to_read(tmp_path: Path, body: str) -> None:
    with pytest.raises(EmptyFileError, match="没有读出文字"):
        transcribe(write_docx(tmp_path / "n.docx", body))


def test_as_python_docx_writes_it(tmp_path: Path) -> None:
    """An independent maker of Word files: styles, a table, merged cells."""
    document = docx.Document()
    document.add_heading("云州市关于开展检查的通知", 0)
    document.add_paragraph("各单位：")
    document.add_paragraph("加强领导", style="List Number")
    document.add_paragraph("落实责任", style="List Number")
    grid = document.add_table(2, 2, style="Table Grid")
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "指标"
    grid.cell(1, 0).text, grid.cell(1, 1).text = "不良率", "3%"
    document.save(str(tmp_path / "n.docx"))
    transcript = transcribe(tmp_path / "n.docx")
    assert transcript.text == (
        "云州市关于开展检查的通知\n各单位：\n1.加强领导\n2.落实责任\n指标\t\n不良率\t3%\n"
    )


def picture(name: str, width: int, height: int) -> str:
    """A picture in the text, sizes in points."""
    size = f"<wp:extent cx='{width * 12700}' cy='{height * 12700}'/>"
    blip = f"<pic:pic><pic:blipFill><a:blip r:embed='{name}'/></pic:blipFill></pic:pic>"
    inline = f"<wp:inline>{size}<a:graphic>{blip}</a:graphic></wp:inline>"
    return f"<w:r><w:drawing>{inline}</w:drawing></w:r>"


def png(size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, "PNG")
    return stream.getvalue()


def test_a_document_that_is_only_scans_goes_to_the_recogniser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which picture goes there and at which size; what it reads is tested where it lives."""
    seen: list[tuple[int, float, float, str]] = []

    def read_page_image(image: PageImage, options: ReadOptions, reason: str) -> PageContent:
        seen.append((image.number, image.width, image.height, reason))
        glyph = Glyph("字", Box(1, 1, 2, 2), 0.9)
        blocks = (Line((glyph,)),)
        return PageContent(image.number, image.width, image.height, "ocr", reason, blocks)

    monkeypatch.setattr("hongtou.read.ocr.pages.read_page_image", read_page_image)
    sizes = (("scan1", 595, 842), ("logo", 60, 60), ("scan2", 595, 842))
    body = "".join(p(picture(*size)) for size in sizes)
    raw = {f"word/media/{name}.png": png((60, 85)) for name in ("scan1", "logo")}
    raw["word/media/scan2.png"] = b"no picture"
    path = write_docx(tmp_path / "s.docx", body, raw=raw)
    beats: list[tuple[int, int]] = []
    transcript = read_docx(open_source(path), ReadOptions(on_page=lambda *beat: beats.append(beat)))
    assert seen == [(1, 595.0, 842.0, "Word 文档里的整页图片，没有文字")]
    assert transcript.text == "字\n"
    assert [r.method for r in transcript.page_readings] == ["ocr", "none"]
    assert [f.code for f in transcript.findings] == ["read.picture-damaged"]
    assert beats == [(1, 2), (2, 2)]
    assert [run.box for run in transcript.runs] == [Box(1, 1, 2, 2)]
    with pytest.raises(EmptyFileError, match="ocr always"):
        read_docx(open_source(path), ReadOptions(ocr="never"))


def test_a_picture_beside_text_is_reported(tmp_path: Path) -> None:
    body = p("正文" * 40) + p(picture("scan1", 500, 700))
    raw = {"word/media/scan1.png": png((60, 85))}
    transcript = transcribe(write_docx(tmp_path / "s.docx", body, raw=raw))
    assert transcript.text == "正文" * 40 + "\n"
    assert [f.code for f in transcript.findings] == ["read.picture-unread"]


def test_an_embedded_file_is_reported(tmp_path: Path) -> None:
    transcript = transcribe(write_docx(tmp_path / "e.docx", p("正文") + "<w:altChunk r:id='x'/>"))
    assert [f.code for f in transcript.findings] == ["read.embedded-unread"]

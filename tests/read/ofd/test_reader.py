"""The OFD reader at its door: pages, templates, resources, what is shown and what is told."""

import io
from pathlib import Path

import pytest
from PIL import Image

from hongtou.errors import (
    EmptyFileError,
    EncryptedFileError,
    OversizeError,
    PackageError,
    QuarantinedError,
    ReadError,
    UnsafeXmlError,
)
from hongtou.read import ReadOptions, open_source, read
from tests.read.ofd.maker import (
    SPACE,
    Parts,
    document,
    lines,
    page,
    path,
    places,
    text,
    transcript,
    written,
)

ANNOTATIONS = f"""<ofd:Annotations {SPACE}><ofd:Page PageID="1"><ofd:FileLoc>Annots/P.xml
</ofd:FileLoc></ofd:Page><ofd:Page PageID="2"><ofd:FileLoc>none.xml</ofd:FileLoc></ofd:Page>
</ofd:Annotations>"""
NOTES = f"""<ofd:PageAnnot {SPACE}>
<ofd:Annot ID="1" Type="Path" Creator="张三"><ofd:Remark>请  核对</ofd:Remark></ofd:Annot>
<ofd:Annot ID="2" Type="Watermark"><ofd:Appearance>{text("内部资料")}</ofd:Appearance></ofd:Annot>
<ofd:Annot ID="3" Type="Stamp"><ofd:Appearance/></ofd:Annot>
<ofd:Annot ID="4" Type="Highlight"/>
<ofd:Annot ID="5" Type="Link"/></ofd:PageAnnot>"""


def codes(found: object) -> list[str]:
    return [finding.code for finding in found.findings]  # type: ignore[attr-defined]


def test_pages_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    parts = document([page(text("第一页")), page(text("第二页")), page(text("第三页"))])
    order = [(3, 2), (1, 0), (2, 1)]
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for i, n in order)
    before, _, rest = str(parts["Doc_0/Document.xml"]).partition("<ofd:Pages>")
    parts["Doc_0/Document.xml"] = (
        before + f"<ofd:Pages>{listed}" + rest[rest.index("</ofd:Pages>") :]
    )
    told: list[tuple[int, int]] = []
    options = ReadOptions(on_page=lambda *at: told.append(at))
    found = read(open_source(written(tmp_path, parts)), options=options)
    assert lines(found) == ["第三页", "第一页", "第二页"]
    assert [run.page for run in found.runs] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert (found.reader, found.pages) == ("ofd", 3)
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert {reading.method for reading in found.page_readings} == {"text"}


def test_all_documents_of_a_package(tmp_path: Path) -> None:
    parts = document([page(text("主件"))])
    other = document([page(text("附件"))])
    parts |= {k.replace("Doc_0", "Doc_1"): v for k, v in other.items() if k != "OFD.xml"}
    more = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>"
    parts["OFD.xml"] = str(parts["OFD.xml"]).replace("</ofd:OFD>", more + "</ofd:OFD>")
    found = transcript(tmp_path, parts)
    assert lines(found) == ["主件", "附件"]
    assert [run.page for run in found.runs] == [1, 1, 2, 2]


def renamed(parts: Parts, old: str, new: str) -> Parts:
    return {name.replace(old, new): content for name, content in parts.items()}


def replaced(parts: Parts, old: str, new: str) -> Parts:
    return {name: str(content).replace(old, new) for name, content in parts.items()}


PLAIN = document([page(text("银发〔2021〕1号"))])


@pytest.mark.parametrize("parts", [
    renamed(PLAIN, "Doc_0", "DOC_0"),
    renamed(PLAIN, "/", "\\"),
    replaced(PLAIN, 'BaseLoc="Pages', 'BaseLoc="/Doc_0/Pages'),
    replaced(PLAIN, 'BaseLoc="Pages', 'BaseLoc="Doc_0/Pages'),
    replaced(PLAIN, SPACE, 'xmlns:ofd="http://www.ofdspec.org"'),
    replaced(PLAIN, SPACE, 'xmlns:ofd="urn:odd"'),
    replaced(PLAIN, SPACE, ""),  # prefix without a namespace
    replaced(replaced(PLAIN, SPACE, ""), "ofd:", ""),
    replaced(PLAIN, "ofd:", ":"),
    replaced(PLAIN, "〔", "\x0b〔"),
    {n: str(c).encode("gb18030") for n, c in PLAIN.items()},
    {n: str(c).encode("utf-16") for n, c in PLAIN.items()},
    {n: f'<?xml version="1.0" encoding="GBK"?>{c}'.encode("gbk") for n, c in PLAIN.items()},
    renamed(replaced(PLAIN, "Pages/Page_0/Content", "页"), "Pages/Page_0/Content", "页"),
])  # fmt: skip
def test_what_producers_do(tmp_path: Path, parts: Parts) -> None:
    assert lines(transcript(tmp_path, parts)) == ["银发〔2021〕1号"]


def template(name: str, objects: str) -> Parts:
    return {f"Doc_0/Tpls/{name}.xml": page(objects)}


def test_templates_lie_below_or_above(tmp_path: Path) -> None:
    common = (
        '<ofd:TemplatePage ID="90" BaseLoc="Tpls/a.xml" ZOrder="Background"/>'
        '<ofd:TemplatePage ID="91" BaseLoc="Tpls/b.xml" ZOrder="Foreground"/>'
        '<ofd:TemplatePage ID="92" BaseLoc="Tpls/a.xml"/>'
    )
    use = '<ofd:Template TemplateID="91"/><ofd:Template TemplateID="90" ZOrder="Background"/>'
    parts = document([page(text("正文", y=60), before=use), page(text("又一页"))], common=common)
    parts |= template("a", text("红头文件", y=20)) | template("b", text("共两页", y=90))
    found = transcript(tmp_path, parts)
    assert lines(found) == ["红头文件", "正文", "共两页", "又一页"]


def test_what_a_page_lacks_is_told_and_the_rest_read(tmp_path: Path) -> None:
    use = '<ofd:Template TemplateID="90"/>'
    composite = '<ofd:CompositeObject ResourceID="77" Boundary="0 0 1 1"/>'
    parts = document([page(text("正文") + composite, before=use), "", page(text("第三页"))])
    parts["Doc_0/Pages/Page_1/Content.xml"] = "<torn"
    del parts["Doc_0/PublicRes.xml"]
    found = transcript(tmp_path, parts)
    assert lines(found) == ["正文", "第三页"]
    assert codes(found) == ["read.part-missing", "read.part-missing", "read.page-missing"]
    assert found.page_readings[1].method == "none"
    del parts["Doc_0/Pages/Page_1/Content.xml"]
    assert codes(transcript(tmp_path, parts))[-1] == "read.page-missing"


COMPOSITE = (
    '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="{}" Width="99" Height="99">'
    "<ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
)


def test_composites_and_blocks(tmp_path: Path) -> None:
    objects = (
        f"<ofd:PageBlock><ofd:PageBlock>{text('块中', 20, 20)}</ofd:PageBlock></ofd:PageBlock>"
        '<ofd:CompositeObject ResourceID="7" Boundary="100 100 50 50" CTM="2 0 0 2 0 0"/>'
    )
    resources = COMPOSITE.format(7, text("元", 1, 1))
    found = transcript(tmp_path, document([page(objects)], resources=resources))
    assert lines(found) == ["块中", "元"]
    assert places(found)[-1][1] == 102.0


def test_composites_that_hold_each_other_end(tmp_path: Path) -> None:
    use = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/>'
    parts = document([page(text("正文") + use)], resources=COMPOSITE.format(7, use))
    assert lines(transcript(tmp_path, parts)) == ["正文"]
    parts = document([page(use)], resources=COMPOSITE.format(7, use * 10))
    with pytest.raises(OversizeError, match="图元过多"):
        transcript(tmp_path, parts)


def test_red_comes_from_colour_or_drawing_parameters(tmp_path: Path) -> None:
    resources = (
        '<ofd:DrawParams><ofd:DrawParam ID="5" Relative="6"/><ofd:DrawParam ID="6">'
        '<ofd:FillColor Value="255 0 0"/></ofd:DrawParam><ofd:DrawParam ID="8" Relative="8"/>'
        "</ofd:DrawParams>"
    )
    objects = (
        text("甲", inside='<ofd:FillColor Value="255 0 0"/>')
        + text("乙", y=40, DrawParam="5")
        + text("丙", y=60, DrawParam="8")
        + text("丁", y=80)
    )
    parts = document([page(objects), page(text("戊"), layer='DrawParam="5"')], resources=resources)
    from hongtou.read.ofd.canvas import paint
    from hongtou.read.ofd.resources import read_resources
    from hongtou.read.ofd.structure import read_tree
    from hongtou.read.packages import open_package

    with open_package(written(tmp_path, parts)) as package:
        tree = read_tree(package)
        common = read_resources(package, tree.documents[0].resources)
        letters = [x for p in tree.pages for x in paint(package, p, common).letters]
    assert [(one.text, one.ink.red) for one in letters] == [
        ("甲", True), ("乙", True), ("丙", False), ("丁", False), ("戊", True),
    ]  # fmt: skip


CLIP = '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="{}"/></ofd:Area></ofd:Clip></ofd:Clips>'


@pytest.mark.parametrize(("objects", "word"), [
    (text("暗文", y=60, Visible="false"), "不可见"),
    (text("暗文", y=60, Alpha="0"), "透明"),
    (text("暗文", y=60, inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>'), "透明"),
    (text("暗文", y=60, Fill="false"), "不填充"),
    (text("暗文", y=60, inside=CLIP.format("100 100 5 5")), "裁剪"),
    (text("暗文", x=300), "页面以外"),
    (text("暗文", y=-30), "页面以外"),
])  # fmt: skip
def test_hidden_text_is_told_not_read(tmp_path: Path, objects: str, word: str) -> None:
    found = transcript(tmp_path, document([page(text("正文") + objects)]))
    assert lines(found) == ["正文"]
    [finding] = found.findings
    assert finding.code == "read.hidden-text"
    assert word in finding.message and "暗文" in finding.message


@pytest.mark.parametrize("objects", [
    text("明文", y=60, Visible="true"),
    text("明文", y=60, Alpha="128"),
    text("明文", y=60, Fill="false", Stroke="true"),
    text("明文", y=60, inside=CLIP.format("0 0 170 5")),
    text("明文", y=60, CTM="0.9998 -0.02 0.02 0.9998 0 0"),  # a crooked line is no watermark
    text("明文", y=60, inside='<ofd:Actions><ofd:Action Event="CLICK"/></ofd:Actions>'),
])  # fmt: skip
def test_text_that_only_looks_hidden_is_read(tmp_path: Path, objects: str) -> None:
    found = transcript(tmp_path, document([page(text("正文") + objects)]))
    assert lines(found) == ["正文", "明文"]
    assert found.findings == ()


IMAGE = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="6"/>'
MEDIA = (
    '<ofd:MultiMedias><ofd:MultiMedia ID="6" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile>'
    "</ofd:MultiMedia></ofd:MultiMedias>"
)


def with_image(objects: str, mode: str = "RGB", **more: str) -> Parts:
    stream = io.BytesIO()
    Image.new(mode, (21, 30)).save(stream, "PNG")
    parts = document([page(objects)], resources=MEDIA, **more)
    return parts | {"Doc_0/Res/a.png": stream.getvalue()}


@pytest.mark.parametrize("objects", [
    text("识别过的文字") + IMAGE,  # painted over
    IMAGE + text("识别过的文字", Visible="false"),
    IMAGE + text("识别过的文字", Alpha="0"),
])  # fmt: skip
def test_the_layer_of_a_scan_serves_where_nothing_is_recognised(
    tmp_path: Path, objects: str
) -> None:
    found = transcript(tmp_path, with_image(objects))
    assert lines(found) == ["识别过的文字"]
    assert codes(found) == ["read.picture"]
    assert "图像之下的文字层" in found.page_readings[0].reason


@pytest.mark.parametrize(("objects", "mode"), [
    (IMAGE + text("正文"), "RGB"),  # letters on letter paper
    (text("正文") + IMAGE, "RGBA"),  # one sees through the image
    (text("正文") + IMAGE.replace("Boundary", 'Alpha="99" Boundary'), "RGB"),
])  # fmt: skip
def test_text_with_an_image_is_read_with_a_doubt(tmp_path: Path, objects: str, mode: str) -> None:
    found = transcript(tmp_path, with_image(objects, mode))
    assert lines(found) == ["正文"]
    assert codes(found) == ["read.picture"]


def test_letter_paper_is_no_scan(tmp_path: Path) -> None:
    common = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/a.xml"/>'
    parts = with_image("", common=common) | template("a", IMAGE)
    parts["Doc_0/Pages/Page_0/Content.xml"] = page(
        text("抄送"), before='<ofd:Template TemplateID="90"/>'
    )
    found = transcript(tmp_path, parts, ReadOptions(ocr="auto"))
    assert lines(found) == ["抄送"]
    assert found.page_readings[0].method == "text"


def test_bold_by_painting_twice_is_one_letter(tmp_path: Path) -> None:
    bold = text("通知", 20, 30) + text("通知", 20.2, 30) + text("人人", 20, 60)
    assert lines(transcript(tmp_path, document([page(bold)]))) == ["通知", "人人"]


def test_same_letters_in_other_sizes_stay(tmp_path: Path) -> None:
    sizes = "".join(text("银", 20 + n, 10 + 9 * n, size=2 + n / 3) for n in range(25))
    found = transcript(tmp_path, document([page(sizes)]))
    assert "".join(found.text.split()) == "银" * 25


def test_a_page_that_lies_on_its_side_is_read(tmp_path: Path) -> None:
    side = text("横排表格", 100, 40, CTM="0 1 -1 0 0 0")
    found = transcript(tmp_path, document([page(side)]))
    assert lines(found) == ["横排表格"]
    tops = [box[2] for box in places(found)]
    assert tops == sorted(tops) and len(set(tops)) == 4


def test_slanted_text_is_no_body_text(tmp_path: Path) -> None:
    red = '<ofd:FillColor Value="255 0 0"/>'
    objects = (
        text("正文有七个字。")
        + text("内部资料", 60, 100, CTM="0.7 -0.7 0.7 0.7 0 0")
        + text("某市政府", 60, 200, CTM="0.7 -0.7 0.7 0.7 0 0", inside=red)
        + text("侧边批语", 190, 60, CTM="0 1 -1 0 0 0")
    )
    found = transcript(tmp_path, document([page(objects)]))
    assert lines(found) == ["正文有七个字。", "侧边批语"]
    assert [(f.code, f.message[-8:]) for f in found.findings] == [
        ("read.watermark", "内部资料某市政府")
    ]


def test_red_letters_in_a_ring_are_a_seal(tmp_path: Path) -> None:
    red = '<ofd:FillColor Value="255 0 0"/>'
    ring = "".join(
        text(one, 150 + 15 * sin, 200 - 15 * cos, inside=red, CTM=f"{cos} {sin} {-sin} {cos} 0 0")
        for one, sin, cos in (
            ("某", -0.9, 0.4), ("市", -0.6, 0.8), ("政", 0, 1), ("府", 0.6, 0.8), ("章", 0.9, 0.4),
        )
    )  # fmt: skip
    found = transcript(tmp_path, document([page(text("正文有七个字。") + ring)]))
    assert lines(found) == ["正文有七个字。"]
    assert [(f.code, f.message[-5:]) for f in found.findings] == [("read.seal-text", "某市政府章")]


@pytest.mark.parametrize("parts", [
    document([page(text("正文") + text("机密", 60, 100, CTM="0.7 -0.7 0.7 0.7 0 0"))]),
    document([page(text("正文") + text("机密★1年", y=100, Visible="false"))]),
    document([page(text("正文"))], more="<ofd:Annotations>Annots.xml</ofd:Annotations>") | {
        "Doc_0/Annots.xml": ANNOTATIONS,
        "Doc_0/Annots/P.xml": NOTES.replace("内部资料", "绝密"),
    },
    document([page(text("机密★1年"))]),
])  # fmt: skip
def test_marked_papers_are_quarantined_wherever_the_mark_stands(
    tmp_path: Path, parts: Parts
) -> None:
    with pytest.raises(QuarantinedError, match="密级"):
        read(open_source(written(tmp_path, parts)), options=ReadOptions(ocr="never"))


def test_ruled_lines_make_a_table(tmp_path: Path) -> None:
    rules = "".join(path(f"M 20 {y} L 120 {y}") for y in (40, 50, 60)) + "".join(
        path(f"M {x} 40 L {x} 60") for x in (20, 70, 120)
    )
    cells = (
        text("项目", 22, 42) + text("金额", 72, 42) + text("贷款", 22, 52) + text("5万元", 72, 52)
    )
    objects = text("附表", 20, 20) + rules + cells + text("备注", 20, 80)
    found = transcript(tmp_path, document([page(objects)]))
    assert lines(found) == ["附表", "项目\t金额", "贷款\t5万元", "备注"]
    [table] = found.tables
    assert [(c.row, c.column) for c in table.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_annotations_are_told_not_read(tmp_path: Path) -> None:
    parts = document([page(text("正文"))], more="<ofd:Annotations>Annots.xml</ofd:Annotations>")
    parts |= {"Doc_0/Annots.xml": ANNOTATIONS, "Doc_0/Annots/P.xml": NOTES}
    found = transcript(tmp_path, parts)
    assert lines(found) == ["正文"]
    assert [(f.code, f.message) for f in found.findings] == [
        ("read.annotation", "第1页：批注（张三），未计入正文：请 核对"),
        ("read.annotation", "第1页：水印，未计入正文：内部资料"),
        ("read.annotation", "第1页：签章，未计入正文：没有文字"),
    ]


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


SEAL = der(0x30, der(0x30,
    der(0x30, der(0x16, b"ES"), der(0x02, b"\x04"), der(0x16, b"VENDOR")),
    der(0x16, b"0001"),
    der(0x30, der(0x02, b"\x01"), der(0x0C, "某市人民政府".encode()), der(0x30, b"\x00" * 200)),
))  # fmt: skip


@pytest.mark.parametrize(("seal", "name"), [
    (SEAL, "电子印章“某市人民政府”"), (SEAL[:40], "电子印章"), (b"", "电子印章"),
    (b"\x30\x84", "电子印章"),
])  # fmt: skip
def test_signatures_are_listed_and_said_to_be_unchecked(
    tmp_path: Path, seal: bytes, name: str
) -> None:
    body = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"
    parts = document([page(text("正文")), page(text("落款"))], body=body)
    parts["Doc_0/Signs/Signatures.xml"] = (
        f'<ofd:Signatures {SPACE}><ofd:Signature ID="1" Type="Seal" BaseLoc="S1/Signature.xml"/>'
        f'<ofd:Signature ID="2" BaseLoc="none.xml"/></ofd:Signatures>'
    )
    parts["Doc_0/Signs/S1/Signature.xml"] = (
        f"<ofd:Signature {SPACE}><ofd:SignedInfo>"
        '<ofd:Provider ProviderName="签章组件" Company="公司"/>'
        "<ofd:SignatureDateTime>20210101</ofd:SignatureDateTime>"
        '<ofd:StampAnnot PageRef="2" Boundary="1 1 9 9"/><ofd:Seal><ofd:BaseLoc>Seal.esl'
        "</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo></ofd:Signature>"
    )
    parts["Doc_0/Signs/S1/Seal.esl"] = seal
    found = transcript(tmp_path, parts)
    assert set(codes(found)) == {"read.signature-not-validated"}
    first, second = (finding.message for finding in found.findings)
    assert first == (
        f"第2页：带有{name}（签名组件 签章组件 公司，20210101），未验证签名真伪；请用专用阅读器核验"
    )
    assert "缺失" in second


def test_attachments_are_told(tmp_path: Path) -> None:
    more = "<ofd:Attachments>Attachs.xml</ofd:Attachments>"
    parts = document([page(text("正文"))], more=more)
    parts["Doc_0/Attachs.xml"] = (
        f'<ofd:Attachments {SPACE}><ofd:Attachment ID="1" Name="名单" Format="xlsx"/>'
        "</ofd:Attachments>"
    )
    [finding] = transcript(tmp_path, parts).findings
    assert finding.code == "read.attachment-not-read" and "名单（xlsx）" in finding.message


def test_text_without_codes_is_doubted(tmp_path: Path) -> None:
    found = transcript(tmp_path, document([page(text("\ue001\ue002¤通知"))]))
    assert codes(found) == ["read.garbled-text"]
    assert codes(transcript(tmp_path, document([page(text("￥5通知〔2021〕"))]))) == []


@pytest.mark.parametrize(("parts", "error", "word"), [
    ({"a.txt": "x"}, PackageError, "OFD.xml"),
    ({"OFD.xml": "x"}, PackageError, "XML"),
    ({"OFD.xml": "<OFD/>"}, PackageError, "DocBody"),
    ({"OFD.xml": PLAIN["OFD.xml"]}, PackageError, "Document.xml"),
    (PLAIN | {"Encryptions.xml": "<a/>"}, EncryptedFileError, "加密"),
    (document([page("")]), EmptyFileError, "空白页"),
    (document([]), EmptyFileError, "0 页"),
    (PLAIN | {"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, UnsafeXmlError, "DTD"),
    (PLAIN | {"Doc_0/Pages/Page_0/Content.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'},
     UnsafeXmlError, "DTD"),
])  # fmt: skip
def test_errors_say_what_and_where(
    tmp_path: Path, parts: Parts, error: type[ReadError], word: str
) -> None:
    with pytest.raises(error, match=word) as caught:
        transcript(tmp_path, parts)
    assert str(caught.value).startswith(f"{tmp_path / 'a.ofd'}：")

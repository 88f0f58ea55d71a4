"""The press itself: what it says about a page is what stands on the page."""

import io
from collections import Counter
from pathlib import Path

import docx
import numpy as np
import ofdkit
import pdfplumber
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from hongtou.model import Box
from tests.press import (
    Notice,
    PrintedPage,
    Style,
    Table,
    TableCell,
    fonts,
    guess_notice,
    lay_out,
    text_of,
)
from tests.press.__main__ import main
from tests.press.degrade import WAYS, Way, degrade, turned
from tests.press.docx import DocxStyle, to_docx
from tests.press.flow import to_text
from tests.press.html import to_html
from tests.press.layout import BODY
from tests.press.ofd import OfdStyle, to_ofd
from tests.press.pdf import (
    PdfStyle,
    lying_codes,
    misread,
    private_codes,
    stacked,
    to_image_pdf,
    to_pdf,
)
from tests.press.raster import save_tiff, to_images
from tests.press.typeset import BOTTOM, CELL, COLUMNS, LEFT, NOT_FIRST, RIGHT, ROWS, TOP

pytestmark = fonts.needs_fonts()

ROOT = Path(__file__).resolve().parents[2]
NOTICES = sorted((ROOT / "tests" / "invented").rglob("*.txt")) + sorted(
    (ROOT / "corpus").glob("*.txt")
)

NOTICE = Notice(
    mark=("石桥市人民政府",), mark_suffix="文件", number="石政发〔2024〕12号",
    title=("石桥市人民政府关于做好2024年", "防汛抗旱工作的通知"),
    recipients="各县（区）人民政府，市政府各部门：",
    body=(
        "为切实做好2024年防汛抗旱工作，保障人民群众生命财产安全，根据《中华人民共和国防洪法》"
        "等有关规定，现将有关事项通知如下：",
        "一、提高思想认识",
        "（一）压实工作责任。各县（区）要在5月31日前完成隐患排查，“一把手”负总责，"
        "对排查出的问题逐项整改，整改率达到100%，重大隐患由市级挂牌督办。" * 3,
        "二、严格值班值守。汛期实行24小时值班制度，不得擅自离岗。",
    ),
    attachment_note=("附件：1.防汛责任人名单", "2.物资储备清单"),
    signatures=("石桥市人民政府",), date="2024年4月28日",
    note=("（联系人：某某，电话：00000000）",),
    imprint=(("抄送：市委各部门，市人大常委会办公室，市政协办公室。", ""),
             ("石桥市人民政府办公室", "2024年4月28日印发")),
)  # fmt: skip

TABLE = Table(
    (
        (TableCell("序号", row_span=2), TableCell("名称", row_span=2),
         TableCell("数量", column_span=2)),
        (TableCell("县级"), TableCell("乡级")),
        (TableCell("1"), TableCell("编织袋（万条）"), TableCell("12.5"), TableCell("3")),
        (TableCell("2"), TableCell("冲锋舟（艘），含发动机、救生衣、牵引绳等随艇器材"),
         TableCell("8"), TableCell("1")),
    ),
    (1, 4, 2, 2),
)  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> tuple[PrintedPage, ...]:
    return lay_out(NOTICE, Style(seal_shift=(0, -20)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def area(box: Box) -> float:
    return max(0.0, box.x1 - box.x0) * max(0.0, box.bottom - box.top)


def overlap(one: Box, other: Box) -> float:
    return area(Box(max(one.x0, other.x0), max(one.top, other.top),
                    min(one.x1, other.x1), min(one.bottom, other.bottom)))  # fmt: skip


def share(one: Box, other: Box) -> float:
    """Intersection over union."""
    common = overlap(one, other)
    return common / (area(one) + area(other) - common)


def check_boxes(pages: tuple[PrintedPage, ...]) -> None:
    for page in pages:
        glyphs = page.glyphs
        for glyph in glyphs:
            assert 0 <= glyph.box.x0 < glyph.box.x1 <= page.width
            assert 0 <= glyph.box.top < glyph.box.bottom <= page.height
            if glyph.ink is not None:
                assert overlap(glyph.ink, glyph.box) >= 0.7 * area(glyph.ink), glyph
        places = sorted(glyphs, key=lambda g: (g.box.top, g.box.x0))
        for at, glyph in enumerate(places):
            for other in places[at + 1 :]:
                if other.box.top >= glyph.box.bottom:
                    break
                assert overlap(glyph.box, other.box) < 1e-6, (glyph, other)


def test_twenty_two_lines_of_twenty_eight_characters() -> None:
    full = lay_out(Notice(body=("中" * 28 * 60,)))
    first, second = full[0], full[1]
    lines = [line for line in second.lines if line.kind == "body"]
    assert len(first.lines) - 1 == len(lines) == ROWS
    assert {len(line.glyphs) for line in lines} == {COLUMNS}
    assert lines[0].glyphs[0].box.x0 == pytest.approx(LEFT, abs=0.01)
    assert lines[0].glyphs[-1].box.x1 == pytest.approx(RIGHT, abs=0.01)
    assert TOP < lines[0].glyphs[0].box.top < TOP + 8
    assert BOTTOM - 8 < lines[-1].glyphs[0].box.bottom < BOTTOM
    assert len(first.lines[0].glyphs) == COLUMNS - 2  # the paragraph's indent


def test_the_red_head_and_its_line(pages: tuple[PrintedPage, ...]) -> None:
    page = pages[0]
    kinds = [line.kind for line in page.lines]
    assert kinds[:5] == ["mark", "document_number", "title", "title", "recipients"]
    assert all(glyph.red for glyph in page.lines[0].glyphs)
    (rule,) = (rule for rule in page.rules if rule.red)
    number, title = page.lines[1].glyphs[0].box, page.lines[2].glyphs[0].box
    assert number.bottom < rule.top < title.top
    assert page.lines[2].glyphs[0].size == 22 and page.lines[4].glyphs[0].size == BODY
    assert page.lines[4].glyphs[0].box.x0 == pytest.approx(LEFT)


def test_page_numbers_stand_outside() -> None:
    one, two = lay_out(Notice(body=("中" * 28 * 30,)))[:2]
    assert (one.lines[-1].text, two.lines[-1].text) == ("— 1 —", "— 2 —")
    assert one.lines[-1].glyphs[0].box.x0 > one.width / 2 > two.lines[-1].glyphs[-1].box.x1
    assert one.lines[-1].glyphs[0].box.top > BOTTOM


def test_no_line_begins_with_a_comma(pages: tuple[PrintedPage, ...]) -> None:
    found = lay_out(Notice(body=("一，二。三；四（五）六、七《八》九：" * 40,)))
    for page in (*pages, *found):
        assert not [line.text for line in page.lines if line.text[0] in NOT_FIRST - {"—"}]
        assert not [line.text for line in page.lines if line.text[-1] in "（《“"]


def test_numbers_are_not_torn() -> None:
    for page in lay_out(Notice(body=("在2024年5月31日前达到100.25%，电话0791-86766812。" * 20,))):
        for line in page.lines[:-1]:
            assert not line.text.endswith(("202", "0791-", "100.", "8676"))


def test_boxes_are_disjoint_and_on_the_page(pages: tuple[PrintedPage, ...]) -> None:
    check_boxes(pages)
    check_boxes(lay_out(NOTICE, Style(columns=2, margin_note="装订线内不得写字", seals=False)))
    check_boxes(lay_out(Notice(body=("表格如下：", TABLE, "以上。"))))
    check_boxes(lay_out(Notice(body=(*NOTICE.body, TABLE, *NOTICE.body)), Style(columns=2)))


@pytest.mark.parametrize("path", NOTICES[::5], ids=lambda path: path.stem)
def test_nothing_of_a_text_is_lost(path: Path) -> None:
    text = path.read_text("utf-8")
    notice = guess_notice(text)
    printed = lay_out(notice)
    check_boxes(printed)
    bare = squeezed("".join(line.lstrip("#> ").replace("**", "") for line in text.splitlines()
                            if not set(line.strip()) <= set("-")))  # fmt: skip
    assert squeezed(to_text(notice)) == bare
    assert squeezed(text_of(printed)) == bare


@given(
    st.text(
        st.sampled_from(
            "一二三、（）。：，通知文件号附件〔〕2021年月日印发抄送 \n\t-#|*\x00é😀甲乙"
        )
    )
)
def test_any_text_can_be_printed(text: str) -> None:
    notice = guess_notice(text)
    printed = lay_out(notice, Style(seals=False))
    left = "".join(c for c in squeezed(text) if c not in "#*-\x00")
    assert "".join(c for c in squeezed(to_text(notice)) if c not in "#*-\x00") == left
    on_paper = squeezed(text_of(printed)).replace("〓", "😀")
    assert "".join(c for c in on_paper if c not in "#*-") == left


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("忻银发", (1, "忻银发〔2021〕49号", ("中国人民银行忻州市中心支行",), 1)),
        ("赣银保监发", (4, "赣银保监发〔2021〕2号",
                        ("中国人民银行南昌中心支行", "江西省扶贫办公室"), 1)),
    ],
)  # fmt: skip
def test_elements_are_guessed(name: str, expected: tuple[int, str, tuple[str, ...], int]) -> None:
    path = next(path for path in NOTICES if path.name.startswith(name))
    notice = guess_notice(path.read_text("utf-8"))
    assert (len(notice.mark), notice.number, notice.signatures, len(notice.following)) == expected
    assert notice.imprint[-1][1].endswith("印发")


def test_pdf_text_and_places(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(pages)
    assert made == to_pdf(pages)
    with pdfplumber.open(io.BytesIO(made)) as document:
        for page, printed in zip(document.pages, pages, strict=True):
            assert "".join(c["text"] for c in page.chars) == "".join(
                glyph.text for glyph in printed.glyphs
            )
            for character, glyph in zip(page.chars, printed.glyphs, strict=True):
                box = Box(*(character[edge] for edge in ("x0", "top", "x1", "bottom")))
                assert share(box, glyph.box) >= 0.9
    assert pdfium_text(made) == squeezed(text_of(pages, furniture=True))


def pdfium_text(made: bytes, password: str | None = None) -> str:
    document = pdfium.PdfDocument(made, password=password)
    try:
        return squeezed("".join(p.get_textpage().get_text_range() for p in document))
    finally:
        document.close()


def test_pdf_that_lies_looks_the_same(pages: tuple[PrintedPage, ...]) -> None:
    true = squeezed(text_of(pages, furniture=True))
    for codes in (lying_codes(pages), private_codes(pages)):
        made = to_pdf(pages, PdfStyle(codes=codes))
        assert sum(a == b for a, b in zip(pdfium_text(made), true, strict=True)) < 0.5 * len(true)
        assert np.array_equal(rendered(made), rendered(to_pdf(pages)))


def rendered(made: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    document = pdfium.PdfDocument(made)
    try:
        return np.array(document[0].render(scale=1).to_numpy())
    finally:
        document.close()


def test_pdf_without_character_map(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(pages, PdfStyle(unmapped=True))
    assert not set(pdfium_text(made)) & set("通知政府人民")
    assert np.array_equal(rendered(made), rendered(to_pdf(pages)))


def test_pdf_one_character_a_time(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(pages, PdfStyle(each_alone=True))
    with pdfplumber.open(io.BytesIO(made)) as document:
        read = "".join(c["text"] for page in document.pages for c in page.chars)
    assert squeezed(read) == squeezed(text_of(pages, furniture=True))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_pdf_is_held_upright(pages: tuple[PrintedPage, ...], turn: int) -> None:
    upright, other = rendered(to_pdf(pages)), rendered(to_pdf(pages, PdfStyle(rotate=turn)))
    assert upright.shape == other.shape
    assert np.abs(upright.astype(int) - other).mean() < 4


def test_encrypted_pdf(pages: tuple[PrintedPage, ...]) -> None:
    true = squeezed(text_of(pages, furniture=True))
    assert pdfium_text(to_pdf(pages, PdfStyle(user_password=""))) == true
    locked = to_pdf(pages, PdfStyle(user_password="geheim"))
    with pytest.raises(pdfium.PdfiumError):
        pdfium.PdfDocument(locked)
    assert pdfium_text(locked, "geheim") == true


def test_a_poor_invisible_layer(pages: tuple[PrintedPage, ...]) -> None:
    pictures = list(to_images(pages, dpi=72))
    poor = misread(pages, seed=1)
    made = to_pdf(poor, PdfStyle(invisible=True, pictures=pictures))
    assert pdfium_text(made) == squeezed(text_of(poor, furniture=True))
    assert pdfium_text(made) != squeezed(text_of(pages, furniture=True))
    shown = rendered(made).astype(int)
    height, width = min(shown.shape[0], pictures[0].shape[0]), shown.shape[1]
    assert np.abs(shown[:height, :, 0] - pictures[0][:height, :width, 0]).mean() < 12


def test_one_character_a_line(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(stacked(pages), PdfStyle(invisible=True, pictures=list(to_images(pages, dpi=72))))
    with pdfplumber.open(io.BytesIO(made)) as document:
        lines = document.pages[0].extract_text(y_tolerance=0.5).split()
    assert sum(len(line) == 1 for line in lines) > 0.9 * len(lines)
    assert "".join(lines) == squeezed(text_of(pages[:1], furniture=True))


def test_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(to_text(NOTICE), "utf-8")
    for way, name in [("scan", "a.pdf"), ("fax", "a.tif"), ("clean", "a.png"), ("ofd", "a.ofd"),
                      ("docx", "a.docx"), ("html", "a.html"), ("txt", "a.txt")]:  # fmt: skip
        given = [str(notice), "--format", way, "-o", str(tmp_path / name), "--dpi", "60"]
        monkeypatch.setattr("sys.argv", ["press", *given, "--truth", str(tmp_path / "true.txt")])
        main()
        assert list(tmp_path.glob(name.replace(".", "*."))), name
    assert (tmp_path / "a.txt").read_text("utf-8") == to_text(NOTICE)
    assert "— 1 —" in (tmp_path / "true.txt").read_text("utf-8")


def test_ofd_says_the_same(pages: tuple[PrintedPage, ...], tmp_path: Path) -> None:
    made = to_ofd(pages, OfdStyle(title="通知"))
    assert made == to_ofd(pages, OfdStyle(title="通知"))
    path = tmp_path / "notice.ofd"
    path.write_bytes(made)
    with ofdkit.open(str(path)) as document:
        assert not document.warnings
        for page, printed in zip(document.pages, pages, strict=True):
            read, true = squeezed(page.text()), squeezed(text_of([printed], furniture=True))
            assert Counter(read) == Counter(true)
            assert not printed.seals or read == true


@pytest.mark.parametrize("style", [DocxStyle(), DocxStyle(tracked=True, header="内部资料")])
def test_docx_says_the_same(style: DocxStyle) -> None:
    notice = Notice(**{**{f: getattr(NOTICE, f) for f in NOTICE.__slots__}, "body": (
        *NOTICE.body, TABLE)})  # fmt: skip
    made = to_docx(notice, style)
    assert made == to_docx(notice, style)
    document = docx.Document(io.BytesIO(made))
    inserted = "".join(
        "".join(node.text or "" for node in p._p.iter() if node.tag.endswith("}t"))
        for p in document.paragraphs
    )
    without = Notice(**{f: getattr(NOTICE, f) for f in NOTICE.__slots__})
    assert squeezed(inserted) == squeezed(to_text(without))
    assert document.tables[0].cell(1, 0)._tc is document.tables[0].cell(0, 0)._tc
    assert ("原稿中删去" in document.element.xml) == style.tracked


def test_docx_counts_by_itself() -> None:
    plain = docx.Document(io.BytesIO(to_docx(NOTICE, DocxStyle(numbering=True))))
    texts = [p.text for p in plain.paragraphs]
    assert "提高思想认识" in texts
    assert any(text.startswith("压实工作责任。") for text in texts)


def test_web_page_holds_body_twice_and_furniture() -> None:
    page = to_html(NOTICE, charset="gb18030").decode("gb18030")
    assert page.count("现将有关事项通知如下") == 2
    assert "分享到" in page and NOTICE.number in page
    assert to_html(NOTICE, repeated=False).decode().count("现将有关事项通知如下") == 1


def test_seal_says_what_it_covers(pages: tuple[PrintedPage, ...]) -> None:
    stamped = [g for page in pages for g in page.glyphs if g.under_seal]
    damaged = [g for g in stamped if g.damaged]
    assert {"signature", "date"} <= {glyph.kind for glyph in stamped}
    assert damaged and len(damaged) < len(stamped)
    page = next(page for page in pages if page.seals)
    with_ink, without = (next(iter(to_images([page], dpi=150, seals=s))) for s in (True, False))
    changed = np.abs(with_ink.astype(int) - without).max(axis=2) > 60
    for glyph in page.glyphs:
        if glyph.ink is not None:
            x0, top, x1, bottom = (round(e * 150 / 72) for e in edges(glyph.ink))
            black = without[top:bottom, x0:x1].max(axis=2) < 128
            assert (
                glyph.damaged or not (changed[top:bottom, x0:x1] & black).sum() > 0.1 * black.sum()
            )


def edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


@pytest.mark.parametrize("way", WAYS)
def test_truth_stays_on_the_ink(pages: tuple[PrintedPage, ...], way: Way) -> None:
    picture = next(iter(degrade(pages[:1], way, seed=7, dpi=100)))
    scale = picture.dpi / 72
    grey = picture.rgb.astype(float).mean(axis=2)
    assert picture.page.width == pytest.approx(picture.rgb.shape[1] / scale, abs=0.5)
    inside = outside = 0.0
    for glyph in picture.page.glyphs:
        if glyph.ink is not None and len(glyph.text.encode()) == 3:
            x0, top, x1, bottom = (round(edge * scale) for edge in edges(glyph.box))
            local = grey[max(top - 3, 0) : bottom + 3, max(x0, 0) : x1]
            dark = local < (np.percentile(local, 95) * 0.6)
            inside += float(dark[3:-3].sum())
            outside += float(dark[:3].sum() + dark[-3:].sum())
    assert inside > 1000
    assert outside < 0.02 * inside
    again = next(iter(degrade(pages[:1], way, seed=7, dpi=100)))
    assert np.array_equal(again.pixels, picture.pixels)


@pytest.mark.parametrize("way", ["scan", "photo"])
def test_truth_stays_on_the_seal(pages: tuple[PrintedPage, ...], way: Way) -> None:
    page = next(page for page in pages if page.seals)
    picture = next(iter(degrade([page], way, seed=3, dpi=72)))
    (seal,) = picture.page.seals
    red = picture.rgb[:, :, 0].astype(int) - picture.rgb[:, :, 1] > 60
    rows, columns = np.nonzero(red)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(seal.x, abs=2.5)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(seal.y, abs=2.5)
    assert (columns.max() - columns.min()) / 2 == pytest.approx(seal.radius, abs=2.5)
    assert {g.text for g in picture.page.glyphs if g.damaged} <= set(
        NOTICE.signatures[0] + NOTICE.date
    )


def test_turned_pictures_keep_upright_truth(pages: tuple[PrintedPage, ...]) -> None:
    picture = next(iter(degrade(pages[:1], "clean", dpi=72)))
    for turn in (90, 180, 270):
        lying = turned(picture, turn)
        assert lying.page == picture.page and lying.turn == turn
        assert np.array_equal(np.rot90(lying.pixels, k=turn // 90), picture.pixels)


def test_pictures_as_files(pages: tuple[PrintedPage, ...], tmp_path: Path) -> None:
    faxes = [picture.pixels for picture in degrade(pages, "fax", seed=1)]
    save_tiff(faxes, str(tmp_path / "fax.tif"), dpi=100)
    with Image.open(tmp_path / "fax.tif") as image:
        assert (len(list(ImageSequence.Iterator(image))), image.mode) == (len(pages), "1")
        image.seek(0)
        assert np.array_equal(np.asarray(image), faxes[0])
    document = pdfium.PdfDocument(to_image_pdf(faxes, dpi=100))
    assert len(document) == len(pages)
    assert document[0].get_size() == pytest.approx((595.4, 842.4), abs=1)
    assert not document[0].get_textpage().count_chars()
    document.close()


def test_tables_keep_cells_apart() -> None:
    (page,) = lay_out(Notice(body=("清单如下：", TABLE)))
    text = [line.text for line in page.lines if line.kind == "table"]
    assert squeezed("".join(text)) == squeezed("".join(c.text for row in TABLE.rows for c in row))
    upright = [rule for rule in page.rules if rule.x0 == rule.x1]
    for glyph in page.glyphs:
        if glyph.kind == "table":
            assert not [r for r in upright if glyph.box.x0 < r.x0 < glyph.box.x1
                        and r.top < glyph.box.top < r.bottom]  # fmt: skip


def test_joint_paper_upwards_and_empty_last_page() -> None:
    joint = Notice(
        mark=("石桥市财政局", "石桥市人力资源和社会保障局"), mark_suffix="文件",
        number="石财〔2024〕5号", signatory="签发人：某某某", title=("关于核拨资金的请示",),
        body=("妥否，请批示。",), date="2024年5月6日",
        signatures=("石桥市财政局", "石桥市人力资源和社会保障局"),
    )  # fmt: skip
    first, last = lay_out(joint, Style(blank_page_mark=True))
    check_boxes((first, last))
    assert "签发人：某某某" in first.text and "（此页无正文）" in last.text
    assert len(last.seals) == 2
    names = [line.glyphs[0].box for line in last.lines if line.kind == "signature"]
    assert names[0].top == names[1].top and names[0].x1 < names[1].x0


def test_two_columns(pages: tuple[PrintedPage, ...]) -> None:
    page = lay_out(NOTICE, Style(columns=2))[0]
    starts = {round((line.glyphs[0].box.x0 - LEFT) / CELL) for line in page.lines
              if line.kind in ("body", "recipients")}  # fmt: skip
    assert {0, 15} <= starts


def test_missing_fonts_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_candidate", lambda name: None)
    with pytest.raises(fonts.MissingFontError, match="apt-get install fonts-arphic-gkai00mp"):
        fonts.face.__wrapped__("kai")
    assert fonts.missing_packages() == ("fonts-noto-cjk", "fonts-arphic-gkai00mp")
    monkeypatch.delenv("CI", raising=False)
    assert fonts.needs_fonts().args == (True,)
    monkeypatch.setenv("CI", "true")
    assert fonts.needs_fonts().args == (False,)

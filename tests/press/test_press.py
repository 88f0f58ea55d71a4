"""The layout: what it says about a page is what stands on the page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.press import (
    Notice,
    PrintedPage,
    Style,
    fonts,
    guess_notice,
    lay_out,
    text_of,
)
from tests.press.flow import to_text
from tests.press.layout import BODY
from tests.press.notice import PAGE_NUMBER
from tests.press.samples import (
    NOTICE,
    NOTICES,
    TABLE,
    check_boxes,
    squeezed,
)
from tests.press.typeset import BOTTOM, CELL, COLUMNS, LEFT, NOT_FIRST, RIGHT, ROWS, TOP

pytestmark = fonts.needs_fonts()


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
    bare = squeezed("".join(
        line.lstrip("#> ").replace("**", "") for line in text.splitlines()
        if not set(line.strip()) <= set("-| ") and not PAGE_NUMBER.match(line.strip())
    )).replace("|", "")  # fmt: skip
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

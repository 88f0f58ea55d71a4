"""Reading order: glyphs in boxes become lines, and lines a page, whatever order they come in."""

from dataclasses import replace
from math import radians, tan
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.model import Box
from hongtou.read.layout.order import arrange, lines_of
from hongtou.read.page import Glyph, Line

WIDTH, HEIGHT = 595.3, 841.9  # A4
LEFT, RIGHT = 79.4, 521.8  # GB/T 9704—2012, 5.2: 28 mm from the left, 156 mm wide
EM = 15.8


def printed(
    text: str, x: float, top: float, *, size: float = EM, pitch: float | None = None,
    red: bool = False, slope: float = 0.0,
) -> list[Glyph]:  # fmt: skip
    """A line of print: half-width characters take half a character, blanks stay blank."""
    glyphs = []
    for character in text:
        wide = size if character >= "\u2e80" or character in "—“”" else size / 2
        if character not in " \u3000":
            at = top + slope * (x - LEFT)
            glyphs.append(Glyph(character, Box(x, at, x + wide, at + size), None, red))
        x += (pitch or size) * wide / size
    return glyphs


def centred(text: str, top: float, size: float = EM, **kind: bool) -> list[Glyph]:
    wide = sum(size if c >= "\u2e80" else size / 2 for c in text)
    return printed(text, (WIDTH - wide) / 2, top, size=size, **kind)  # type: ignore[arg-type]


def read(*parts: list[Glyph], seed: int = 1) -> list[str]:
    """Lines of a page with their indents, from its glyphs in disorder."""
    glyphs = [glyph for part in parts for glyph in part]
    Random(seed).shuffle(glyphs)
    return shown(lines_of(glyphs, width=WIDTH, height=HEIGHT))


def shown(lines: tuple[Line, ...]) -> list[str]:
    return ["　" * line.indent + line.text for line in lines]


BODY = "为贯彻落实乡村振兴战略部署，进一步做好金融服务工作，现就"[:28]


def body(top: float = 300, rows: int = 3, left: float = LEFT) -> list[Glyph]:
    return [
        glyph
        for row in range(rows)
        for glyph in printed(BODY, left, top + row * 29)
    ]  # fmt: skip


def test_paragraphs_and_indents() -> None:
    assert read(
        printed("各分支机构：", LEFT, 100),
        printed("现将有关事项通知如下，请认真", LEFT + 2 * EM, 129),
        printed("贯彻执行。", LEFT, 158),
        printed("附件：1.统计表", LEFT + 2 * EM, 200),
    ) == ["各分支机构：", "　　现将有关事项通知如下，请认真", "贯彻执行。", "　　附件：1.统计表"]


def test_centred_title_has_its_indent() -> None:
    lines = read(centred("关于做好支农再贷款工作的通知", 100, 22), body())
    assert lines[0] == "　" * 3 + "关于做好支农再贷款工作的通知"


@pytest.mark.parametrize("left", [60.0, 79.4, 110.0])
def test_odd_and_even_pages_are_measured_on_their_own(left: float) -> None:
    lines = read(body(left=left), printed("二是加强考核。", left + 2 * EM, 420))
    assert lines[0].startswith(BODY[:4]) and lines[-1] == "　　二是加强考核。"


def test_page_with_nothing_but_a_signature() -> None:
    """No line begins at the left edge, so the standard's edge is taken."""
    lines = read(printed("某某市财政局", 360, 100), printed("2024年5月6日", 370, 129))
    assert lines == ["　" * 18 + "某某市财政局", "　" * 18 + "2024年5月6日"]


def test_superscript_and_small_print_stay_in_their_line() -> None:
    note = printed("1", LEFT + 4 * EM, 296, size=8)
    small = printed("（试行）", LEFT + 4 * EM + 5, 304.5, size=10.5)
    assert read(printed("管理办法", LEFT, 300), note, small, body(340))[0] == "管理办法1（试行）"


@pytest.mark.parametrize("angle", [-1.5, -0.5, 0.5, 1.5])
def test_page_that_was_fed_askew(angle: float) -> None:
    slope = tan(radians(angle))
    rows = [printed(BODY, LEFT, 200 + 29 * row, slope=slope) for row in range(5)]
    assert read(*rows) == [BODY] * 5


def columns(rows: int, left: str, right: str) -> list[list[Glyph]]:
    found = []
    for row in range(rows):
        found.append(printed(left, LEFT, 200 + 22 * row, size=10.5))
        found.append(printed(right, 316, 200 + 22 * row, size=10.5))
    return found


def test_two_columns() -> None:
    left, right = "第一栏的正文每行都排满十九个字没有空余", "第二栏的正文每行都排满十九个字没有空余"
    lines = read(
        centred("关于工作的通知", 150, 22),
        *columns(6, left, right),
        printed("通栏的一行文字跨过两栏中间的空白，直到右边为止，不属于任何", LEFT, 340),
        printed("— 3 —", 500, 770),
    )
    assert lines[0].endswith("关于工作的通知")
    assert lines[1:13] == [left] * 6 + [right] * 6
    assert lines[13].startswith("通栏") and lines[14] == "— 3 —"


def test_columns_on_bands_of_their_own() -> None:
    """The lines of one column need not stand beside those of the other."""
    rows = [
        printed("左栏每行都是排满的没有一行例外", LEFT, 200 + 20 * r, size=12) for r in range(6)
    ]
    rows += [
        printed("右栏每行都是排满的没有一行例外", 330, 207 + 20 * r, size=12) for r in range(6)
    ]
    lines = read(*rows)
    assert [line[0] for line in lines] == ["左"] * 6 + ["右"] * 6


def test_text_that_ends_near_the_top_of_the_right_column() -> None:
    left, right = "第一栏的正文每行都排满十九个字没有空余", "第二栏的正文每行都排满十九个字没有空余"
    rows = [printed(left, LEFT, 100 + 22 * row, size=10.5) for row in range(12)]
    rows += [printed(right, 316, 100, size=10.5), printed("到此为止。", 316, 122, size=10.5)]
    assert read(*rows) == [left] * 12 + [right, "到此为止。"]


def test_names_at_the_right_of_full_lines_are_no_column() -> None:
    left = "第一栏的正文每行都排满十九个字没有空余"
    rows = [printed(left, LEFT, 100 + 22 * row, size=10.5) for row in range(12)]
    rows += [printed("张三", 420, 100, size=10.5), printed("李四", 420, 122, size=10.5)]
    assert read(*rows)[:3] == [f"{left} 张三", f"{left} 李四", left]


def test_table_without_rules_is_read_by_rows() -> None:
    """A gap that runs down the page makes no columns where lines do not fill them."""
    rows = [("张三", "综合处处长"), ("李小四", "办公室主任"), ("王五", "科员"),
            ("赵六", "二级调研员"), ("孙七", "会计"), ("周小八", "出纳")]  # fmt: skip
    lines = read(
        *[printed(a, LEFT, 200 + 29 * n) for n, (a, _) in enumerate(rows)],
        *[printed(b, 300, 200 + 29 * n) for n, (_, b) in enumerate(rows)],
    )
    assert lines == [f"{a} {b}" for a, b in rows]


def test_gap_by_chance() -> None:
    """Blanks that happen to stand one below the other in full lines split nothing."""
    rows = [
        printed("主题词：再贷款", LEFT, 300) + printed("乡村振兴 通知", 330, 300),
        *[printed(BODY, LEFT, 340 + 29 * row) for row in range(6)],
    ]
    assert read(*rows)[0] == "主题词：再贷款 乡村振兴 通知"


def test_signatures_side_by_side() -> None:
    """GB/T 9704—2012, 7.3.5.1: each authority signs on a line of its own."""
    lines = read(
        body(),
        printed("某某银保监局", 100, 450), printed("某某省财政厅", 330, 450),
        printed("某某省乡村振兴局", 100, 500), printed("人民银行某某支行", 330, 500),
        printed("2021年3月29日", 350, 540),
    )  # fmt: skip
    assert [line.strip() for line in lines[3:]] == [
        "某某银保监局", "某某省财政厅", "某某省乡村振兴局", "人民银行某某支行", "2021年3月29日",
    ]  # fmt: skip


def test_signatures_with_a_date_each() -> None:
    lines = read(
        body(),
        printed("某某银保监局", 100, 450), printed("某某省财政厅", 330, 450),
        printed("2021年3月29日", 100, 480), printed("2021年3月30日", 330, 480),
    )  # fmt: skip
    assert [line.strip() for line in lines[3:]] == [
        "某某银保监局", "某某省财政厅", "2021年3月29日", "2021年3月30日",
    ]  # fmt: skip


def test_imprint_keeps_authority_and_date_on_one_line() -> None:
    lines = read(
        printed("抄送：某某省人民政府办公厅。", LEFT + 14, 700, size=14),
        printed("某某局办公室", LEFT + 14, 730, size=14),
        printed("2024年5月6日印发", 395, 730, size=14),
    )
    assert [line.strip() for line in lines] == [
        "抄送：某某省人民政府办公厅。", "某某局办公室 2024年5月6日印发",
    ]  # fmt: skip


def test_number_and_signatory_on_one_line() -> None:
    lines = read(
        printed("某财发〔2024〕3号", LEFT + EM, 250), printed("签发人：张三", 400, 250), body()
    )
    assert lines[0].strip() == "某财发〔2024〕3号 签发人：张三"


@pytest.mark.parametrize("middle", [0.0, 14.0])
def test_stacked_mark(middle: float) -> None:
    """GB/T 9704—2012, 7.2.4: 文件 stands to the right of the joint authorities."""
    names = ["某某银保监局", "某某省财政厅", "某某省乡村振兴局"]
    lines = read(
        *[printed(name, 100, 150 + 40 * n, size=28, red=True) for n, name in enumerate(names)],
        printed("文件", 430, 190 + middle, size=28, red=True),
        body(),
    )
    assert [line.strip() for line in lines[:4]] == [*names, "文件"]


def test_single_mark_is_one_line() -> None:
    lines = read(printed("某某省财政厅文件", 130, 150, size=40, red=True), body())
    assert lines[0].strip() == "某某省财政厅文件"


@pytest.mark.parametrize("number", ["— 1 —", "-12-", "7", "第3页 共9页", "·5·", "3/12"])
def test_page_number_comes_last(number: str) -> None:
    left, right = "第一栏的正文每行都排满十九个字没有空余", "第二栏的正文每行都排满十九个字没有空余"
    lines = read(*columns(6, left, right), printed(number, 90, 770))
    assert lines[-1] == number


def test_last_line_of_body_is_no_page_number() -> None:
    lines = read(
        *columns(
            6, "第一栏的正文每行都排满十九个字没有空余", "第二栏的正文每行都排满十九个字没有空余"
        )
    )
    assert lines[-1].startswith("第二栏")


def test_note_down_the_margin_comes_after_the_body() -> None:
    note = [printed(c, 30, 280 + 18 * n, size=12) for n, c in enumerate("此件依申请公开")]
    lines = read(body(rows=6), *note, printed("— 2 —", 90, 770))
    assert lines == [BODY] * 6 + ["此件依申请公开", "— 2 —"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("张三", 0), ("李四", 3 * EM)], "张三 李四"),  # names in a list, one character apart
        ([("2024", 0), ("年", 2.25 * EM)], "2024年"),  # a quarter that the program put in
        ([("notice", 0), ("No.", 3.3 * EM)], "notice No."),
        ([("no", 0), ("tice", 1.02 * EM)], "notice"),  # kerning
    ],
)
def test_spaces_where_print_leaves_a_gap(parts: list[tuple[str, float]], expected: str) -> None:
    glyphs = [printed(text, LEFT + at, 300) for text, at in parts]
    assert read(*glyphs, body(340))[0] == expected


def test_letters_spread_over_the_line_have_no_spaces_between() -> None:
    assert (
        read(printed("国务院办公厅文件", 100, 150, pitch=40, size=24))[0].strip()
        == "国务院办公厅文件"
    )


def test_typed_spaces_stay_and_those_at_the_ends_go() -> None:
    typed = [
        Glyph(" ", Box(LEFT, 300, LEFT + 8, 316)),
        *printed("姓名", LEFT + 8, 300, size=16),
        Glyph(" ", Box(LEFT + 40, 300, LEFT + 48, 316)),
        *printed("张三", LEFT + 48, 300, size=16),
        Glyph(" ", Box(LEFT + 80, 300, LEFT + 88, 316)),
    ]
    assert read(typed)[0].strip("　") == "姓名 张三"


def test_whole_lines_of_a_recogniser() -> None:
    lines = [printed("某某局办公室", 95, 730), printed("2024年5月6日印发", 380, 731), body(rows=1)]
    found = arrange(lines, width=WIDTH, height=HEIGHT)
    assert [line.text for line in found] == [BODY, "某某局办公室 2024年5月6日印发"]


@pytest.mark.parametrize(
    ("gap", "expected"), [(0.5 * EM, "〔2021〕49号"), (1.5 * EM, "〔2021〕 49号")]
)
def test_places_of_a_recogniser_are_half_a_character_off(gap: float, expected: str) -> None:
    left, right = printed("〔2021〕", LEFT, 300), printed("49号", LEFT + 4 * EM + gap, 300)
    read_so = [replace(glyph, confidence=0.98) for glyph in (*left, *right)]
    assert arrange([read_so], width=WIDTH, height=HEIGHT)[0].text == expected


def test_nothing() -> None:
    assert lines_of([], width=WIDTH, height=HEIGHT) == ()
    assert arrange([[], []], width=WIDTH, height=HEIGHT) == ()
    blank = Glyph(" ", Box(0, 0, 5, 10))
    assert lines_of([blank], width=WIDTH, height=HEIGHT) == ()


# Multiples of a quarter, so that moving them is exact.
quarters = st.integers(0, 2000).map(lambda n: n / 4)
glyphs = st.builds(
    lambda text, x, top, wide, high, red: Glyph(text, Box(x, top, x + wide, top + high), None, red),
    st.sampled_from("一二三文件局年月日2024A—· "),
    quarters, quarters, st.integers(0, 160).map(lambda n: n / 4),
    st.integers(0, 160).map(lambda n: n / 4), st.booleans(),
)  # fmt: skip
pages = st.lists(glyphs, max_size=60)


@settings(max_examples=150, deadline=None)
@given(pages)
def test_every_glyph_comes_exactly_once(found: list[Glyph]) -> None:
    lines = lines_of(found, width=500, height=800)
    shown = [id(glyph) for line in lines for glyph in line.glyphs if glyph.text != " "]
    assert sorted(shown) == sorted(id(glyph) for glyph in found if glyph.text != " ")


@settings(max_examples=150, deadline=None)
@given(pages, st.randoms(use_true_random=False))
def test_the_order_of_the_input_plays_no_part(found: list[Glyph], random: Random) -> None:
    before = lines_of(found, width=500, height=800)
    random.shuffle(found)
    assert lines_of(found, width=500, height=800) == before


@settings(max_examples=150, deadline=None)
@given(pages, st.integers(-400, 400))
def test_moving_a_page_sideways_moves_its_text(found: list[Glyph], quarter_points: int) -> None:
    by = quarter_points / 4
    moved = [
        Glyph(g.text, Box(g.box.x0 + by, g.box.top, g.box.x1 + by, g.box.bottom), None, g.red)
        for g in found
        if g.box is not None
    ]
    assert shown(lines_of(moved, width=500, height=800)) == shown(
        lines_of(found, width=500, height=800)
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(pages, max_size=8))
def test_whole_lines_stay_whole(found: list[list[Glyph]]) -> None:
    lines = arrange(found, width=500, height=800)
    kept = [id(glyph) for line in lines for glyph in line.glyphs if glyph.text != " "]
    assert sorted(kept) == sorted(id(g) for part in found for g in part if g.text != " ")


def test_a_note_down_the_margin_is_no_part_of_the_text() -> None:
    note = [
        glyph for n, c in enumerate("内部资料") for glyph in printed(c, 28, 200 + n * 12, size=10)
    ]
    lines = lines_of([*body(), *note], width=WIDTH, height=HEIGHT)
    assert [(line.text, line.aside) for line in lines][-1] == ("内部资料", True)
    assert not any(line.aside for line in lines[:-1])


@pytest.mark.parametrize("column", ["123456", "一二三四五", "是否是否是", "男女男男"])
def test_a_column_of_a_table_without_rules_is_no_note(column: str) -> None:
    """Its characters stand below one another, as far out as the text of the page reaches."""
    rows = [
        glyph
        for n, c in enumerate(column)
        for glyph in [*printed(c, 60, 200 + n * 25), *printed("某某县财政局", 120, 200 + n * 25)]
    ]
    lines = lines_of(rows, width=WIDTH, height=HEIGHT)
    assert [line.text for line in lines] == [f"{c} 某某县财政局" for c in column]


@pytest.mark.parametrize(
    ("right", "in_columns"),
    [
        (("印发给你们，请执行。",), True),  # the text ends on the first line
        (("政府采购活动。", "　　第六条 本规定施行。"), True),
        (("　　附件：绩效评价办法", "　　　　　和考核表"), True),
        (("办公室",), False),  # a cell beside a long one
        (("办公室。", "", "财务科。"), False),
    ],
)
def test_a_text_that_ends_soon_in_its_right_column(
    right: tuple[str, ...], in_columns: bool
) -> None:
    left = [printed(BODY[:13], LEFT, 300 + row * 29) for row in range(7)]
    beside = [printed(line, LEFT + 15 * EM, 300 + row * 29) for row, line in enumerate(right)]
    lines = read(*left, *beside)
    assert (lines[:7] == [BODY[:13]] * 7) == in_columns
    shown = [line.strip("\u3000") for line in lines[7:]]
    assert (shown == [line.strip("\u3000") for line in right if line]) == in_columns


def test_what_goes_across_columns_is_indented_from_the_first_one() -> None:
    title = centred("关于做好创业担保贷款的通知", 200, size=22)
    columns = [
        printed(BODY[:13], x, 300 + row * 29) for x in (LEFT, LEFT + 15 * EM) for row in range(6)
    ]
    assert read(title, *columns)[0] == "　" * 3 + "关于做好创业担保贷款的通知"


@pytest.mark.parametrize(
    ("one", "gap", "two", "shown"),
    [
        ("第三条", 0.32, "评价满分为一百分", "第三条 评价满分为一百分"),
        ("第三条", 0.2, "评价满分为一百分", "第三条评价满分为一百分"),
        ("评价满分为", 0.32, "100分", "评价满分为100分"),  # set between 汉字 and figures
    ],
)
def test_a_narrow_space_between_two_characters(one: str, gap: float, two: str, shown: str) -> None:
    glyphs = printed(one, LEFT, 300)
    assert read(glyphs, printed(two, LEFT + (len(one) + gap) * EM, 300)) == [shown]

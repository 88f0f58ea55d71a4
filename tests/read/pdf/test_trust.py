"""Which text layers are believed: honest, odd and lying ones side by side."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from hongtou.read.layout.characters import Characters, Look
from hongtou.read.pdf.ink import Ink
from hongtou.read.pdf.trust import Evidence, Verdict, judge, pair_share

SEEDS = sorted((Path(__file__).resolve().parents[3] / "corpus").glob("*.txt"))
PROSE = (
    "各银行业金融机构要进一步提高认识，加强组织领导，完善工作机制，切实做好金融服务工作。"
    "要建立健全风险防控体系，加强对重点领域的监督检查，确保各项政策措施落到实处。"
)
NAMES = (
    "张伟王芳李娜刘洋陈静杨磊赵敏黄勇周涛吴霞徐超孙丽马军朱梅胡波郭燕林峰何斌高翔罗莉梁冰宋雪" * 2
)
ENGLISH = (
    "Notice of the General Office on the Management of Agricultural Loans No. 12 of 2024. " * 3
)
TRADITIONAL = (
    "各銀行業金融機構應進一步提高認識，加強組織領導，完善工作機制，切實做好金融服務工作。" * 3
)


def layer(text: str, *, pitch: float = 16.0, per_line: int = 28) -> Characters:
    places: list[Sequence[float]] = []
    for at in range(len(text)):
        x, top = 80 + pitch * (at % per_line), 100 + 29 * (at // per_line)
        places.append((x, top, x + pitch, top + 16))
    look = Look(red=False, visible=True, angle=0.0, em=16.0)
    return Characters(list(text), places, [0] * len(text), [look], len(text))


def ink_at(places: Sequence[Sequence[float]], *, shift: float = 0.0) -> Ink:
    dark = np.zeros((842, 596), bool)
    for x0, top, x1, bottom in places:
        dark[int(top + shift) + 3 : int(bottom + shift) - 3, int(x0) + 3 : int(x1) - 3] = True
    return Ink(dark, 1.0)


def verdict(
    text: str, *, covered: float = 0.0, paths: int = 0, ink: Ink | None = None,
    difference: float | None = None, distrusted: bool = False, pitch: float = 16.0,
) -> Verdict:  # fmt: skip
    characters = layer(text, pitch=pitch)
    seen = ink or ink_at(characters.places)
    evidence = Evidence(
        characters, covered, paths, 842.0, lambda: seen, lambda: difference, distrusted
    )
    return judge(evidence, "auto")


def shuffled(text: str) -> str:
    """Every 汉字 stands for another one of the same text, as under a wrong character map."""
    han = sorted({c for c in text if c >= "\u4e00" and c <= "\u9fff"})
    others = dict(zip(han, han[7:] + han[:7], strict=True))
    return "".join(others.get(c, c) for c in text)


@pytest.mark.parametrize(
    "text",
    [PROSE, PROSE[:20], ENGLISH, TRADITIONAL, "— 1 —", "2024 1,234.56 78.9%" * 5,
     "•" + PROSE, "\uf0b7" + PROSE],
    ids=["prose", "little", "English", "traditional", "number", "figures", "bullet", "symbol font"],
)  # fmt: skip
def test_honest_layers(text: str) -> None:
    wide = 8.0 if text.isascii() else 16.0
    assert verdict(text, pitch=wide) == Verdict("text", "有文字层")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("".join(chr(0xE000 + ord(c) % 500) for c in PROSE), "文字层乱码：100% 的字没有可用的编码"),
        (
            PROSE.replace("各", "\ufffd").replace("工", "\ufffd").replace("，", "\x01"),
            "文字层乱码：",
        ),
        (PROSE.encode("utf-8").decode("gb18030", "replace"), "文字层"),
        ("".join(chr(0x4E00 + 37 * ord(c) % 20000) for c in PROSE), "文字层读不通：常用汉字和标点"),
        (shuffled(PROSE), "文字层读不通：相邻两字成词的只占"),
        ("".join(chr(0x21 + ord(c) % 90) for c in PROSE), "文字层编码有误：全角字形对应的是西文"),
    ],
    ids=["private", "replaced", "mojibake", "random", "shuffled", "as ASCII"],
)
def test_layers_that_lie(text: str, reason: str) -> None:
    found = verdict(text)
    assert found.method == "ocr" and found.reason.startswith(reason)
    assert found.lies and not found.readable


def test_list_of_names_is_settled_by_a_sample() -> None:
    """Names make no words; what a recogniser reads decides."""
    assert verdict(NAMES, difference=0.01).method == "text"
    assert verdict(NAMES, difference=0.9).method == "ocr"


def test_short_page_behind_a_lying_one() -> None:
    assert verdict("财政局办公室", distrusted=True).method == "ocr"
    assert verdict("财政局办公室").method == "text"
    assert verdict("— 2 —", distrusted=True).method == "text"


@pytest.mark.parametrize(
    ("text", "difference", "method", "reason"),
    [
        (PROSE, None, "text", "扫描件自带识别文字，质量可用"),
        (PROSE, 0.02, "text", "扫描件自带识别文字，经抽查可用"),
        (PROSE, 0.2, "ocr", "扫描件自带的识别文字质量差：抽查有 20% 的字不同"),
        (
            PROSE.replace("要", "龘").replace("工", "靐").replace("，", "齉"),
            None,
            "ocr",
            "扫描件自带的识别文字质量差：生僻字占",
        ),
        (
            PROSE.replace("要", "^").replace("，", "~|"),
            None,
            "ocr",
            "扫描件自带的识别文字质量差：杂乱符号",
        ),
        ("某某市财政局", None, "ocr", "正文是图像，文字层只有页眉、页码等少量文字"),
    ],
)
def test_layers_of_scans(text: str, difference: float | None, method: str, reason: str) -> None:
    found = verdict(text, covered=1.0, difference=difference)
    assert found.method == method and found.reason.startswith(reason)


def test_layer_that_does_not_fit_the_picture() -> None:
    beside = ink_at(layer(PROSE).places, shift=14.5)
    assert "图像上" in verdict(PROSE, covered=1.0, ink=beside).reason


def test_layer_over_a_part_of_the_picture() -> None:
    more = ink_at(
        [*layer(PROSE).places, *((80, 300 + 29 * n, 520, 316 + 29 * n) for n in range(16))]
    )
    assert verdict(PROSE, covered=1.0, ink=more).reason.startswith("文字层只对应图像上")


@pytest.mark.parametrize(
    ("covered", "paths", "dark", "expected"),
    [
        (0.0, 0, False, ("none", "空白页")),
        (1.0, 0, False, ("none", "空白页")),
        (1.0, 0, True, ("ocr", "没有文字层，整页是图像")),
        (0.2, 0, True, ("ocr", "没有文字层，只有图像")),
        (0.0, 90, True, ("ocr", "没有文字层，文字已转成图形")),
        (0.0, 90, False, ("none", "空白页")),
    ],
)
def test_pages_without_text(
    covered: float, paths: int, dark: bool, expected: tuple[str, str]
) -> None:
    ink = ink_at([(80, 100, 400, 120)] if dark else [])
    found = verdict("", covered=covered, paths=paths, ink=ink)
    assert (found.method, found.reason) == expected


def test_characters_alone_on_their_lines() -> None:
    """A layer with a character a line is believed only where the print is so, too."""
    column = [(80.0, 50.0 + 18 * at, 96.0, 66.0 + 18 * at) for at in range(40)]
    characters = Characters(list(PROSE[:40]), column, [0] * 40, layer("一").looks, 40)
    for ink, method in ((ink_at(column), "text"), (ink_at(layer(PROSE).places), "ocr")):
        evidence = Evidence(characters, 0.0, 0, 842.0, lambda seen=ink: seen, lambda: None)
        found = judge(evidence, "auto")
        assert found.method == method
    assert found.reason == "文字层每行一个字，与版面不符"


def test_always_keeps_the_reason() -> None:
    evidence = Evidence(layer(PROSE), 0.0, 0, 842.0, lambda: ink_at([]), lambda: None)
    assert judge(evidence, "always") == Verdict("ocr", "按要求识别（有文字层）")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:8])
def test_pairs_tell_notices_from_their_shuffled_selves(seed: Path) -> None:
    text = seed.read_text("utf-8")
    mixed = list(text)
    random.Random(1).shuffle(mixed)
    assert pair_share(text)[0] > 0.16
    assert pair_share("".join(mixed))[0] < 0.05

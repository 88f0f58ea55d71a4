"""Notices that never were, with all that can be wrong with a transcript: drawn from a seed.

Lines look like those of real papers, since rules look for their forms; what was misread, left by
tools or broken by print comes on top. Same seed, same transcript.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final

from hongtou.model import (
    Alternatives,
    Box,
    Cell,
    PageReading,
    RawFinding,
    RawSpan,
    Run,
    Table,
    Transcript,
)
from tests.noise.channel import Channel, Rates
from tests.support import transcript_of

PLACES: Final = ("长丰县", "溃川县", "寿县", "金寨县", "平江县", "通渭县")
BODIES: Final = ("人民银行{}支行", "{}财政局", "银保监会{}监管组", "{}人民政府办公室")
SENTENCES: Final = (
    "各银行机构要提升服务小微企业的质效，扩大信贷投放",
    "单户贷款余额不得超过100万元，年化利率不高于5.5％",
    "对不少子300户的脱贫人口,给予最长 3 年的展期;确需延长的，报请批准",
    "根据《关于做好{}工作的通知》（银发[2021]1O号）要求，现将有关事项通知如下‥",
    "应当于二0二一年十二月三十一日前完成自查，并将核査情况报送",
    "加强知识产权、应收账款、土地承包经营权等抵质押物管理",
    "支持恩想政治工作，防范化解金融风险，影晌较大的及时报告",
    "自2021年3月1日起施行，有效期至2O26年2月28日",
    "咨询电话：0551-6250 1234，邮箱 a@b.cn",
    "鼓励开展首贷、续贷、信用贷业务，切实降低融资成本",
)
LABELS: Final = (
    "一、",
    "-、",
    "二、",
    "三、",
    "（一）",
    "(二)",
    "（三)",
    "1.",
    "l.",
    "2．",
    "第一条 ",
    "①",
)
ENDS: Final = (
    "附件：1.任务分工表", "抄送：省财政厅，各市中心支行。", "（此页无正文）", "二〇二一年三月五日",
    "主题词：金融 贷款 通知", "2021年3月5日印发", "（共印60份）", "联系人：王某 电话：1234567",
)  # fmt: skip
JUNK: Final = (
    "— 3 —", "第 2 页 共 5 页", "## ", "**", "<br>", "\\_", "\u200b", "\ufeff", "\x0c", "· 4 ·",
    "-5-", "| 序号 | 事项 |", "|---|---|", "-----", "装订线", "🙂", "\ud7ff", "ﬁ", "\u2028", "ＡＡ",
)  # fmt: skip
BREAKS: Final = ("\n", "\n", "\n", "\n\n", "\r\n", "\n　　", "\n  ", "")
READERS: Final = ("text/utf-8", "text/utf-8", "image/cascade", "pdf", "docx")


def noisy_transcript(seed: int) -> Transcript:
    """A transcript of up to some hundred characters, of any reader."""
    random = Random(seed)
    text = _damaged(random, _notice(random))
    transcript = replace(transcript_of(text), reader=random.choice(READERS))
    if random.random() < 0.25:
        transcript = _with_table(random, transcript)
    if not transcript.reader.startswith("text/"):
        transcript = _on_paper(random, transcript)
    return transcript


def _notice(random: Random) -> str:
    place = random.choice(PLACES)
    body = random.choice(BODIES).format(place)
    year = random.choice(("[2021]", "〔2021〕", "(2021)", "【2021】"))
    title = random.choice("关美") + f"于印发《{place}小微企业服务办法》的通知"
    head = [f"{body}文件", f"长银发{year}12号", title, f"{place}各银行机构："]
    lines = [line for line in head if random.random() < 0.7]
    for _ in range(random.randint(1, 5)):
        label = random.choice(("", *LABELS))
        said = "，".join(random.choice(SENTENCES) for _ in range(random.randint(1, 2)))
        lines += _printed(random, label + said.replace("{}", place) + random.choice("。。。；，"))
        if random.random() < 0.2:
            lines.append(random.choice(JUNK))
    lines += [body] * random.randint(0, 1) + [end for end in ENDS if random.random() < 0.3]
    return "".join(line + random.choice(BREAKS) for line in lines)


def _printed(random: Random, paragraph: str) -> list[str]:
    """A paragraph as one line, or as print breaks it, indented and at some width."""
    kind = random.random()
    if kind < 0.4:
        return [paragraph]
    if kind < 0.5:
        return [" ".join(paragraph)]
    width = random.choice((14, 22, 28))
    whole = "　　" + paragraph
    return [whole[at : at + width] for at in range(0, len(whole), width)]


def _damaged(random: Random, text: str) -> str:
    ways: tuple[Callable[[str], str], ...] = (
        lambda s: s,
        Channel(random.getrandbits(32), Rates(0.04, 0.01, 0.01)).read,
        lambda s: "\n".join(Channel(random.getrandbits(32)).tear(s.split("\n")).lines),
        lambda s: s.translate({0xFF0C: ",", 0xFF1B: ";", 0xFF08: "(", 0xFF09: ")"}),
        lambda s: s.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789%"}),
    )
    for way in random.choices(ways, k=2):
        text = way(text)
    for _ in range(random.randint(0, 3)):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice((*JUNK, " ", "　", "\t", "l", "O", "[", "《")) + text[at:]
    return text


def _with_table(random: Random, transcript: Transcript) -> Transcript:
    """A table below the text, or bars in it that a reader took for one."""
    text, cells = transcript.text + "\n", []
    start, bars = len(text), random.random() < 0.5
    for row in range(2):
        for column in range(random.randint(1, 3)):
            text += ("| " if bars else "\t") if column else ""
            words = random.choice(
                ("序号", "1", "责任,单位", "０9%", "", "各 县\n支行", "2021年 1月")
            )
            cells.append(Cell(RawSpan(len(text), len(text) + len(words)), row, column))
            text += words
        text += "\n"
    table = Table(RawSpan(start, len(text) - 1), tuple(cells))
    runs = (Run(RawSpan(0, len(text)), page=1),)
    return replace(transcript, text=text, runs=runs, tables=(table,))


def _on_paper(random: Random, transcript: Transcript) -> Transcript:
    """Places, doubt of the recogniser, seals, notes in the margin, other readings."""
    text, seen = transcript.text, transcript.reader != "docx"
    runs = tuple(
        Run(RawSpan(at, min(len(text), at + 3)), 1, Box(at, 10, at + 9, 20),
            random.choice((0.4, 0.97, 1.0)) if seen else None)
        for at in range(0, len(text), 3)
    )  # fmt: skip
    spans = [_stretch(random, text) for _ in range(random.randint(0, 3))]
    codes = (
        ("under-seal", "此处盖有印章，请对照原件"),
        ("margin-note", "页边有字"),
        ("unsure", "看不清"),
    )
    doubts = tuple(RawFinding(*random.choice(codes), span) for span in spans)
    places = sorted(random.sample(range(len(text)), k=min(len(text), random.randint(0, 6))))
    alternatives = tuple(
        Alternatives(RawSpan(at, at + 1), ((random.choice("提关思响链0一潢"), 0.4), ("", 0.1)))
        for at in places
    )
    return replace(
        transcript, runs=runs, raw_findings=doubts, alternatives=alternatives if seen else (),
        page_readings=(PageReading(1, 595.0, 842.0, "ocr" if seen else "flow", "扫描"),),
    )  # fmt: skip


def _stretch(random: Random, text: str) -> RawSpan:
    start = random.randint(0, len(text))
    return RawSpan(start, min(len(text), start + random.randint(0, 30)))

"""Marks and labels that a recogniser misread, where one line is enough to tell."""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.model import Evidence
from hongtou.notation.authority_codes import code_before
from hongtou.notation.characters import HAN
from hongtou.notation.document_numbers import find_loose_brackets

# "现通知如下‥" at the end of a line: the lead-in of a list takes a colon (GB/T 15834—2011, 4.7).
# A half-width colon is one too.
_LEAD_IN: Final = re.compile(r"(?<=如下)([∶‥…·;；.]{1,3})$", re.M)
# "-、总体要求": before 、 at the head of a line stands a numeral, and 一 is a dash.
_DASH_LABEL: Final = re.compile(rf"^([-－—–―ー_~])(?=、[{HAN}“《])", re.M)
_BRACKETED_DASH: Final = re.compile(rf"^[（(]([-－—–―ー_~])(?=[）)][{HAN}“《])", re.M)
_LETTER_LABEL: Final = re.compile(rf"^([lI|])(?=[.．、][{HAN}“《])", re.M)
_OPENING, _CLOSING = "〔[（(【［", "〕])）】］"
_HALF_NUMBER: Final = re.compile(
    r"(?P<open>[〔\[（(【［{「〈<《]?)(?P<year>19[5-9]\d|20[0-3]\d)(?P<close>[〕\]）)】］}」〉>》.,·|-]?)"
    r"(?P<serial>第?[1-9]\d{0,3}号)"
)
_OPEN_TITLE: Final = re.compile(
    r"《(?P<title>[^《》〈〉()（）\n]{2,60})(?P<end>[)）])(?![^《\n]{0,80}》)"
)
_END_POINT: Final = re.compile(
    rf"^(?=[^\n]*，|[^\n]{{24}})[^\n]*(?<=[{HAN}]{{6}})(?<!日)(?P<point>\.)$", re.M
)
_MATCHING: Final = frozenset(
    ("[]", "()", "（）", "［］", "【】", "〖〗", "﹝﹞", "(）", "（)", "[］", "［]")
)


def repair_lead_in(text: str) -> Iterator[Edit]:
    """The mark behind 如下 at the end of a line is a colon: ``现通知如下‥`` -> ``现通知如下：``."""
    for match in _LEAD_IN.finditer(text):
        evidence = (
            Evidence("frame", 5.0, "“如下”后的标点是冒号（GB/T 15834 4.7）"),
            Evidence("shape", 2.0, f"“{match[1]}”与冒号形近"),
        )
        yield Edit(
            *match.span(1), "：", "lead-in-colon", "“如下”后用冒号",
            confidence=0.999, evidence=evidence,
        )  # fmt: skip


def repair_line_label(text: str) -> Iterator[Edit]:
    """A dash for 一 and a letter for 1 in a label: ``-、总体要求``, ``l.各银行机构``.

    Evidence: the shape, and 、 or a point behind it with a word: nothing but a numeral stands so.
    """
    found = [(m.span(1), "一", "label-dash") for m in _DASH_LABEL.finditer(text)]
    found += [(m.span(1), "一", "label-dash") for m in _BRACKETED_DASH.finditer(text)]
    found += [(m.span(1), "1", "label-letter") for m in _LETTER_LABEL.finditer(text)]
    for (start, end), after, rule in sorted(found):
        evidence = (
            Evidence("frame", 4.0, "行首顿号、圆点或括号中应为序号"),
            Evidence("shape", 3.0, f"“{text[start:end]}”与“{after}”形近"),
        )
        reason = f"行首序号“{after}”误作“{text[start:end]}”"
        yield Edit(start, end, after, rule, reason, confidence=0.999, evidence=evidence)


def repair_broken_brackets(text: str) -> Iterator[Edit]:
    """Brackets of a document number that do not match: ``银发〔2017]279号``.

    A matching pair, as ``[2017]``, is a choice of form and stays.
    """
    loose = find_loose_brackets(text)
    for start, end, after in loose:
        pair = _pair(text, start, after)
        if pair in _MATCHING:
            continue
        evidence = (
            Evidence("frame", 6.0, "发文字号年份用六角括号（GB/T 9704 7.2.5）"),
            Evidence("shape", 2.0, f"“{text[start:end]}”与“{after}”形近"),
        )
        reason = "发文字号年份的括号前后不一"
        yield Edit(start, end, after, "number-bracket", reason, confidence=0.999, evidence=evidence)


def repair_lost_brackets(text: str) -> Iterator[Edit]:
    """One bracket of a document number that is lost or something else: ``银发〔2017.126号``.

    Evidence: the authority code, the other bracket, the year and the serial with 号.
    """
    for match in _HALF_NUMBER.finditer(text):
        opening, closing = match["open"] or "", match["close"] or ""
        good = opening in _OPENING, closing in _CLOSING
        if (bool(opening) and good[0]) == (bool(closing) and good[1]):
            continue  # both stand, or neither does
        if code_before(text, match.start()) is None:
            continue
        group, after = ("close", "〕") if opening and good[0] else ("open", "〔")
        start, end = match.span(group) if match[group] else (match.start("year"),) * 2
        if group == "close" and not match[group]:
            start = end = match.end("year")
        frame = "发文字号为机关代字、六角括号中的年份、序号（GB/T 9704 7.2.5）"
        evidence = [Evidence("frame", 6.0, frame), Evidence("shape", 1.0, "年份的另一括号仍在")]
        if after == "〕" and start == end:  # 20201289号: 〔2020〕1289号 or, 〕 read as 1, 289号
            evidence.append(Evidence("shape", -5.0, "年份与序号相连，其中一位可能原为括号"))
        reason = f"发文字号的“{after}”缺失或误识"
        yield Edit(start, end, after, "number-bracket", reason, evidence=tuple(evidence))


def repair_title_ends(text: str) -> Iterator[Edit]:
    """A round bracket for the end of a title: ``《管理办法)的规定`` -> ``《管理办法》的规定``.

    Evidence: 《 is open, no round bracket is, and no 》 follows.
    """
    for match in _OPEN_TITLE.finditer(text):
        head = text[: match.start()].rpartition("\n")[2]
        if head.count("(") + head.count("（") > head.count(")") + head.count("）"):
            continue
        evidence = (
            Evidence("frame", 5.0, "书名号未闭合，且前无左括号（GB/T 15834 4.9、4.15）"),
            Evidence("shape", 1.5, f"“{match['end']}”与“》”形近"),
        )
        reason = f"书名号的“》”误作“{match['end']}”"
        yield Edit(
            *match.span("end"), "》", "title-end", reason, confidence=0.99, evidence=evidence
        )


def repair_points(text: str) -> Iterator[Edit]:
    """A point at the end of a sentence is 。: ``防范金融风险.`` -> ``防范金融风险。``.

    Only at the end of a line with a comma, or long enough for a sentence: headings and dates have
    no mark at all. A line on its own may be the first half of a sentence, so there it is a guess.
    """
    sure = 4.0 if "\n" in text.strip() else 0.5
    for match in _END_POINT.finditer(text):
        evidence = (
            Evidence("frame", sure, "句末应为句号（GB/T 15834 4.1）"),
            Evidence("shape", 2.0, "“.”与“。”形近"),
        )
        yield Edit(
            *match.span("point"), "。", "end-point", "句末的“.”应为“。”", confidence=0.99,
            evidence=evidence,
        )  # fmt: skip


def _pair(text: str, at: int, bracket: str) -> str:
    """Both brackets around the year of which one stands at ``at``."""
    if bracket == "〔":
        behind = re.compile(r"\s?\d{4}\s?(\D)").match(text, at + 1)
        return text[at] + (behind[1] if behind else "")
    before = re.compile(r"(\D)\s?\d{4}\s?$").search(text[max(0, at - 7) : at])
    return (before[1] if before else "") + text[at]

"""``make bench``: numbers and terms of regulators, read by Hongtou and by JioNLP side by side.

JioNLP (Apache-2.0) is the best known parser of Chinese money and time expressions. It is written
for news and chat; what a notice means by the same words is what this table shows. Both are asked
the same: value, unit and direction (whether the limit itself is included is not asked), days,
recurrences. Marks: ✓ as the truth, ○ the number is right and its direction is not told,
✗ otherwise, · not its subject and nothing said.
"""

import contextlib
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Final

from benchmarks.bench import ROUNDS, TEXTS, median_of, tagging_speed

import hongtou
from hongtou.cli.screen import echo, table
from hongtou.model import Quantity, TaggedDocument

# The day of the paper, from which days without a year are counted.
ISSUED: Final = {"year": 2021, "month": 3, "day": 31}
PAPER: Final = "某局关于有关事项的通知\n各银行：\n一、{}。\n某局\n2021年3月31日\n"
HOW_TO_GET: Final = "JioNLP is not installed: make bench-phrases installs it (100 MB) and compares"
DIRECTION: Final = {"<": "≤", "<=": "≤", ">": "≥", ">=": "≥", "=": "="}
UNITS: Final = {"year": "年", "month": "个月", "day": "日", "hour": "小时", "workday": "个工作日"}

# A phrase in our own words, and what it says. Limits: direction value unit; days: 至 last day;
# recurrences: their rule (RFC 5545); terms: event + count; nothing: a look-alike.
PHRASES: Final[tuple[tuple[str, frozenset[str]], ...]] = tuple(
    (phrase, frozenset(truth.split("；")) if truth else frozenset())
    for phrase, truth in (
        ("按照银保监发〔2021〕6号文件要求办理", ""),
        ("借款人应当年满18周岁", "≥ 18 周岁"),
        ("对第三方机构应当一视同仁", ""),
        ("单户贷款余额不得超过10万元", "≤ 100000 元"),
        ("单户授信总额应在1000万元以下（含）", "≤ 10000000 元"),
        ("单笔贷款不少于200万元", "≥ 2000000 元"),
        ("单户贷款不足1万元的应当单独列示", "≤ 10000 元"),
        ("对5万元以上10万元以下的贷款应当双人调查", "50000~100000 元"),
        ("应当对3万—5万元的贷款单独建档", "30000~50000 元"),
        ("应当对3至5万元的贷款单独建档", "30000~50000 元"),
        ("注册资本最低限额为壹拾万元", "≥ 100000 元"),
        ("罚款金额应当不低于人民币五万元", "≥ 50000 元"),
        ("每户贷款额度最高为贰拾万元", "≤ 200000 元"),
        ("注册资本应当不低于1.5亿元人民币", "≥ 150000000 元"),
        ("每亿元再贷款至少支持200户", "≥ 200 户"),
        ("不良率不得高于各项贷款不良率3个百分点", "≤ 3 个百分点"),
        ("贷款利率不得超过24%", "≤ 24 %"),
        ("应当压降两成以上", "≥ 20 %"),
        ("贷款期限最长不超过3年", "≤ 3 年"),
        ("贷款宽限期应当不少于6个月", "≥ 6 个月"),
        ("应于2021年6月30日前完成整改", "至 2021-06-30"),
        ("应于6月底前完成整改", "至 2021-06-30"),
        ("应于2021年末前完成整改", "至 2021-12-31"),
        ("应于2021年二季度末前完成整改", "至 2021-06-30"),
        ("应于每月10日前报送报表", "每 FREQ=MONTHLY;BYMONTHDAY=10"),
        ("应于每季度末月15日前报送报表", "每 FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"),
        ("应当按季报送报表", "每 FREQ=MONTHLY;INTERVAL=3"),
        ("应当每半年开展一次自查", "每 FREQ=MONTHLY;INTERVAL=6"),
        ("应当自收到申请之日起5个工作日内作出决定", "收到申请 + 5 个工作日"),
        ("应当在变更后30日内报告", "变更 + 30 日"),
        ("应当自印发之日起10日内转发", "至 2021-04-10"),
        ("本通知自2021年5月1日起施行", "自 2021-05-01"),
    )
)


@dataclass(frozen=True)
class Row:
    """One phrase: the truth and what each reads."""

    phrase: str
    truth: frozenset[str]
    ours: frozenset[str]
    theirs: frozenset[str] | None

    def mark(self, read_: frozenset[str]) -> str:
        """✓, ○, ✗ or ·."""
        if read_ == self.truth:
            return "✓"
        if read_ and read_ == {re.sub("[≤≥]", "=", said) for said in self.truth}:
            return "○"
        shares = all(re.search(r"%|百分点|户$", said) for said in self.truth)
        return "·" if self.truth and shares and not read_ else "✗"


def our_reading(phrase: str) -> frozenset[str]:
    """What Hongtou finds in a notice with this one article."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "通知.txt"
        paper.write_text(PAPER.format(phrase), "utf-8")
        (tagged,) = hongtou.process(paper)
    return frozenset(our_finds(tagged))


def our_finds(tagged: TaggedDocument) -> Iterator[str]:
    """Quantities, days, terms and recurrences in the notation of the table."""
    for deadline in tagged.deadlines:
        if deadline.date is not None:
            yield f"至 {deadline.date}"
        elif deadline.term is not None:
            yield f"{deadline.term.event or ''} + {deadline.term.count} {deadline.term.unit}"
    inside = [deadline.span for deadline in tagged.deadlines]
    times = [o.recurrence_span for o in tagged.obligations if o.recurrence_span is not None]
    for quantity in tagged.quantities:
        if not any(quantity.span.overlaps(span) for span in (*inside, *times)):
            yield words_of(quantity)
    for duty in tagged.obligations:
        if duty.recurrence is not None:
            yield f"每 {duty.recurrence}"
    if tagged.metadata.effective_date is not None:
        yield f"自 {tagged.metadata.effective_date.value}"


def words_of(quantity: Quantity) -> str:
    """``≤ 100000 元``, ``50000~100000 元``."""
    unit = quantity.unit or ""
    if quantity.operator == "range":
        return f"{quantity.value:f}~{quantity.value_upper:f} {unit}"
    value = "" if quantity.value is None else f"{quantity.value.normalize():f}"
    return f"{DIRECTION[quantity.operator]} {value} {unit}"


def load_jionlp() -> Any:
    """The library, or None where it is not installed; it greets on standard output."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp
    except ImportError:
        return None
    return jionlp


def their_reading(jio: Any, phrase: str) -> frozenset[str]:
    """What JioNLP's money and time extractors find, in the notation of the table."""
    found = [
        *jio.ner.extract_money(phrase, with_parsing=True),
        *jio.ner.extract_time(phrase, time_base=ISSUED, with_parsing=True),
    ]
    return frozenset(their_words(find) for find in found)


def their_words(find: Any) -> str:
    """One find of JioNLP."""
    detail = find["detail"]
    if find["type"] == "money":
        value, sign = detail["num"], {"blur-": "≤", "blur+": "≥"}.get(detail["definition"], "=")
        if isinstance(value, list):
            return f"{float(value[0]):.0f}~{float(value[1]):.0f} {detail['case']}"
        return f"{sign} {float(value):.0f} {detail['case']}"
    time = detail["time"]
    if find["type"] == "time_delta":
        least = isinstance(time, list)
        ((unit, count),) = (time[0] if least else time).items()
        return f"{'≥' if least else '='} {count:g} {UNITS.get(unit, unit)}"
    if find["type"] == "time_period":
        return f"每 {their_rule(time, find['text'])}"
    begin, end = (str(day)[:10] for day in time)
    if end == "inf" or find["text"].endswith("起"):
        return f"自 {begin}"
    return f"= {begin}" if find["type"] == "time_point" else f"至 {end}"


def their_rule(time: Any, text: str) -> str:
    """A period of JioNLP as a rule of RFC 5545, as far as it says one."""
    ((unit, count),) = time["delta"].items()
    if unit == "year" and count < 1:  # 每半年: 0.5 year
        unit, count = "month", 12 * count
    rule = {"year": "YEARLY", "month": "MONTHLY", "day": "DAILY"}.get(unit, unit.upper())
    rule = f"FREQ={rule}" + (f";INTERVAL={count:g}" if count != 1 else "")
    day = re.search(r"(\d{1,2})日", text)
    return rule + (f";BYMONTHDAY={day[1]}" if day else "")


def speeds(jio: Any) -> Iterable[tuple[str, str]]:
    """Characters a CPU second of both, on the notices of the corpus."""
    lines = [line for paper in TEXTS for line in paper.read_text("utf-8").splitlines() if line]

    def theirs() -> None:
        for line in lines:
            jio.ner.extract_money(line, with_parsing=True)
            jio.ner.extract_time(line, time_base=ISSUED, with_parsing=True)

    theirs()
    measured = sum(map(len, lines)) / median_of(theirs, process_time, ROUNDS)
    yield "Hongtou: outline, citations, obligations, quantities, time", f"{tagging_speed():,.0f}"
    yield "JioNLP: money and time", f"{measured:,.0f}"


def main() -> None:
    """Read all phrases and print both tables."""
    jio = load_jionlp()
    if jio is None:
        echo(HOW_TO_GET)
    rows = [
        Row(phrase, truth, our_reading(phrase), their_reading(jio, phrase) if jio else None)
        for phrase, truth in PHRASES
    ]
    shown = []
    for row in rows:
        cells = [row.phrase, shown_of(row.truth), f"{row.mark(row.ours)} {shown_of(row.ours)}"]
        if row.theirs is not None:
            cells.append(f"{row.mark(row.theirs)} {shown_of(row.theirs)}")
        shown.append(cells)
    columns = ["phrase", "truth", "Hongtou", "JioNLP"]
    echo(table("Phrases of regulators", columns[: 3 + (jio is not None)], shown))
    echo(f"Hongtou {sum(r.mark(r.ours) == '✓' for r in rows)} of {len(rows)}")
    if jio is not None:
        marks = [row.mark(row.theirs) for row in rows if row.theirs is not None]
        echo(
            f"JioNLP {marks.count('✓')} of {len(rows)}, {marks.count('○')} without direction,"
            f" {marks.count('·')} not its subject"
        )
        echo(table("Characters a CPU second", ("", "figure"), speeds(jio)))


def shown_of(said: frozenset[str]) -> str:
    """Finds on one line; a dash for none."""
    return "；".join(sorted(said)) or "—"


if __name__ == "__main__":
    main()

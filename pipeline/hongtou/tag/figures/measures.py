"""What a limit is about: the thing measured (权重占比), the thing that it is counted for (每户)."""

import re
from typing import Final

# 每亿元支农再贷款, 每户, 单笔. 单位 and 每逢 count nothing.
_PER: Final = re.compile(
    r"(?P<lead>每|(?<![清订名账保运菜简])单(?=[户笔人日张只]))(?P<per>[^，。；：每“”]{1,16}?)$"
)
_PER_STOP: Final = re.compile(
    r"应|可|须|需|要|不|至少|最|发放|进行|开展|原则|的|在|将|至|向|对|支持|得|扣|加|减|计|奖|罚|按"
    r"|督导|检查|抽查|走访|培训|组织|召开|平均|累计|合计|收取|投保|参保|承保|发行前"
)
# 每亩保额, 每头补助: what is measured stands behind what it is counted for.
_MEASURED: Final = re.compile(
    r"(?:最高|最低|年|基本|财政|保险)?(?:保额|保险金额|保费|保障|赔偿|赔付|补助|补贴|补偿|奖补|奖励|资助|标准"
    r"|金额|额度|限额|费用|收费|工资|报酬|投资|投入|成本|价格|租金|授信|贷款额|补)"
)
_PER_TERM: Final = re.compile(
    r"(?:半|[一二两三四五六\d]{0,2}个?)?(?:年度?|季度?|个?月|周|日|天|次|户|笔|人|家|张|只)"
)
# 每个自然年度结束之日起2个月内: every year, but nothing is counted for a year.
_NO_PER: Final = re.compile(
    r"之日|结束|起$|后的?$|终了|[上下]午|\d时|增加|减少|超过|提高|延长|逾期|^[高低多少降升]|提前|推迟"
)
_TERM_ENDS: Final = "年度季月周日天"
# 日累计不超过1000元, 人均不低于500元, 按日万分之五: counted for without 每.
_RUNNING: Final = re.compile(
    r"(?:(?<![当本上截每单])(?P<running>[日月年])累计|(?P<mean>[人户亩村年月])均(?![衡等匀增下减复]|余额|净|存款|可))"
    r"[^，。；：、\d]{0,12}$|按(?P<rated>日|月|年|季度?|天|次|户|笔|人)(?:计收|加收|收取|计|按|处)?$"
)
# 每村试点农户不少于50户, 每亩小麦: counted for the village, for the 亩.
_COUNTED: Final = re.compile(
    r"[百千万]?(?:村|户|人口|人(?!民)|县|乡|镇|亩|头|只|家|社区|街道|辆|台|票|张|股)(?=[\u4e00-\u9fff]{2})"
)
_BEFORE: Final = re.compile(r"每(?P<per>[\u4e00-\u9fff]{1,5})$")  # 每人 of 每人每年
_BY: Final = re.compile(r"(?:日|天|月|年|季度)[^，。；]{0,6}按")  # 每日按逾期金额万分之五

# Modals and verbs between the measure and the comparator: 占比应在, 期限原则上不.
_TRAIL: Final = re.compile(
    r"(?:应当?|必须|须|需|要|原则上|不得|可以?|在|为|占|达到?|均|都|也|一般|总计|累计|合计"
    r"|力争|确保|最|“|等值|约|人民币|于|处|并处)+$"
)
# 力争使用率, 执行“不良率, （四）期限: what is measured begins behind these.
_LABEL: Final = (
    r"第[一二三四五六七八九十百\d]{1,5}条[　 ]?|[（(]?[一二三四五六七八九十\d]{1,3}[）)]"
    r"|^\d{1,2}[.．]"
)
_STRONG_LEAD: Final = re.compile(
    r"(?:确保|力争|努力|实现|争取|原则上|必须|其中|以及|[“‘：、]|\d{4}年(?:度|[末底]|[上下]半年)?"
    rf"|{_LABEL})"
)
# （二）贷款金额：原则上5万元（含）以下。
_HEADED: Final = re.compile(rf"(?:^|[。；\n]|{_LABEL})(?P<head>[\u4e00-\u9fff]{{2,10}})：$")
# 对 and 将 may be part of a noun, so they count only where nothing stronger does.
_WEAK_LEAD: Final = re.compile(
    r"(?:应当?|须|要(?!求)|将|对于?|由|且|并|执行|具[备有]|或者|按照|分别)"
)
# 自收到之日起, 在收到材料后: a time is no measure.
_NO_MEASURE: Final = re.compile(r"^[自从在于]|之日|[后前起时]$|[*+=×/|<>]|^最?近|指定$|^[的了等]")


def read_per(text: str, left: int, anchor: int) -> tuple[str | None, int]:
    """What the number is counted for, and where 每 stands: 每亿元支农再贷款至少… -> 亿元支农再贷款.

    Args:
        text: The clean text.
        left: Where the clause begins or the number before ends.
        anchor: Where comparator or number begin; returned where nothing is found.
    """
    at = max(text.rfind(lead, max(left, anchor - 24), anchor) for lead in ("每", "单"))
    if at < 0 and text[anchor : anchor + 3] in ("至少每", "最多每", "至多每"):
        term = _PER_TERM.match(text, anchor + 3)  # 至少每半年开展一次
        return (term[0].removeprefix("个") if term is not None else None), anchor
    match = _PER.match(text, at, anchor) if at >= 0 else None
    if match is None or (_NO_PER.search(match["per"]) and not _BY.match(match["per"])):
        return _read_running(text, left, anchor), anchor
    words, term = match["per"], _PER_TERM.match(match["per"])
    if term is not None and (match["lead"] == "单" or term[0][-1] in _TERM_ENDS):
        return _both(text, left, at, term[0].removeprefix("个"))
    if stop := _PER_STOP.search(words):
        words = words[: stop.start()]
    if (counted := _COUNTED.match(words)) is not None:
        words = counted[0]
    if (measured := _MEASURED.search(words, 1)) is not None:
        words = words[: measured.start()]
    words = words.removeprefix("一").removeprefix("个").strip()
    words = words[1:] if words[0:1] in ("位", "名") and len(words) > 2 else words
    return _both(text, left, at, words) if words else (None, anchor)


def _both(text: str, left: int, at: int, per: str) -> tuple[str, int]:
    """``人·年`` for 每人每年, as 元/人·年 prints it; else ``per`` and ``at`` as they are."""
    before = _BEFORE.search(text, max(left, at - 6), at)
    if before is None:
        return per, at
    first = before["per"].removeprefix("一").removeprefix("个").removeprefix("名")
    return f"{first}·{per}", before.start()


def _read_running(text: str, left: int, anchor: int) -> str | None:
    """日 in 日累计不超过1000元, 人 in 人均不低于500元, 日 in 按日万分之五."""
    match = _RUNNING.search(text, max(left, anchor - 24), anchor)
    return None if match is None else match["running"] or match["mean"] or match["rated"]


def read_measure(text: str, left: int, anchor: int) -> str | None:
    """What is limited: the noun phrase before the construction, 权重占比 or 当年新增贷款.

    Args:
        text: The clean text.
        left: Where the clause begins or the number before ends.
        anchor: Where the construction begins.
    """
    words = _TRAIL.sub("", text[max(left, anchor - 40) : anchor].rstrip())
    strong = [lead.end() for lead in _STRONG_LEAD.finditer(words)]
    if strong:
        words = words[strong[-1] :]
    while (weak := _WEAK_LEAD.search(words)) is not None:
        words = words[weak.end() :]
    words = words.strip("“”‘’（）() 　的")
    if not words and text[left - 1 : left] == "：":
        headed = _HEADED.search(text[max(0, left - 20) : left])
        words = headed["head"] if headed is not None else ""
    return words if 2 <= len(words) <= 24 and not _NO_MEASURE.search(words) else None

"""What a number is measured from: 较上年末增加500户, LPR+250BP, 在去年同期基础上再下降10个基点.

Baselines between a comparator and its number (不得超过净资产的40%) are read in ``limits``.
"""

import re
from dataclasses import dataclass
from typing import Final

from hongtou.model import Span

WHOLES: Final = ("share", "ratio", "fraction")  # dimensions that are taken of something
_REACH: Final = 40  # characters between 较 and the number

_CHANGE: Final = (
    r"(?:增加|增长|增幅|提高|提升|上升|上浮|上调|扩大|下降|降低|下浮|下调|压降|压缩|压减|减少|缩短"
    r"|降幅|新增|多增|少增|净增|优惠|高出?|低|多|少|增|降|翻)"
)
_BETWEEN: Final = (
    r"(?:相比|再|同比|平均|累计|净|总体|力争|至少|最多|均|要|应当?|须|需|确保|各|实现|原则上|一般"
    r"|不得?)*"
)
# 较年初压降, 比上年末至少增加, 比同类产品低. 占比提高, 同比, 存贷比: 比 of a noun.
_COMPARED: Final = re.compile(
    r"(?:较|(?<![占同环对评之价贷入出正反百])比(?![例率重照较值]))"
    rf"(?P<base>[^，。；：、较比“”（）\n]{{2,18}}?){_BETWEEN}{_CHANGE}"
    r"[^，。；：\d\n]{0,10}$"
)
# 在去年同期基础上再下降, 在同期LPR基础上下浮. 在此基础上 and 在自愿基础上 measure nothing.
_UPON: Final = re.compile(
    r"在(?P<base>[^，。；：、“”（）\n]{0,16}?(?:LPR|利率|同期|去年|上年|年[初末底]|标准|水平|比例"
    r"|规模|总量|\d{4}年))的?基础上[^，。；：\d\n]{0,12}$"
)
_WITH: Final = re.compile(r"与(?P<base>[^，。；：、“”（）\n]{2,18}?)相比[^，。；：\d\n]{0,12}$")
_SAME: Final = re.compile(r"(?P<same>同比|环比)[^，。；：\d\n]{0,10}$")
_PERIODS: Final = {"同比": "上年同期", "环比": "上期"}

# LPR+250BP, 同期LPR减20个基点, 1年期贷款市场报价利率加80个基点.
_RATE: Final = re.compile(
    r"(?P<base>(?:合同[成订]立时|同期限?|同档次|相应期限|对应期限|最近一期|当期|[一五1-5]年期(?:以上)?|的"
    r"){0,3}(?:LPR|贷款市场报价利率|(?:贷款|存款)?基准利率))"
    r" ?(?P<sign>[＋+－-]|加上?点?|减去?点?)$"
)

# 占资本总额10%以上, 占各项贷款余额的比重不低于15%: what the share is taken of.
_OF: Final = re.compile(
    r"占(?!比|用|有|据|领)(?P<base>[^，。；：、（）“”\d\n]{2,24}?)(?:的?总?(?:比例|比重|比率|份额))?的?"
    r"(?:应当?|须|要|需|原则上|均|分别|合计|达到?|为|在|至少|力争|确保|控制|约|近)*$"
)
# 违法金额30%以下, 贷款余额的1%, 票面金额的万分之五, 贷款基准利率的1.1倍
_WHOLE: Final = re.compile(
    r"(?P<base>[^，。；：、（）()“”《》\d\n]{2,30}"
    r"(?:的(?<=[额产本款数量金入费价值润率务险息权股份税贷债券货资积线准得分R]的)"
    r"|(?<=所得)|(?<=[金余总票面净限业售易数]额)|(?<=资产)|(?<=资本)|(?<=本金)|(?<=总[数量值])|(?<=价[款值])"
    r"|(?<=收入)|(?<=利润)|(?<=面值)|(?<=基准利率)|(?<=LPR)))$"
)
_ALL: Final = re.compile(
    r"(?P<base>(?:全体|出席|参会|到会|参加|所持|总)[^，。；：、\n]{1,20}?)的?$"
)
# What stands ahead of the whole and is no part of it: 处违法金额30%, 按照票面金额的万分之五.
_LEAD: Final = re.compile(
    r"按照?|占(?!比)|(?:并|单)?处以?(?![理置级])|将|把|(?<!所)以(?![上下内外及])|(?<!行)为(?!人)|达到?|相当于"
    r"|提取|给予|奖励|收取|计提|缴纳|应当|应(?=占|达|为|不|按|将|在|以)|须|不(?:低于|高于|少于|超过|得|应)|赔偿|补偿|支付(?![机账])|超过|高于|低于|至少|最高|最低"
    r"|(?<!合)并|且|对(?!外|公|手)|经|由"
)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The words of a baseline and where its construction begins (at 较, 在 or the rate)."""

    words: str
    start: int
    sign: int = 1  # -1 where the number is taken off: LPR-150BP


def read_compared(text: str, left: int, number: Span) -> Baseline | None:
    """What a change is measured from: ``上年末`` for the number of 较上年末增加500户以上.

    同比 stands for 上年同期 and 环比 for 上期, which they mean.

    Args:
        text: The clean text.
        left: Where the clause begins or the number before ends.
        number: The number; in 较2021年末翻一番 it begins with the verb.
    """
    floor = max(left, number.start - _REACH)
    words = text[floor : number.start + text.startswith("翻", number.start)]
    for pattern in (_COMPARED, _UPON, _WITH):
        if (match := pattern.search(words)) is not None:
            return Baseline(match["base"].strip("的 "), floor + match.start())
    if (match := _SAME.search(words)) is not None:
        return Baseline(_PERIODS[match["same"]], floor + match.start())
    return None


def read_whole(
    text: str, ahead: Span, comparator_end: int | None, start: int, dimension: str | None
) -> str | None:
    """What a share or multiple is taken of: ``违法金额`` in 处违法金额30%以下.

    Args:
        text: The clean text.
        ahead: From the clause's beginning, or the number before, to comparator or number.
        comparator_end: Where the comparator ends (占贷款余额不低于15%, 下限为基准利率的0.7倍).
        start: Where the number begins.
        dimension: Of the number; ``fraction`` also counts heads (全体董事三分之二以上).
    """
    if comparator_end is None:
        return _directly_ahead(text, ahead.start, start, dimension)
    match = _OF.search(text, max(ahead.start, ahead.end - _REACH), ahead.end)
    if match is not None:
        return match["base"]
    return _directly_ahead(text, comparator_end, start, dimension)


def _directly_ahead(text: str, left: int, start: int, dimension: str | None) -> str | None:
    floor = max(left, start - _REACH)
    if (match := _OF.search(text, floor, start)) is not None:
        return match["base"]
    if dimension == "fraction" and (match := _ALL.search(text, floor, start)) is not None:
        return match["base"]
    if (match := _WHOLE.search(text, floor, start)) is None:
        return None
    words = _LEAD.split(match["base"].removesuffix("的"))[-1].strip("的 ")
    return words if len(words) > 1 and words != "部分" else None


def read_rate(text: str, left: int, start: int) -> Baseline | None:
    """The named rate directly ahead of a number of basis points: ``LPR`` for LPR-150BP, sign -1."""
    match = _RATE.search(text, max(left, start - _REACH), start)
    if match is None:
        return None
    sign = -1 if match["sign"][0] in "减－-" else 1
    return Baseline(match["base"].strip("的 "), match.start(), sign)

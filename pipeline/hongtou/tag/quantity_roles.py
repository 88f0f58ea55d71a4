"""What a number is for: a limit that someone must keep, the scope of a rule, or a mere fact.

不得超过10万元 limits; 五万元（含）以下的贷款 says which loans a rule is about; 下辖12家支行 tells.
"""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import QuantityRole
from hongtou.tag.comparators import Comparator
from hongtou.tag.numbers import Number

# Words ahead in the clause that ask for something. 可 permits: 可展期3次 limits as well.
_DEMAND: Final = re.compile(
    r"应|须|必需|需|要|不得|不能|确保|保证|力争|努力|争取|实现|控制|原则上|可(?![能靠信行持])"
    r"|限[于期]|处|罚|予以|给予|严格|至少|最多|鼓励|完成"
)
# 10%以上的监管要求, 达到85%以上的目标: the noun behind says that it is a limit.
_DEMANDED: Final = re.compile(
    r"的?(?:[^，。；的不应须要]{0,4})(?:目标|要求|标准|规定|政策|原则|限额|任务|底线|范围|罚款|罚金)"
)
# 超过30日的，… 超过30日时 …: the case in which a rule holds.
_CASE: Final = re.compile(
    r"的(?:$|[，。；：、）”\n]|时|情[况形]|除外|[应可须需不要由按从并且或和及]|部分)|部分|时(?!间)"
    r"|情[况形]|[且或并]"
)
# 一年内发生两次, 6个月内累计, 在一年内到期的: a stretch of time in which something is observed.
_WINDOW: Final = re.compile(
    r"，?(?:[一二两三四五六七八九十\d]{1,3}[次起笔](?:[（(]含|及?以上)|发生|出现|累计|连续|再次|再度"
    r"|多次|因|没有|未|无|曾|到期|资金|流动性|的)"
)
_RECENT: Final = re.compile(r"(?:最?近|过去|未来|上溯|此前) ?$")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_JOINERS: Final = tuple("的、和或与及且并至，。；：（）”》\n ")
# 权重占比在10%以上, 贷款金额：5万元以下: what is measured stands directly ahead.
_MEASURED: Final = re.compile(r"(?:[率比额度量期龄数限本重金]|在|为|达|：)(?:应|须)?在?$")
# 应具备3年以上经验: who must have it stands ahead.
_OWNED: Final = re.compile(r"(?:具[备有]|拥有|有|满足|经|处[^，。；]{0,16})$")
_CHANGED: Final = re.compile(
    r"(?:控制在?|提[高升]|增[长加]|下降|降低|压降|突破|新增|上升|减少|缩短|扩大|覆盖|完成)[到至]?$"
)
_DONE: Final = re.compile(
    r"[已了曾]|共(?!同)|累计|截至|目前|去年|(?<![较比])上[年月季]|发生|出现|造成|涉及"
)
# 每半年开展一次: how often, which the recurrence of the duty says.
_EVERY: Final = re.compile(
    r"[每按][一两二三四五六\d]{0,2}个?(?:半?年|季|月|周|旬|日|天)[^，。；]{0,40}$"
)
# 本办法所称小微企业是指…，单户授信1000万元以下: what a word means.
_DEFINES: Final = re.compile(r"(?:所称|是指)[^。；应须\n]{0,150}$")
_SENTENCE: Final = 150
# 以20万元为上限, 20万元封顶
_CEILINGS: Final = ("封顶", "起步", "为限", "为上限", "为下限", "为最高限额")
_FULL: Final = ("全覆盖", "覆盖", "全")
_FINE: Final = re.compile(r"的?(?:罚款|罚金)")
# 三个方面, 五个环节: a Chinese count of what is listed next.
_LISTED: Final = re.compile(r"[^，。；]{0,2}(?:方面|环节|步骤|问题|阶段|层次|部分|类型|条件|情形)")
# 上一级, 下一个, 其中一人, 7×24小时: no count of its own.
_ORDINAL: Final = re.compile(r"[×X上下某另任中第同唯这那哪每逐各]$")


def role_of(
    text: str, clause: int, anchor: int, number: Number, comparator: Comparator | None
) -> QuantityRole:
    """Whether the number limits, delimits or tells.

    Args:
        text: The clean text.
        clause: Where the clause of the number begins.
        anchor: Where its construction begins: the comparator, or the number itself.
        number: The number with the words behind it.
        comparator: The comparator that governs it.
    """
    end = number.span.end
    behind = text[end : end + 12].lstrip("”’）")
    ahead = text[clause:anchor]
    if number.operator is None and comparator is None:
        return _plain_role(ahead, number, behind)
    if _DEFINES.search(text, max(0, clause - _SENTENCE), anchor):
        return "scope"
    if _DEMANDED.match(behind):
        return "limit"
    demand = _DEMAND.search(ahead) is not None
    if comparator is None:
        return _suffix_role(text[max(0, clause - 1) : anchor], number, behind, demand)
    if _CASE.match(behind):
        return "scope"
    extreme = comparator.gap in ("near", "reach") or comparator.word.startswith("最")
    binding = comparator.negated or extreme
    if behind.startswith("的"):
        asked = demand or _verb().search(ahead) is not None
        return "limit" if binding and asked else "scope"
    # 余额达到400亿元。 is a target; 中断超过2小时， is a case, as are 低于, 满 and 不足.
    target = text.startswith(("达到", "突破"), anchor) and _is_target(ahead, behind)
    return "limit" if binding or demand or target else "scope"


def _is_target(ahead: str, behind: str) -> bool:
    """Whether the number closes a clause that tells of no past: 制造业贷款余额达到400亿元。."""
    closes = not behind or behind[0] in "，。；\n）"
    return closes and _DONE.search(ahead) is None


def _suffix_role(ahead: str, number: Number, behind: str, demand: bool) -> QuantityRole:
    """The role of a number with 以上, 以内 … or of a range, without a comparator."""
    if number.dimension == "time" and number.word in ("内", "以内", "之内"):
        observed = _WINDOW.match(behind) or _RECENT.search(ahead)
        if observed or behind.startswith(("的", "且")):
            return "scope"
        return "limit"  # 5个工作日内报送, and 3年期（含）以内 after 贷款期限：
    if number.word in _CEILINGS:
        return "limit"
    if ahead.endswith(("处", "处以")):
        return "limit"  # 处五十万元以下或者…罚款
    if _CASE.match(behind):
        return "scope"
    if demand and (_OWNED.search(ahead) or _verb().search(ahead)):
        return "limit"  # 应具备3年以上…经验, 应指派两名以上…人员
    if behind and not behind.startswith(_JOINERS) and _HAN.match(behind):
        return "scope"  # 5万元以下贷款, 1-7级地方法人金融机构
    if behind.startswith("的"):
        return "scope"
    if _CHANGED.search(ahead) and _is_target(ahead, behind):
        return "limit"  # 提高至25%以上, 较年初增长3%以上
    return "limit" if demand or _MEASURED.search(ahead) else "scope"


def _plain_role(ahead: str, number: Number, behind: str) -> QuantityRole:
    """The role of a bare number: 指定1家 and 100%全覆盖 demand, 下辖12家支行 tells."""
    if number.dimension == "share" and behind.startswith(_FULL):
        return "limit"
    if number.dimension == "money" and _FINE.match(behind):
        return "limit"
    if number.dimension == "rank":
        # 对评级结果为8级、9级的金融机构
        return "scope" if behind.startswith(("的", "、", "和", "及", "或")) else "fact"
    if _DONE.search(ahead) or _RECENT.search(ahead):
        return "fact"
    if number.unit == "次" and number.value == 1 and _EVERY.search(ahead):
        return "fact"
    if _ORDINAL.search(ahead) or (not number.arabic and _LISTED.match(behind)):
        return "fact"
    return "limit" if _verb().search(ahead) else "fact"


@lru_cache
def _verb() -> re.Pattern[str]:
    """Verbs of ``demand_verbs.csv``, with room for a short object: 设主席一人."""
    rows = sorted(read_table("demand_verbs"), key=lambda row: -len(row["verb"]))
    verbs = (
        re.escape(row["verb"]) + (f"(?!{row['not_before']})" if row["not_before"] else "")
        for row in rows
    )
    return re.compile(rf"(?:{'|'.join(verbs)})[^，。；的近前（(]{{0,3}}$")

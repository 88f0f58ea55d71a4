"""What a number is for: a limit that someone must keep, the scope of a rule, or a mere fact.

不得超过10万元 limits; 五万元（含）以下的贷款 says which loans a rule is about; 下辖12家支行 tells.
"""

import re
from typing import Final

from hongtou.model import QuantityRole
from hongtou.tag.comparators import Comparator
from hongtou.tag.numbers import Number

# Words ahead in the clause that ask for something. 可 permits: 可展期3次 limits as well.
_DEMAND: Final = re.compile(
    r"应|须|必需|需|要|不得|不能|确保|保证|力争|努力|争取|实现|控制|原则上|可(?![能靠信行持])|限[于期]|处"
    r"|罚|予以|给予|严格|至少|最多|鼓励|完成"
)
# 10%以上的监管要求, 达到85%以上的目标: the noun behind says that it is a limit.
_DEMANDED: Final = re.compile(
    r"的?(?:[^，。；的]{0,4})(?:目标|要求|标准|规定|政策|原则|限额|任务|底线|范围|罚款|罚金)"
)
# 超过30日的，… 超过30日时 …: the case in which a rule holds.
_CASE: Final = re.compile(
    r"的(?:$|[，。；：、）”\n]|时|情[况形]|除外|[应可须需不要由按从并且或和及]|部分)|部分|时(?!间)|情[况形]|[且或并]"
)
_PROPER: Final = re.compile(r"[\u4e00-\u9fff]")
_JOINERS: Final = tuple("的、和或与及且并至，。；：（）”》\n ")
# 权重占比在10%以上, 贷款金额：5万元以下: what is measured stands directly ahead.
_MEASURED: Final = re.compile(r"(?:[率比额度量期龄数限本重金]|在|为|达|：)(?:应|须)?在?$")
_OWNED: Final = re.compile(r"(?:具[备有]|拥有|有|配备|设[立置]|满足|处[^，。；]{0,16})$")
# 指定1家, 配备2名, 提高至5%: an exact number is asked for.
_EXACT: Final = re.compile(
    r"(?:指定|配备|明确|确定|选定|选派|设立|设置|设|组织|召开|开展|举办|进行|编制|报送|报告|发布|公布|更新"
    r"|保留|保存|留存|实现|提高[到至]|提升[到至]|降[到至低]|下[调降]|上调|提取|缴存|缴纳|提供|执行|检查"
    r"|抽查|评估|修订|披露|使用|延长|展期|续贷|计[收提])[^，。；的近前]{0,6}$"
)
_FULL: Final = ("全覆盖", "覆盖", "全")


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
        return _plain_role(text, clause, number, behind)
    if _DEMANDED.match(behind):
        return "limit"
    demand = _DEMAND.search(ahead) is not None
    binding = comparator is not None and (comparator.negated or comparator.gap != "relation")
    if comparator is not None and comparator.gap == "direct":
        binding = demand
    if _CASE.match(behind):
        return "scope"
    if behind.startswith("的"):
        return "limit" if binding and demand else "scope"
    if comparator is not None:
        return "limit" if binding or demand else "scope"
    return _suffix_role(text, clause, number, behind, demand)


def _suffix_role(text: str, clause: int, number: Number, behind: str, demand: bool) -> QuantityRole:
    """The role of a number with 以上, 以内 … or of a range, without a comparator."""
    if number.dimension == "time" and number.word in ("内", "以内", "之内"):
        return "limit"  # 5个工作日内报送
    if demand and _OWNED.search(text, clause, number.span.start):
        return "limit"  # 应具备3年以上…经验, 处30%以上…罚款
    if behind and not behind.startswith(_JOINERS) and _PROPER.match(behind):
        return "scope"  # 5万元以下贷款, 1-7级地方法人金融机构
    ahead = text[max(0, clause - 1) : number.span.start]
    return "limit" if demand or _MEASURED.search(ahead) else "scope"


def _plain_role(text: str, clause: int, number: Number, behind: str) -> QuantityRole:
    """The role of a bare number: 指定1家 and 100%全覆盖 demand, 下辖12家支行 tells."""
    if number.dimension == "share" and behind.startswith(_FULL):
        return "limit"
    ahead = text[clause : number.span.start]
    return "limit" if _EXACT.search(ahead) and not re.search(r"[已了曾]", ahead) else "fact"

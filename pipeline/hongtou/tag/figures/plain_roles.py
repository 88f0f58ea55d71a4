"""The role of a bare number: 按5%计算 sets, 拥有1套住房的 delimits, 下辖12家支行 tells."""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import QuantityRole
from hongtou.tag.figures.list_heads import Setting
from hongtou.tag.figures.numbers import Number

_RECENT: Final = re.compile(r"(?:最?近|过去|未来|上溯|此前|以前)[（(]?$")
_DONE: Final = re.compile(
    r"[已了曾]|共(?!同)|(?<![日月年])累计|截至|目前|去年|(?<![较比])上[年月季]|发生|出现|造成|涉及|(?:现行|当前|原)的?$"
)
# 每半年开展一次: how often, which the recurrence of the duty says.
_EVERY: Final = re.compile(
    r"[每按][一两二三四五六\d]{0,2}个?(?:半?年|季|月|周|旬|日|天)[^，。；]{0,40}$"
)
_FULL: Final = ("全覆盖", "覆盖", "全")
_ALL: Final = 100
_FINE: Final = re.compile(r"的?(?:罚款|罚金)")
# 三个方面, 五个环节: a Chinese count of what is listed next.
_LISTED: Final = re.compile(r"[^，。；]{0,2}(?:方面|环节|步骤|问题|阶段|层次|部分|类型|条件|情形)")
# 上一级, 下一个, 其中一人, 7×24小时: no count of its own.
_ORDINAL: Final = re.compile(r"[×X上下某另任中第同唯这那哪每逐各]$")
# 每增加1个省, 每高出10%: what a rule adds up by.
_EACH_STEP: Final = re.compile(
    r"每(?:增加?|减少?|提高|降低?|上升|下降|高出?|低|超过?|多|少|延长|逾期|满)[^，。；]{0,3}$"
)
# 对拥有1套住房并已结清贷款的家庭: whom the rule is about.
_TOWARD: Final = re.compile(r"^[　 ]?(?:对于?|针对|为|向)(?![^，。；]*[应须给按处扣奖补])")
_HOLDS: Final = re.compile(r"(?:拥有|持有|名下有?|购买)$")
# 由4个城市扩大到全省: the old number.
_REPLACED: Final = re.compile(
    r"的?(?:调整|提[高升]|降低?|下调|上调|扩大|改|增加|减少|上升|缩短|延长)[至到为]"
)
# 按5%计算, 按照票面金额的万分之五收取
_RATED: Final = re.compile(r"(?:按照?|依照|以)(?!上|下|内|外)[^，。；：]{0,14}$")
_RATED_BEHIND: Final = re.compile(
    r"的?(?:[^，。；的\d]{0,4})(?:计|提|收|缴|征|执行|给予|支付|发放|奖励|补贴|补助|比例|费率|利率|标准|幅度|加收|加处|预留|扣|贴息|分担|承担|补偿|报销|返还)"
)
# 计提比例为10%, 业务调整过渡期为自本通知实施之日起2年, 利率维持0.35%不变
_SET: Final = re.compile(
    r"(?:比例|费率|利率|准备金率|折扣率|(?<![日定])期|期限|限额|额度|标准|上限|下限|次数|时间|保额|奖励金额|区间|幅度|首付|限期|系数|起点|要求)"
    r"(?:合计|统一|均|分别|各|暂时?|由[^，。；]{1,12})?(?:调整|确定|设定|核定|提高|降低|下调|上调|定)?(?:为|至|到|是|在|维持|保持)"
    r"(?:自[^，。；]{1,24}起|[^，。；\d]{2,16}的)?(?:人民币)?$"
    r"|(?:下调|上调|提高|降低)[^，。；]{1,12}[至到为]$|(?:上调|下调)[^，。；\d到至为]{2,20}$"
    r"|(?:提高|降低|调整|上调|下调)[至到为][^，。；\d]{2,8}$"
)
_SCORED: Final = re.compile(r"[扣加减计奖得][^，。；有\d]{0,3}$")
_STEPPED: Final = re.compile(r"(?:加|减|上浮|下浮|上调|下调|加点|减点)$")
_FEE: Final = re.compile(r"(?:每|单(?=[户笔日]))[^，。；]{1,8}$")  # 每笔2元, 每户10元
_ASKED: Final = re.compile(r"(?:应当?|须|必须|不得|只能|只限)(?!收|付|计|对)[^，。；]*$")
_ASKED_COUNT: Final = re.compile(
    r"(?:应当?|须|必须|不得|只能|只限)(?!收|付|计|对|到)[^，。；的]{0,10}$"
)
_AMOUNTS: Final = ("money", "share", "points", "ratio", "time")
# 连续公告下列事项20日, 保存5年: how long something is to be done.
_LASTING: Final = re.compile(
    r"(?:公告|公示|保存|保管|留存|保留|暂停|停止|中止|持续|有效期|为期|取消|禁止)[^，。；]{0,12}$"
)
# 以个人承担部分的30%作为首付款, 超过部分的1%计算, 12个月为过渡期
_MADE: Final = re.compile(r"作为|计算|计提|计收|计付|为[^，。；]{0,20}期$")
# …的，奖励2万元; …的，附加值增加500万元: what follows from a case.
_CONSEQUENCE: Final = 16  # characters ahead of such a number
# 提示付款期限，自到期日起10日; 利率1.75%，期限1年: a term or a rate that stands alone.
_TERM: Final = re.compile(r"自[^，。；]{1,30}(?:日|时)起为?$")
_BARE: Final = re.compile(r"^[^，。；]{0,4}(?:利率|费率|期限|额度|限期)$")
_CLASS: Final = re.compile(  # 1至3年期法定贷款利率, 6个月期存款: a class of terms
    r"期?(?:（[^）]{1,6}）)?的?(?:法定|基准|相应档次|各档次|同档次|同期限?|存贷款|定期)?(?:贷款|存款)?(?:基准|挂牌)?(?:利率|存款|存单|贷款)"
)
_TOP: Final = re.compile(r"(?:排名|排列|列|位居|居|综合|最大)前?$")
_HAVING: Final = re.compile(r"(?:连续|具[有备]|有|满)$")
_FACE: Final = re.compile(r"(?:面值|面额)为?$")  # 每股面值1元
_WHOLE_DAY: Final = 24
_CLOSERS: Final = ("", "，", "。", "；", "、", "）", "的")
_DENOMINATION: Final = re.compile(r"(?:面额|面值|券|纸币|硬币|纪念)")


def is_looked_back(ahead: str) -> bool:
    """Whether a term behind these words looks back or ahead: 最近, 过去."""
    return _RECENT.search(ahead) is not None


def is_fee(ahead: str) -> bool:
    """Whether an amount behind these words is charged for each: 收费标准为每笔."""
    return _FEE.search(ahead) is not None


def is_toward(ahead: str) -> bool:
    """Whether the clause says whom a rule is about: 对5年内两次违规的单位."""
    return _TOWARD.search(ahead) is not None


def names_a_class(number: Number, rest: str) -> bool:
    """Whether a term says which loans or rates are meant: 3至5年（含5年）法定贷款利率."""
    return number.dimension == "time" and _CLASS.match(rest) is not None


def plain_role(
    ahead: str,
    number: Number,
    rest: str,
    *,
    setting: Setting | None = None,
    follows_case: bool = False,
) -> QuantityRole:
    """The role of a bare number.

    Args:
        ahead: The words of the clause before it.
        number: The number.
        rest: What follows up to the end of the clause.
        setting: What the head of the list around it says.
        follows_case: Whether the clause before ends with 的 (…的，奖励2万元).
    """
    behind = rest.lstrip("”’）")
    if number.dimension == "share" and behind.startswith(_FULL):
        return "limit"
    if number.unit == "%" and number.value == _ALL and ahead.endswith(("率", "面")) and not rest:
        return "limit"  # 回访率100%
    if number.dimension in ("money", "ratio") and _FINE.match(behind):
        return "limit"
    if number.dimension == "size":
        return "fact"  # 配备100MB网卡
    if number.dimension == "rank":
        # 对评级结果为8级、9级的金融机构
        return "scope" if behind.startswith(("的", "、", "和", "及", "或")) else "fact"
    if names_a_class(number, rest) or _TOP.search(ahead):
        return "scope"
    if _EACH_STEP.search(ahead) or (number.dimension == "time" and is_looked_back(ahead)):
        return "scope"
    if "的" in rest and (_HOLDS.search(ahead) or _TOWARD.search(ahead)):
        return "scope"
    if _told(ahead, number, behind):
        return "fact"
    if _prescribed(ahead, number, rest) or verb_pattern().search(ahead):
        return "limit"
    counts = number.dimension in _AMOUNTS or (number.arabic and ahead)
    if follows_case and counts and len(ahead) <= _CONSEQUENCE and not number.approximate:
        return "limit"
    return "limit" if setting == "required" and _HAVING.search(ahead) else "fact"


def _told(ahead: str, number: Number, behind: str) -> bool:
    """Whether the number tells what was, what is listed, or how often."""
    if _DONE.search(ahead) or _REPLACED.match(behind):
        return True
    if number.unit == "小时" and number.value == _WHOLE_DAY and behind[:1] not in _CLOSERS:
        return True  # 24小时值班, 24小时服务热线
    if number.unit == "次" and number.value == 1 and _EVERY.search(ahead):
        return True
    if number.dimension == "money" and (_DENOMINATION.match(behind) or _FACE.search(ahead)):
        return True
    listed = not number.arabic and _LISTED.match(behind) is not None
    return listed or _ORDINAL.search(ahead) is not None


def _prescribed(ahead: str, number: Number, rest: str) -> bool:
    """Whether the words around the number set it."""
    dimension, behind = number.dimension, rest.lstrip("”’）")
    if dimension == "money" and _FEE.search(ahead):
        return True
    if _SET.search(ahead) or (number.unit == "分" and _SCORED.search(ahead)):
        return True
    if dimension in _AMOUNTS:
        if _RATED.search(ahead) and (not rest or _RATED_BEHIND.match(behind)):
            return True
        if _STEPPED.search(ahead) or _ASKED.search(ahead) or _MADE.match(behind):
            return True
        if ahead in ("为", "分别为", "包括"):
            return True  # 期限不超过1年，为1个月、3个月和1年
    if dimension == "time" and not rest and (_LASTING.search(ahead) or _TERM.search(ahead)):
        return True
    if not rest and _BARE.match(ahead):
        return True
    # 须填报能定位一笔业务的账号: 一 is an article.
    article = number.value == 1 and not number.arabic
    return not article and _ASKED_COUNT.search(ahead) is not None


@lru_cache
def verb_pattern() -> re.Pattern[str]:
    """Verbs of ``demand_verbs.csv``, with room for a short object: 设主席一人."""
    rows = sorted(read_table("demand_verbs"), key=lambda row: -len(row["verb"]))
    verbs = (
        (f"(?<![{row['not_after']}])" if row["not_after"] else "")
        + re.escape(row["verb"])
        + (f"(?!{row['not_before']})" if row["not_before"] else "")
        for row in rows
    )
    return re.compile(rf"(?:{'|'.join(verbs)})[^，。；的近前（(]{{0,3}}$")

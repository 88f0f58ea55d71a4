"""What a number is for: a limit that someone must keep, the scope of a rule, or a mere fact.

不得超过10万元 limits; 五万元（含）以下的贷款 says which loans a rule is about; 下辖12家支行 tells.
"""

import re
from dataclasses import dataclass
from typing import Final

from hongtou.model import QuantityRole
from hongtou.tag.figures.comparators import Comparator
from hongtou.tag.figures.list_heads import Setting
from hongtou.tag.figures.numbers import Number
from hongtou.tag.figures.plain_roles import (
    is_fee,
    is_looked_back,
    is_toward,
    names_a_class,
    plain_role,
    verb_pattern,
)
from hongtou.tag.surroundings import clause_end

# Words ahead in the clause that ask for something. 可 permits: 可展期3次 limits as well.
_DEMAND: Final = re.compile(
    r"应|须|必需|需|要|不得|不能|确保|保证|力争|努力|争取|实现|控制|原则上|可(?![能靠信行持])"
    r"|限[于期]|处|罚|予以|给予|严格|至少|最多|鼓励|完成"
)
_DUTY: Final = re.compile(r"应|须|不得|必需|确保|(?<!单)处(?![理罚分])|可以")
# 10%以上的监管要求, 达到85%以上的目标: the noun behind says that it is a limit.
_DEMANDED: Final = re.compile(
    r"的?(?:[^，。；的不应须要]{0,4})(?:目标|要求|标准|规定|政策|原则|限额|任务|底线|范围|罚款|罚金)"
)
# 超过30日的，… 超过30日时 …: the case in which a rule holds.
_CASE: Final = re.compile(
    r"的(?:$|[，。；：、）”\n]|时|情[况形]|除外|[应可须需不要由按从并且或和及]|部分)|部分|时(?!间)"
    r"|情[况形]|[且或并]"
)
# 在90日内办理变更事项的，…; 办理5万元以上业务时，…: the whole clause tells a case.
_CASE_END: Final = re.compile(r"(?:(?<!目)的|(?<![及同按随临准实届小定])时)[”’）)]?$")
_STATE_END: Final = re.compile(r"的情[形况][”’）)]?$")
# …之日起12个月内，没有失信行为的，…; …1万元以上，或者累计5万元以上的，…
_CASE_ON: Final = re.compile(
    r"，(?:没有|未|无|仍|又|再次|发生|出现|或者?|并?且|并|累计|有[下以]|[^，。；：\n]{2,16}有[下以]列)"
    r"[^，。；：\n]{0,60}(?<!目)的[，；。]"
)
_CONJUNCTION: Final = re.compile(r"(?:或者?|并且?|且|以及|从事|具[备有]|担任|拥有)")
_SAID: Final = re.compile(r"应当?|须|必须|不得")
# 如金额为5万元以上，…
_CASE_START: Final = re.compile(
    r"^(?:[　 ]|[（(][^）)]{1,3}[）)])*(?:如果?(?![实期何下])|若|倘若|一旦|凡(?!事))"
)
# 5万元以上、外币等值1万美元以上的现金收支: a row of scopes ends with the noun.
_ROW: Final = re.compile(
    r"[、或和及者]{1,2}[^，。；：的\d]{0,8}[\d.,一二三四五六七八九十百千万亿]+[^，。；：的\d]{0,6}以[上下内](?:[（(][^）)]*[）)])?的"
    r"|[、，]?但?(?:不足|不满|低于|未达|不超过)[^，。；：]{1,14}的"
)
# 一年内发生两次, 6个月内累计, 在一年内到期的: a stretch of time in which something is observed.
_WINDOW: Final = re.compile(
    r"，?(?:[一二两三四五六七八九十\d]{1,3}[次起笔](?:[（(]含|及?以上)|发生|出现|累计|连续|再次|再度"
    r"|多次|因|没有|未|无|曾|仍|到期|资金|流动性|的)"
)
_SIZE: Final = re.compile(r"的[^，。；]{1,10}$")
# 由月后5个工作日内调整为每日报送: the old number.
_REPLACED: Final = re.compile(r"(?:调整|改|提[高升]|降低?|下调|上调|扩大|缩短|延长)[至到为]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_JOINERS: Final = tuple("的、和或与及且并至，。；：（）”》\n ")
# 权重占比在10%以上, 贷款金额：5万元以下: what is measured stands directly ahead.
_MEASURED: Final = re.compile(r"(?:[率比额度量期龄数限本重金]：?|在|为|达)(?:应|须)?在?$")
_VOTED: Final = re.compile(r"同意|通过|批准|表决|出席")
_KEPT: Final = re.compile(r"(?:保存|留存|保管|保留)[^，。；]{0,8}$")
# 应具备3年以上经验: who must have it stands ahead.
_OWNED: Final = re.compile(r"(?:具[备有]|拥有|有|满足|经|处[^，。；]{0,16})$")
_CHANGED: Final = re.compile(
    r"(?:控制在?|提[高升]|增[长加]|下降|降低|压降|突破|新增|净增|多增|净投放|上升|减少|缩短|扩大|覆盖|完成|调整|稳定|保持在?)[到至为]?$"
)
_DONE: Final = re.compile(
    r"[已了曾]|共(?!同)|累计|截至|目前|去年|(?<![较比])上[年月季]|发生|出现|造成|涉及"
)
# 本办法所称小微企业是指…，单户授信1000万元以下: what a word means.
_DEFINES: Final = re.compile(r"(?:所称|是指)[^。；应须\n]{0,150}$")
_ASKING: Final = ("提前", "控制在", "限制在", "封顶", "保底")
# 到2024年底，…超过1.5万家; 力争达到12%，高于各项贷款平均增速: the goal of a sentence goes on.
_GOAL: Final = re.compile(
    r"到 ?\d{4}年|年底前|力争|争取|确保|目标|完成|实现(?!的)|以上[，；]|不(?:低于|少于|高于|超过)"
)
_STATISTICS: Final = re.compile(r"截[至止]|征求意见|同比|环比|[较比](?:年初|上年|去年|上月|上季)")
_AIMED: Final = re.compile(
    r"应|须|要(?!求)|力争|争取|确保|目标|不[低高少多超]|以上|以内|至少|最[多高低]|到 ?\d{4}年"
    r"|上调|下调|的，"
)
_REACHED: Final = re.compile(r"(?:覆盖|惠及)[^，。；]{0,4}$")
_SENTENCE: Final = 150
_CLAUSE: Final = 80
_FULL_STOP: Final = re.compile(r"[。：\n]")
_WANTED: Final = re.compile(r"应|须|要(?!求)|力争|确保|目标|完成")
# 各县要确定3—5个试点村
_WANTED_COUNT: Final = re.compile(
    r"(?:要(?!求)|应当?|须|必须|需)(?![对向为将由])[^，。；对向的\d]{1,8}$"
)
# 以20万元为上限, 20万元封顶
_CEILINGS: Final = ("封顶", "起步", "为限", "为上限", "为下限", "为最高限额")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: its clause, its construction, and the list that it is in."""

    text: str
    clause: int  # where the clause of the number begins
    anchor: int  # where its construction begins: the comparator, or the number itself
    setting: Setting | None = None  # what the head of the list makes of it

    @property
    def ahead(self) -> str:
        """The words of the clause before the construction."""
        return self.text[self.clause : self.anchor]


def role_of(place: Place, number: Number, comparator: Comparator | None) -> QuantityRole:
    """Whether the number limits, delimits or tells.

    Args:
        place: Where the number stands.
        number: The number with the words behind it.
        comparator: The comparator that governs it.
    """
    text, ahead, end = place.text, place.ahead, number.span.end
    rest = text[end : clause_end(text, end)]
    if _tells_a_case(ahead, rest) or _CASE_ON.match(text, end + len(rest)):
        return "scope"
    behind = text[end : end + 12].lstrip("”’）")
    if number.operator is None and comparator is None:
        follows = text.endswith("的，", 0, place.clause)
        if _reports(text, place.clause, end):
            return "fact"
        role = plain_role(ahead, number, rest, setting=place.setting, follows_case=follows)
        moves = _CHANGED.search(ahead) is not None and _is_target(ahead, behind)
        return "limit" if moves and _pursues(place) else role
    if comparator is None and names_a_class(number, rest):
        return "scope"
    if _DEFINES.search(text, max(0, place.clause - _SENTENCE), place.anchor):
        return "scope"
    if _DEMANDED.match(behind):
        return "limit"
    if place.setting == "case" and not _DUTY.search(ahead) and not _binds(place, comparator):
        return "scope"
    demand = _DEMAND.search(ahead) is not None or _asked_before(place, behind)
    if comparator is None and _reaches(place) and _DONE.search(ahead) is None:
        return "limit"
    if comparator is None:
        start = text[max(0, place.clause - 2) : place.clause]
        ahead = (start if start.endswith(("：", "|")) else "") + ahead
        return _suffix_role(ahead, number, rest, demand, place.setting)
    return _compared_role(place, comparator, behind, demand)


def _compared_role(place: Place, comparator: Comparator, behind: str, demand: bool) -> QuantityRole:
    """The role of a number with a comparator ahead: 不得超过10万元, 中断超过2小时."""
    if _CASE.match(behind):
        return "scope"
    ahead, binding = place.ahead, _binds(place, comparator)
    told = place.text.startswith("未", comparator.span.start)
    required = place.setting == "required"
    if behind.startswith("的"):
        asked = (
            demand
            or required
            or ahead.endswith(("按", "按照", "以"))
            or verb_pattern().search(ahead) is not None
        )
        return "limit" if binding and asked else "scope"
    if told and not (required or _DUTY.search(ahead)):
        return "scope"
    # 余额达到400亿元。 is a target; 中断超过2小时， is a case, as are 低于, 满 and 不足.
    target = place.text.startswith(("达到", "突破"), place.anchor) and _is_target(ahead, behind)
    return "limit" if binding or demand or target or required else "scope"


def _binds(place: Place, comparator: Comparator | None) -> bool:
    """Whether the comparator asks by itself: 不得超过, 至少, 最高. 未逾5年 forbids nothing."""
    if comparator is None:
        return False
    told = place.text.startswith("未", comparator.span.start)
    extreme = comparator.gap in ("near", "reach") or comparator.word.startswith("最")
    asks = comparator.word in _ASKING
    return (comparator.negated and not told) or extreme or asks


def _tells_a_case(ahead: str, rest: str) -> bool:
    """Whether the clause ends with 的 or 时, or begins with 如 or 若 and asks for nothing."""
    if _CASE_END.search(rest):
        return True
    if _STATE_END.search(rest) and _DUTY.search(ahead) is None:
        return True
    return _CASE_START.match(ahead) is not None and _DUTY.search(ahead) is None


def _reports(text: str, clause: int, end: int) -> bool:
    """Whether the sentence gives statistics: 一季度利率为4.5%，同比下降0.3个百分点."""
    before = _FULL_STOP.split(text[max(0, clause - _CLAUSE) : clause])[-1]
    after = _FULL_STOP.split(text[clause : end + _CLAUSE])[0]
    sentence = before + after
    return _STATISTICS.search(sentence) is not None and _AIMED.search(sentence) is None


def _pursues(place: Place) -> bool:
    """Whether the sentence so far names a goal and nothing that is done."""
    before = place.text[max(0, place.clause - _CLAUSE) : place.anchor]
    said = _FULL_STOP.split(before)[-1]
    return _GOAL.search(said) is not None and _DONE.search(said) is None


def _reaches(place: Place) -> bool:
    """Whether what is to be covered is asked for: 各区要组织宣传，覆盖80%以上的村."""
    before = place.text[max(0, place.clause - _CLAUSE) : place.anchor]
    said = _FULL_STOP.split(before)[-1]
    return _REACHED.search(said) is not None and _WANTED.search(said) is not None


def _asked_before(place: Place, behind: str) -> bool:
    """Whether the duty of the clause before goes on: 应当从事…8年以上，或者从事…10年以上."""
    if _is_target(place.ahead, behind) and _pursues(place):
        return True
    if not _CONJUNCTION.match(place.text, place.clause):
        return False
    if place.text[place.clause - 1 : place.clause] not in ("，", "；"):
        return False
    before = place.text[max(0, place.clause - _CLAUSE) : place.clause - 1]
    return _SAID.search(_FULL_STOP.split(before)[-1]) is not None


def _is_target(ahead: str, behind: str) -> bool:
    """Whether the number closes a clause that tells of no past: 制造业贷款余额达到400亿元。."""
    closes = not behind or behind[0] in "，。；\n）"
    return closes and _DONE.search(ahead) is None


def _suffix_role(
    ahead: str, number: Number, rest: str, demand: bool, setting: Setting | None
) -> QuantityRole:
    """The role of a number with 以上, 以内 … or of a range, without a comparator."""
    behind = rest.lstrip("”’）")
    if _REPLACED.match(behind) and "由" in ahead:
        return "fact"
    if number.dimension == "time" and number.word in ("内", "以内", "之内"):
        if ahead.endswith("预计") or (ahead.endswith("|") and number.word == "以内"):
            return "scope"  # 预计2个工作日内可恢复的事件; the row of a table
        observed = _WINDOW.match(behind) or is_looked_back(ahead)
        whom = "的" in rest and is_toward(ahead) and _DUTY.search(rest) is None
        if observed or whom or behind.startswith(("的", "且")):
            return "scope"
        return "limit"  # 5个工作日内报送, and 3年期（含）以内 after 贷款期限：
    if ahead.endswith("逾期"):
        return "scope"
    if number.operator == "range" and number.dimension == "money" and is_fee(ahead):
        return "limit"  # 收费标准为每笔5元至200元
    if number.word in _CEILINGS or ahead.endswith(("处", "处以")) or _KEPT.search(ahead):
        return "limit"  # 处五十万元以下或者…罚款, 保存5年以上
    if (_CASE.match(behind) and behind[:1] != "或") or _ROW.match(behind):
        return "scope"
    if number.dimension == "count" and (ahead.endswith("由") or (demand and _SIZE.match(rest))):
        return "limit"  # 由2名以上系统维护员实施, 应当允许附注100字以内的声明
    if number.dimension == "fraction" and _VOTED.search(rest):
        return "limit"  # 经全体董事三分之二以上同意
    if number.dimension == "count" and _WANTED_COUNT.search(ahead):
        return "limit"
    verb = verb_pattern().search(ahead) is not None
    if verb and not behind.startswith("的"):
        return "limit"  # 配备8小时以上UPS设备
    if (demand or setting == "required") and (verb or _OWNED.search(ahead)):
        return "limit"  # 应具备3年以上…经验, 应指派两名以上…人员
    if behind and not behind.startswith(_JOINERS) and _HAN.match(behind):
        return "scope"  # 5万元以下贷款, 1-7级地方法人金融机构
    if behind.startswith("的"):
        return "scope"
    if setting == "required":
        return "limit"  # 境外投资1亿美元以上； under 应当具备下列条件：
    if _CHANGED.search(ahead) and _is_target(ahead, behind):
        return "limit"  # 提高至25%以上, 较年初增长3%以上
    return "limit" if demand or _MEASURED.search(ahead) else "scope"

"""Which force words of a clause bind: not those that tell when, who, or what kind of thing.

应当 binds in 银行应当报告; it does not in 应当报告的事项, 违反应当报告的规定的, 如果可以报告，.
"""

import re
from typing import Final

from hongtou.model import Span
from hongtou.tag.duties.bearers import is_adverbial, is_bearer, is_imperative
from hongtou.tag.duties.circumstances import ends_condition, is_exception
from hongtou.tag.duties.forces import HEAD_WORDS, SOFT_WORDS, ForceHit, HitWindow

# 要在确定合理成本的基础上，规范收费行为: the force word rules what follows, not the condition.
_BEFORE_ADJUNCT: Final = re.compile(
    r"[^，]{0,2}?(?:在|自|于|当(?![场庭地日年事面])|根据|按照|依照|结合)"
)
# 将应进行核查的业务统称为…, 人民银行认为应当报告的事项, 违反规定以外汇收付应当以人民币收付的款项:
# the force word tells what kind of thing is meant.
_ATTRIBUTE_OF: Final = re.compile(
    r"(?:[将把对有无含]|属于|包括|[或及和与、]|其他|所[^，]{1,4}的|认为|(?<![按依据])(?:规定|要求|约定)"
    r"|违反[^，。；]{0,30})\Z"
)
_OF: Final = re.compile(r"[^，。；：]{1,40}?的(?!规定|要求|原则|方式|标准|情况下)")
_AT_END: Final = re.compile(r"[^，。；：]{1,40}的[^，。；：的]{1,14}(?=[，。；、]|\Z)")
# 个人可以采取的减轻危害的措施；: an item that names a thing, not what is to be done.
_THING: Final = re.compile(
    r"[^，。；]*可以?[^，。；]{1,30}的[^，。；的]{0,16}(?:的[^，。；的]{1,10})?"
    r"(?:措施|材料|资料|文件|事项|情形|内容|信息|费用|责任|义务|权利|情况|人员|机构|款项|资金|补偿金|条件|行为)"
    r"[；。]?\Z"
)
# 如果经由总部的网络可以满足需求，: what may be the case, not what may be done.
_IF: Final = re.compile(r"(?:如果|若|假如|倘若|一旦)")
# 银行应当…核对后，办理…: the force word rules what follows its clause.
_RULES_ON: Final = frozenset({"应当", "应", "必须", "须", "要", "不得"})
_SUPPOSED: Final = re.compile(r"(?:在|认为|确|当|如|若|需|是否|所|遇)\Z")
# 对企业应当出具的证明进行审查: the force word belongs to what is examined.
_TOWARD: Final = re.compile(r"(?:对于?|将|把)[^，]{1,16}\Z")
_TREATED: Final = re.compile(
    r"(?!按|依|根据|在|于|以|通过|采[取用])[^，。；]{1,20}的[^，。；]{1,30}(?:进行|予以|给予|实行|开展)"
)
# 应当承担的责任, 必须具备的条件, 应提交的材料: a noun that the force word only describes.
_DESCRIBED: Final = re.compile(
    r"(?:依法|及时|各自|共同|具体|由其|予以|重点)?(?:承担|履行|具备|提交|提供|遵守|载明|出具|办理|采取|享有|披露"
    r"|报告|支付|缴纳|注意|符合|达到|包括|遵循|报送|使用|行使|知悉|告知|受理|回避|关注|补充|收取|保存|执行|计提)的"
)
# 可在公共交通使用的预付卡
_USABLE: Final = re.compile(
    r"[^，。；]{0,12}(?:使用|支取|流通|成交|留存|转让|提供|选择|查询|行使|支配)的"
)
# …可以现金形式接收的备付金，|应当…: the subject of the next clause.
# 最终须购回的债券交易，|均属于买断式回购
_IS_KIND: Final = re.compile(r"[均都也]?(?:属于|视为|称为|视同|是指|即为)")
_NAMES: Final = re.compile(r"[^，]{2,40}的[^，的]{1,10}\Z")
# 采取限制功能、禁止重新注册等处置措施: a measure that somebody takes, no prohibition.
_MEASURES: Final = re.compile(r"、禁止[^、，]*(?:、|等)[^，]*(?:措施|处罚|处理)")
# 取消任职资格、禁止从事金融工作: one of several penalties.
_PENALTIES: Final = re.compile(
    r"(?:取消|限制|暂停|责令|吊销|撤销|没收|警告|罚款)[^，。；\n]{0,60}(?:、|或者?|和)\Z"
)


def binding_hits(masked: str, clause: Span, hits: HitWindow, *, last: bool) -> list[ForceHit]:
    """The force words of a clause that oblige; those in a condition (不能按期偿还的，) do not."""
    found = hits.between(clause.start, clause.end)
    if not found or is_exception(masked, clause.start, clause.end):
        return []
    if not last and ends_condition(masked, clause.start, clause.end):
        ruled = masked[clause.end - 1] != "的"
        found = [h for h in found if ruled and _rules_on(masked, clause, h)]
    supposed = not last and _IF.match(masked, clause.start, clause.end)
    valid: list[ForceHit] = []
    for hit in found:
        if hit.word in HEAD_WORDS and not valid and not _heads(masked, clause, hit):
            continue
        if hit.word == "禁止" and not valid and _is_measure(masked, clause, hit):
            continue
        if supposed and (hit.force == "may" or hit.word == "不能"):
            continue
        if not valid and _tells_kind(masked, clause, hit):
            continue
        valid.append(hit)
    return valid


def _tells_kind(masked: str, clause: Span, hit: ForceHit) -> bool:
    """Whether a force word stands in an attribute: 将应进行核查的业务统称为…."""
    if _DESCRIBED.match(masked, hit.end, clause.end):
        return True
    if hit.force == "may" and _USABLE.match(masked, hit.end, clause.end):
        return True
    low = max(clause.start, hit.start - 36)
    if _TOWARD.match(masked, clause.start, hit.start) and _TREATED.match(
        masked, hit.end, clause.end
    ):
        return True
    before = _ATTRIBUTE_OF.search(masked, low, hit.start)
    if before is None:
        return False
    if before[0] in ("将", "把", "对", "有", "无", "含"):
        return _OF.match(masked, hit.end, clause.end) is not None
    if before[0] in ("或", "及", "和", "与", "、") and is_bearer(
        masked, clause.start, hit.start - 1
    ):
        return False
    return _AT_END.match(masked, hit.end, clause.end) is not None


def is_subject(masked: str, clause: Span, following: Span, hits: HitWindow) -> bool:
    """Whether a clause only names what the next one rules: 可以现金接收的备付金，应当…."""
    inside = hits.between(clause.start, clause.end)
    if inside[0].word == "不能":
        # 债务人不能清偿债务，债权人可以申请: a state of things; 不能A，也不能B forbids twice.
        after = hits.between(following.start, following.end)
        return bool(after) and after[0].word != "不能"
    if _IS_KIND.match(masked, following.start, following.end):
        return _NAMES.match(masked, inside[0].end, clause.end) is not None
    ahead = [
        h for h in hits.between(following.start, following.start + 2) if h.word not in SOFT_WORDS
    ]
    return (
        bool(ahead)
        and inside[0].force == "may"
        and _NAMES.match(masked, inside[0].end, clause.end) is not None
    )


def _rules_on(masked: str, clause: Span, hit: ForceHit) -> bool:
    """Whether a force word in a clause that says when rules the clauses behind: 要在…基础上，…."""
    if _BEFORE_ADJUNCT.match(masked, hit.end, clause.end):
        return True
    if _SUPPOSED.search(masked, clause.start, hit.start):
        return False
    # 银行可按规定核验后，将其转为…; 应撤销账户后，重新申请….
    if masked[clause.end - 1] == "后":
        return hit.word in _RULES_ON or hit.word in ("可", "可以")
    return hit.word in _RULES_ON and hit.start - clause.start > 1


def _is_measure(masked: str, clause: Span, hit: ForceHit) -> bool:
    """Whether 禁止 names one of several measures: 取消资格、禁止从业; 采取…、禁止…等措施."""
    low = max(0, hit.start - 64)
    return bool(
        _MEASURES.search(masked, clause.start, clause.end)
        or _PENALTIES.search(masked, low, hit.start)
    )


def _heads(masked: str, clause: Span, hit: ForceHit) -> bool:
    """Whether a word stands at the head of its clause: 支持…, 大力推广…, not 给予支持."""
    if is_adverbial(masked, clause.start, hit.start):
        return True
    near = hit.start - clause.start <= 2
    return near and is_imperative(masked, clause.start, hit.start)


def names_thing(masked: str, span: Span) -> bool:
    """Whether an item names a thing, not what is to be done: 个人可以采取的减轻危害的措施；."""
    return _THING.match(masked, span.start, span.end) is not None

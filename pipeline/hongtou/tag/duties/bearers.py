"""Who owes the duty (责任主体): the subject before the force word, as institutions are named."""

import re
from typing import Final

from hongtou.model import Span
from hongtou.tag.duties.agents import MAX_NAME, agent_patterns, follows, heads
from hongtou.tag.duties.subjects import first_subject, is_whole, measured_owner, subject_ends

# 贷款条件：申请人必须…: a label of the sentence, not its subject.
_TOPIC: Final = re.compile(r"[^，。；：\n\uffff]{2,10}：")
# 2021年7月30日前各公司要…; 自2022年起, 每月5日前各网点…, 最近3年内.
_TIME: Final = re.compile(
    r"(?:[自从在于到至]|截至|最近|近)?(?:(?:\d{1,4}|今|明|当|次)个?[年月]|每[年月旬周季]度?)?"
    r"(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:[底末初]|上半年|下半年)?"
    r"(?:之?前|以前|之?后|起|以来|之?内|间)?，?"
)
# 当|清算中心接到通知后: who learns of it acts.
_ONCE: Final = re.compile(r"当(?=[^，。；：\n]{2,24}?(?:接到|收到|获知))")
_DATED: Final = re.compile(r"[\d年每]")
# 核查情况的查询第十六条 核查行可…; 制度准备●资金清算中心应…: a mark that was read as text.
_LOST_LABEL: Final = re.compile(
    r"[^，。；：\n]{0,40}?(?:第[一二三四五六七八九十百零]{1,6}条[ \u3000]+|[●■◆▪•])"
)
# （市、区）, （镇）, （户）: part of the name; （以下简称银行）, （含）, （见附件1） are not.
_NAME_BRACKET: Final = re.compile(
    r"（(?!以下|简称|下称|统称|含|不含|除|见|附|另|同|下同|试行|暂行|如|即|包括)"
    r"[\u4e00-\u9fff]{1,4}(?:、[\u4e00-\u9fff]{1,4}){0,4}）"
)
# 加强监督管理人民银行相关分支机构应…: a heading whose mark was lost, then the subject.
_GLUED: Final = re.compile(
    r"(?<![的和及与、或等对向为由在于给按各省告报经属辖])(?:各(?!项|类|种)|中国人民银行|(?<!中国)人民银行)"
)
_SHORTEST_HEADING: Final = 6
# 支付机构, 银行业金融机构; 银行 alone ends too many other names.
_SHORTEST_CLASS: Final = 4
# 发生损失时|双方, 接入前|各商业银行, 额度内|银行: a time or a limit before the subject.
_WHEN: Final = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<![及同临定随小实按准当平届历何])时(?![间期点效限段代候任价常])"
    r"|(?<=[\u4e00-\u9fff]{2})(?:前|后|期间|过程中)(?=各)|(?:[额限]度?|余额|范围|期限)内(?=银行|各)"
)
# 中国人民银行|鼓励银行…: who encourages bears nothing; 国家|支持… likewise.
_ENCOURAGED: Final = re.compile(r"鼓励|提倡|倡导")
_SUPPORTED: Final = re.compile(r"支持|引导|允许|保护")
# A clause that says when or who; a clause that goes on with the subject does not end so.
_CONDITION: Final = re.compile(r"(?:的|时|后|前|外|中|期间|下|基础上|之日起|日起)\Z")
_CONDITION_START: Final = re.compile(
    r"如|若|除|因|经|凡|当(?!事|地)|以及|或者?|包括|[且并](?!由)|对|在|自(?!然|律|治|助)|按|根据|依|为|凭|通过|与"
)
# 发卡机构, 受理行, 清算中心: who does things, not who is served.
_INSTITUTION: Final = re.compile(
    r"(?:机构|公司|行|社|部门?|中心|协会|总部|交易所|[局会署厅委]|银联|网联|企业|法院|成员|参与者|人员|发行人"
    r"|承销商|管理人|双方)\uffff*\Z"
)
# 利率, 账户: a thing has two characters at least.
_SHORTEST_THING: Final = 2
_HANDED_IN: Final = re.compile(r"[^，。；：\n]{0,24}?(?:报送|上报|报告|提交|反馈|完成|送交|报)")
# 鼓励各类银行和…基金等机构投资者投资…: a list may be longer than a name.
_LONGEST_ADDRESSEE: Final = 24
_LONGEST_LIST: Final = 60
# 被监督管理部门取消资格: who suffers it is not who does it. 被收缴人, 被检查单位 are names.
_PASSIVE: Final = re.compile(
    r"被[^，。；：的\n]{0,12}(?:管理部门|监管部门|管理机构|法院|人民银行|外汇局|机关|政府)\Z"
)
# 购房人缴交的定金、首付款、商业银行发放的贷款: things of several owners.
_THINGS: Final = re.compile(r"的[^的]{0,20}?[金款费率书证表息券]、")
# 及时将检查中发现的问题报告…: what is done, not who does it.
_NO_NAME: Final = re.compile(
    r"[^的，]{2,20}是(?!否)|(?:及时|如实|立即|定期)?[将把的]|积极|认真|切实|严格|大力|充分|密切|取消|吊销|追究|没收|责令|处以"
)


def find_bearer(text: str, start: int, end: int) -> Span | None:
    """The bearer in the words ``start..end`` that stand before a force word.

    ``全国性商业银行分支机构在内部定价时，`` names 全国性商业银行分支机构; ``对…的金融机构，`` names
    nobody: what follows 对 is the object. Of several clauses the last one counts if it is no
    condition: 自然人死亡的，其近亲属为了自身利益，可以….
    """
    stop = _without_adverbs(text, start, end)
    if stop <= start or _ENCOURAGED.match(text, end):
        return None
    last = text.rfind("，", start, stop) + 1
    if last > start and not (
        _CONDITION.search(text, last, stop) or _CONDITION_START.match(text, last, stop)
    ):
        found = _bearer_of_clause(text, last, stop, end)
        if found is not None:
            return found
    return _bearer_of_clause(text, start, stop, end)


def _bearer_of_clause(text: str, start: int, stop: int, end: int) -> Span | None:
    start = _skip_leads(text, start, end)
    if stop <= start:
        return None
    supposed = text[max(0, start - 1) : start] in ("若", "如", "果")
    for found in subject_ends(text, start, stop, end, supposed=supposed):
        name = _trimmed(text, *_behind_lost_mark(text, start, found))
        if name is not None and not _favours(text, name, end):
            return name
    # 向借款人提供咨询服务|商业银行应…: a heading that begins like an object.
    glued = agent_patterns().run_on.search(text, start, stop)
    return Span(glued.start(1), glued.end()) if glued and "，" not in text[start:stop] else None


def find_subject(text: str, start: int, end: int) -> Span | None:
    """Who a clause without a force word begins with: 各支行|9月25日前将自查情况上报….

    Unlike before a force word, the clause itself is never a name: it holds the verb.
    """
    start = _skip_leads(text, start, end)
    found = first_subject(text, start, end) or measured_owner(text, start, end)
    if found is None or found >= end - 1:
        return None
    return _trimmed(text, *_behind_lost_mark(text, start, found))


def _favours(text: str, name: Span, at: int) -> bool:
    """国家|支持银行发展…: who gives support, not who is supported."""
    return name.of(text) == "国家" and _SUPPORTED.match(text, at) is not None


def _without_adverbs(text: str, start: int, end: int) -> int:
    adverbs = agent_patterns().adverbs.search(text, max(start, end - 12), end)
    stop = adverbs.start() if adverbs else end
    while stop > start and text[stop - 1] in "， ":
        stop -= 1
    return stop


def _behind_lost_mark(text: str, start: int, end: int) -> tuple[int, int]:
    """The subject without a heading before it whose mark was lost: 加强监管|各部门."""
    if not agent_patterns().ordered.match(text, start, end):
        return start, end
    lost = _GLUED.search(text, start + 2, end - 1)
    if lost is None and not set("的、") & set(text[start:end]):
        lost = agent_patterns().known.search(text, start + _SHORTEST_HEADING, end)
        lost = lost if lost and lost.end() - lost.start() >= _SHORTEST_CLASS else None
    return (lost.start() if lost else start), end


def find_addressee(text: str, at: int, end: int) -> Span | None:
    """Who is encouraged or forbidden, right behind the word: 鼓励|银行机构基于…开发…."""
    found = first_subject(text, at, min(end, at + MAX_NAME))
    if found is None:
        return None
    listed = text.find("、", at, found) >= 0
    return (
        _trimmed(text, at, found)
        if found - at <= (_LONGEST_LIST if listed else _LONGEST_ADDRESSEE)
        else None
    )


def is_imperative(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with a verb of action and has no subject: 加大…力度."""
    return agent_patterns().imperative.match(text, start, end) is not None


def is_bearer(text: str, start: int, end: int) -> bool:
    """Whether a clause is nothing but a subject: 无法提供质押品的金融机构，可以…."""
    start = _skip_leads(text, start, end)
    if end - start > MAX_NAME or agent_patterns().no_agent.match(text, start, end):
        return False
    return any(head.end == end and is_whole(head, start) for head in heads(text, start, end))


def has_thing_subject(text: str, start: int, end: int) -> bool:
    """Whether a thing is the subject before the force word at ``end``: 账户余额|不得超过….

    The recipients of a notice bear what has no subject; a thing that is to be handed in is theirs
    too (自查报告应于月底前报送).
    """
    return not _HANDED_IN.match(text, end) and _is_thing(text, start, end)


def _is_thing(text: str, start: int, end: int) -> bool:
    stop = _without_adverbs(text, start, end)
    start = _skip_leads(text, text.rfind("，", start, stop) + 1 or start, stop)
    if stop - start < _SHORTEST_THING:
        return False
    if _CONDITION.search(text, start, stop) or _CONDITION_START.match(text, start, stop):
        return False
    if text.find("的", start, stop) >= 0:
        return True
    patterns = agent_patterns()
    doing = (patterns.verb, patterns.ordered, patterns.loose, patterns.no_agent)
    return not follows(text, start) and not any(p.match(text, start, stop) for p in doing)


def answers_for(text: str, start: int, end: int, bearer: Span) -> bool:
    """Whether ``bearer``, who was named before, bears what the words ``start..end`` begin.

    A thing is an institution's business (专用袋应当密封: 金融机构), not that of whom it serves
    (持有人), unless it is called theirs (其账户). Where no thing is the subject, whoever acted
    before goes on.
    """
    if not _is_thing(text, start, end):
        return True
    begin = _skip_leads(text, text.rfind("，", start, end) + 1 or start, end)
    if text.startswith(("其", text[bearer.start : bearer.end]), begin, end):
        return True
    return _INSTITUTION.search(text, bearer.start, bearer.end) is not None


def is_adverbial(text: str, start: int, end: int) -> bool:
    """Whether nothing but adverbs and conjunctions stands in ``start..end``."""
    start = _skip_leads(text, start, end)
    adverbs = agent_patterns().adverbs.search(text, start, end)
    return start >= end or (adverbs is not None and adverbs.start() <= start)


def _skip_leads(text: str, start: int, end: int) -> int:
    for opening in (_TOPIC, _LOST_LABEL, _ONCE):
        topic = opening.match(text, start, end)
        start = topic.end() if topic else start
    leads = agent_patterns().leads
    for _ in range(3):
        match = leads.match(text, start, end)
        start = match.end() if match else start
        time = _TIME.match(text, start, end)
        if time is None or not _DATED.search(time[0]):
            break
        start = time.end()
    return _behind_heading(text, start, end)


def _behind_heading(text: str, start: int, end: int) -> int:
    """Behind a heading that lost its mark: 优化…处置措施|银行, 准备工作|人民银行."""
    patterns = agent_patterns()
    if patterns.ordered.match(text, start, end):
        order = patterns.glued.match(text, start, end)
        return order.end() if order else start
    topic = patterns.headed.match(text, start, end)
    if topic is None or next(heads(text, start, topic.end()), None) is not None:
        return start
    return topic.end()


def with_bracket(text: str, span: Span) -> Span:
    """The name with the bracket that belongs to it: 各县（市、区）, 养殖场（户）.

    ``text`` is unmasked; 银行（以下简称开户行） stays 银行.
    """
    bracket = _NAME_BRACKET.match(text, span.end)
    return Span(span.start, bracket.end()) if bracket else span


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The name alone: without what stands before it and is no part of it."""
    while start < end and text[start] in " \u3000，":
        start += 1
    while end > start and text[end - 1] == "\uffff":
        end -= 1
    # 报告由事后监督部门…: who acts stands behind 由.
    agent = text.rfind("由", start, end)
    if agent == start or (
        agent > start and text[agent - 1] not in "自理" and text.find("的", agent, end) < 0
    ):
        start = agent + 1
    # 发生损失时双方应当…: the condition before the subject lacks its comma.
    when = _WHEN.search(text, start, end)
    if when is not None and when.end() < end and text.find("的", when.end(), end) < 0:
        start = when.end()
    return Span(start, end) if end - start >= 2 and _is_name(text, start, end) else None


def _is_name(text: str, start: int, end: int) -> bool:
    """经人民银行批准, 及时报告人民银行, 核实中发现单位: objects, unless 的 makes an attribute."""
    if _NO_NAME.match(text, start, end) or _PASSIVE.match(text, start, end):
        return False
    if text.find("的", start, end) >= 0:
        return _THINGS.search(text, start, end) is None
    patterns = agent_patterns()
    # 持有人, 开户银行: names that begin with a verb.
    if patterns.not_follower.length_at(text, start):
        return True
    object_of = (patterns.loose, patterns.verb, patterns.ordered)
    if any(pattern.match(text, start, end) for pattern in object_of):
        return False
    return patterns.inner.search(text, start + 1, end - 1) is None

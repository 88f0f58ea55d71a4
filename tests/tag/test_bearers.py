"""Who bears a duty: the constructions with which official subjects are formed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import Span
from hongtou.tag.duties.agents import follows, heads
from hongtou.tag.duties.bearers import (
    answers_for,
    find_addressee,
    find_bearer,
    find_subject,
    has_thing_subject,
    is_bearer,
    with_bracket,
)
from hongtou.tag.duties.clauses import mask


def _bearer(words: str) -> str | None:
    """Who is named in ``words``, which end where the force word begins."""
    span = find_bearer(mask(words), 0, len(words))
    return with_bracket(words, span).of(words) if span else None


@pytest.mark.parametrize(
    ("words", "bearer"),
    [
        # One telling character at the end: a short name, or one with a determiner.
        ("签约行", "签约行"),
        ("签约行和代付行支付款项时", "签约行和代付行"),
        ("未按时收到头寸的签约行，", "未按时收到头寸的签约行"),
        ("代办人除出示证件外，还", "代办人"),
        ("系统复核岗", "系统复核岗"),
        ("所跨行", None),
        # A verb ends the name, whatever noun follows it.
        ("人民法院审理此类案件，", "人民法院"),
        ("参加行签发汇票，", "参加行"),
        ("境外个人购买B股，", "境外个人"),
        ("国有企业投资金融机构", "国有企业"),
        ("居民持境外银行发行的卡，", "居民"),
        ("单位一次性购买储值卡的，", "单位"),
        ("管理人决定解除合同的，", "管理人"),
        ("新股东为公司的，还", "新股东"),
        ("结算成员退出系统的，", "结算成员"),
        ("银行为企业开立账户时，", "银行"),
        ("独立董事除不", "独立董事"),
        ("对方当事人", "对方当事人"),
        ("与财务公司合作的银行发现异常的，", "与财务公司合作的银行"),
        ("使用密押的人员", "使用密押的人员"),
        ("票据中心汇兑业务依托系统处理的，", "票据中心"),
        ("当清算中心接到恢复通知后，", "清算中心"),
        # The same words inside a name.
        ("开户银行", "开户银行"),
        ("购买人", "购买人"),
        ("破产企业", "破产企业"),
        ("非银行支付机构", "非银行支付机构"),
        ("清算机构支付结算部门", "清算机构支付结算部门"),
        ("拟上市公司", "拟上市公司"),
        ("信托公司以及其他受托机构在募集资金时，", "信托公司以及其他受托机构"),
        ("国务院金融管理部门", "国务院金融管理部门"),
        ("境外提供人为境内用户提供服务，", "境外提供人"),
        ("发起行", "发起行"),
    ],
)
def test_the_head_and_what_follows_make_the_name(words: str, bearer: str | None) -> None:
    assert _bearer(words) == bearer


@pytest.mark.parametrize(
    ("words", "bearer"),
    [
        # 由: who acts stands behind it, an attribute within the name or not.
        ("有前款行为的，由负责监管的部门责令改正，并", "负责监管的部门"),
        ("补办手续由持卡学生本人持证件到柜台办理，", "持卡学生本人"),
        # The last clause that is no condition names the bearer.
        ("存款人死亡的，其继承人为了支取存款，", "其继承人"),
        ("发行人违约的，在公告发布前，受托管理人或者持有人，", "受托管理人或者持有人"),
        ("银行机构核对信息时，若相关个人的姓名相符，", "银行机构"),
        # A supposition is a clause, never only a name.
        ("若汇出机构无法及时将信息提供给汇入的机构，", "汇出机构"),
        ("已经主管机关批准的受托人董事在本公司任职的，", "已经主管机关批准的受托人董事"),
        # What stands before the subject without its comma.
        ("上线前各参与银行", "各参与银行"),
        ("开户时单位", "单位"),
        ("限额内银行", "银行"),
        ("最近3年内担任过证券公司董事的，", None),
        # Headings and labels that lost their mark.
        ("完善空白凭证保管机制银行", "银行"),
        ("准备工作人民银行各分支机构", "人民银行各分支机构"),
        ("查询和统计第二十条 核对行", "核对行"),
        ("2.1准备●清算中心", "清算中心"),
        ("向储户提供查询服务商业银行", "商业银行"),
        ("向储户提供咨询的商业银行", None),
        # Objects are no subjects.
        ("核实中发现单位", None),
        ("国家规定需经主管部门批准的，", None),
        ("被监督管理部门取消资格，", None),
        ("被诉机关负责人", "被诉机关负责人"),
        ("如实记录，及时将发现的问题报告有关人员，", None),
        ("取消保险公司董事的任职资格、", None),
        ("账户内资金经外汇局核准", None),
        ("通过在当地设立的网点办理业务，", None),
        ("中央债券登记有限责任公司", "中央债券登记有限责任公司"),
        # Whose it is, if nobody else is named.
        ("商业银行资金岗位设置", "商业银行"),
        ("银行结算账户管理协议", None),
        ("业主缴交的定金、首付款、银行发放的贷款等资金，", None),
        ("事件涉及保险公司的，", None),
        ("备用账户是自然人为消费而开立的", None),
        ("农会、工会经费专户支取现金", None),
        ("在管理人的职责终止期间，", None),
        ("收费方案由其依照国家规定自定，但", None),
        ("在境内从事代销业务的机构和个人，", "在境内从事代销业务的机构和个人"),
        ("经收资金经办各方", "经收资金经办各方"),
        ("存款人名称变更的，", None),
        # Named by letters.
        ("NPC和上海CCPC", "NPC和上海CCPC"),
        ("采用VPN方案时", None),
    ],
)
def test_what_stands_around_the_name(words: str, bearer: str | None) -> None:
    assert _bearer(words) == bearer


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("国家鼓励商业银行参与。", "商业银行"),
        ("国家支持保险公司设立基金。", "保险公司"),
        ("鼓励各类银行、证券公司和企业年金等机构投资者投资债券。",
         "各类银行、证券公司和企业年金等机构投资者"),
        ("鼓励采用多种评级方式。", None),
        ("鼓励违规干预银行经营。", None),
    ],
)  # fmt: skip
def test_who_is_encouraged_bears_not_who_encourages(text: str, bearer: str | None) -> None:
    at = text.index("鼓励") if "鼓励" in text else text.index("支持")
    assert find_bearer(text, 0, at) is None
    span = find_addressee(text, at + 2, len(text))
    assert (span.of(text) if span else None) == bearer


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("账户余额|不得超过2万元", True),
        ("每笔业务的限额|应符合规定", True),
        ("开户后，专用章的直径|应为4厘米", True),
        ("自查报告|应于月底前报送我部", False),  # the recipients hand it in
        ("处理个人信息|应当取得同意", False),  # a deed, not a thing
        ("发现问题的，|应当立即处置", False),
        ("开户时|应当核对", False),
        ("也|应当登记", False),
    ],
)
def test_a_thing_as_subject_is_told_from_no_subject(text: str, thing: bool) -> None:
    at = text.index("|")
    words = text.replace("|", "")
    assert has_thing_subject(words, 0, at) is thing


@pytest.mark.parametrize(
    ("text", "bearer", "answers"),
    [
        ("信封的封口|应当完好", "金融机构", True),
        ("信封的封口|应当完好", "持有人", False),
        ("对处理结果不服的，|可以申诉", "持有人", True),
        ("其账户|不得出借", "持有人", True),
    ],
)
def test_a_thing_is_an_institutions_business(text: str, bearer: str, answers: bool) -> None:
    before = bearer + "提出申请。"
    at = text.index("|") + len(before)
    words = before + text.replace("|", "")
    assert answers_for(words, len(before), at, Span(0, len(bearer))) is answers


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("会员行每日18点前上传余额", "会员行"),
        ("各外汇分局接文后10日内转发", "各外汇分局"),
        ("储户存折每年换发", None),
        ("贷款管理办法每年修订一次", None),
    ],
)
def test_subjects_without_a_force_word(text: str, subject: str | None) -> None:
    span = find_subject(text, 0, len(text))
    assert (span.of(text) if span else None) == subject


def test_a_name_alone_and_a_clause() -> None:
    name, clause = "无法提供质押品的金融机构", "各支行加强管理"
    assert is_bearer(name, 0, len(name))
    assert not is_bearer(clause, 0, len(clause))


def test_a_head_that_says_little_is_marked() -> None:
    text = "公安局储户档案室"
    assert [(text[h.start : h.end], h.bare) for h in heads(text, 0, len(text))] == [
        ("公安局", False), ("户", True), ("室", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "ends"),
    [("办理业务", True), ("办理人", False), ("投资人民币资产", True), ("发行人民币债券", True),
     ("，", True), ("资金", False)],
)  # fmt: skip
def test_a_verb_ends_a_subject_but_not_if_the_name_goes_on(text: str, ends: bool) -> None:
    assert follows(text, 0) is ends


@given(
    st.text(
        st.sampled_from("各银行机构人由将的，、若会员签发与前时（）报NPC第三条 内"), max_size=80
    )
)
def test_bearers_lie_inside_the_words(words: str) -> None:
    masked = mask(words)
    for span in (find_bearer(masked, 0, len(words)), find_subject(masked, 0, len(words))):
        if span is not None:
            assert 0 <= span.start < span.end <= len(words)
            assert "，" not in span.of(masked)


@pytest.mark.parametrize("unit", ["银行", "行", "的银行", "与客户", "由银行", "时银行", "NPC"])
def test_long_clauses_cost_no_more_than_their_length(unit: str) -> None:
    text = unit * 20_000
    begin = time.process_time()
    find_bearer(text, 0, len(text))
    find_subject(text, 0, len(text))
    assert time.process_time() - begin < 2

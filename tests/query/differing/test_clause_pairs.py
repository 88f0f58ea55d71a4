"""Clauses of a parent beside those of a child, as real notices write them: what became of each.

Each pair stands in two notices, which go through all rooms; so the tests also see what tagging
makes of the words.
"""

from collections.abc import Iterator

import pytest

import hongtou
from hongtou.query.differing.difference import Diff
from hongtou.query.differing.shingles import bare
from tests.query.differing.papers import notice, shelve

# Parent, child, verdict, kinds and directions of the changes.
PAIRS: tuple[tuple[str, str, str, set[tuple[str, str]]], ...] = (
    # The same words, in other marks, widths, characters, and for the paper itself.
    ("各金融机构要切实承担起存款保险宣传的主体责任，做到网点全覆盖。",
     "各金融机构要切实承担起存款保险宣传的主体责任,做到网点全覆盖。", "relayed", set()),
    ("支农再贷款资金的投向，按照本通知要求逐笔登记台账并妥善保管备查。",
     "支农再贷款资金的投向，按照本意见要求逐笔登记台账并妥善保管备查。", "relayed", set()),
    ("对能够辨别面额的残缺污损人民币，营业网点应无偿为公众兑换，不得推诿。",
     "对能够辨別面额的残缺污损人民币，营业网点应无偿为公众兑换，不得推诿。", "relayed", set()),
    # Other words, the same demand.
    ("要强化贷前调查、贷中审查、贷后管理，及时掌握资金流向和用途变化情况。",
     "强化贷前调查、贷中审查、贷后管理各环节，及时准确掌握信贷资金的流向与用途变化。",
     "reworded", set()),
    ("创业担保贷款实行名单制管理，名单由就业部门会同经办银行按程序确定。",
     "我省创业担保贷款实行名单制管理，名单由各级就业部门会同经办银行按规定程序确定。",
     "reworded", set()),
    # Ceilings and floors.
    ("扶贫小额信用贷款单户余额不得超过5万元，由县级风险补偿金分担损失。",
     "扶贫小额信用贷款单户余额不得超过3万元，由县级风险补偿金分担损失。",
     "tightened", {("number", "tightened")}),
    ("个体工商户经营性贷款单户授信最高不超过30万元，随借随还、循环使用。",
     "个体工商户经营性贷款单户授信最高不超过50万元，随借随还、循环使用。",
     "loosened", {("number", "loosened")}),
    ("法人银行拨备覆盖率不得低于120%，达不到的暂停分红。",
     "法人银行拨备覆盖率不得低于150%，达不到的暂停分红。",
     "tightened", {("number", "tightened")}),
    ("科技支行科技型企业贷款占比应不低于50%，连续两年不达标的取消资格。",
     "科技支行科技型企业贷款占比应不低于百分之四十，连续两年不达标的取消资格。",
     "loosened", {("number", "loosened")}),
    ("每家担保公司与同一集团客户的在保责任余额，控制在其净资产的15%以内。",
     "每家担保公司与同一集团客户的在保责任余额，控制在其净资产的10%以内。",
     "tightened", {("number", "tightened")}),
    ("现金收付业务监控录像的保存期限不少于3个月，重要影像应刻录备份。",
     "现金收付业务监控录像的保存期限不少于半年，重要影像应刻录备份。",
     "tightened", {("number", "tightened")}),
    ("票据承兑保证金比例应不低于30万元，逐级授权审批。",
     "票据承兑保证金比例应不低于300000元，逐级授权审批。", "reworded", set()),
    # Days and terms.
    ("请各支行于2021年6月30日前将排查报告书面报送货币信贷处汇总。",
     "请各支行于2021年6月15日前将排查报告书面报送货币信贷处汇总。",
     "tightened", {("deadline", "tightened")}),
    ("房地产贷款集中度自查应于2021年9月底前完成，发现问题即查即改。",
     "房地产贷款集中度自查应于2021年10月底前完成，发现问题即查即改。",
     "loosened", {("deadline", "loosened")}),
    ("银行收到客户异议申请后，应当在20个工作日内书面答复客户并抄送分行。",
     "银行收到客户异议申请后，应当在10个工作日内书面答复客户并抄送分行。",
     "tightened", {("term", "tightened")}),
    ("反洗钱可疑线索应当自发现之日起5日内移交公安机关经侦部门处理。",
     "反洗钱可疑线索应当自发现之日起十日内移交公安机关经侦部门处理。",
     "loosened", {("term", "loosened")}),
    # How often.
    ("地方法人机构应当按季向监管部门报送流动性风险管理情况及压力测试结果。",
     "地方法人机构应当按月向监管部门报送流动性风险管理情况及压力测试结果。",
     "tightened", {("recurrence", "tightened")}),
    ("保险公司须每半年组织一次反保险欺诈专题培训，覆盖理赔岗位全体人员。",
     "保险公司须每年组织一次反保险欺诈专题培训，覆盖理赔岗位全体人员。",
     "loosened", {("recurrence", "loosened")}),
    # Force.
    ("符合条件的农民合作社可以申请林权抵押贷款贴息，具体程序另行通知。",
     "符合条件的农民合作社应当申请林权抵押贷款贴息，具体程序另行通知。",
     "tightened", {("force", "tightened")}),
    ("支付机构应当为老年客户保留线下人工服务渠道，提供大字版操作指引。",
     "鼓励支付机构为老年客户保留线下人工服务渠道，提供大字版操作指引。",
     "loosened", {("force", "loosened")}),
    ("单位结算卡原则上不得办理跨境取现，确有需要的逐级报批。",
     "单位结算卡不得办理跨境取现，确有需要的逐级报批。",
     "tightened", {("force", "tightened")}),
    ("对停业整顿企业的存量授信，经办行应当立即压缩退出。",
     "对停业整顿企业的存量授信，经办行不得立即压缩退出。", "reworded", {("force", "changed")}),
    # Exceptions.
    ("征信查询终端应当实行双人双岗管理，下班后入柜上锁保管。",
     "征信查询终端应当实行双人双岗管理，下班后入柜上锁保管，单人网点除外。",
     "loosened", {("exception", "loosened")}),
    # Bearers.
    ("各市中心支行要对辖区金库开展一次全面安全检查，消除火灾隐患。",
     "各县支行要对辖区金库开展一次全面安全检查，消除火灾隐患。",
     "reworded", {("bearer", "changed")}),
    # To whom a rule applies.
    ("单笔金额在5万元以上的现金支取，网点应当登记取款用途和来源。",
     "单笔金额在3万元以上的现金支取，网点应当登记取款用途和来源。",
     "tightened", {("number", "tightened")}),
    ("年销售收入2000万元以下的出口企业，可以申请汇率避险保证金减免优惠。",
     "年销售收入4000万元以下的出口企业，可以申请汇率避险保证金减免优惠。",
     "loosened", {("number", "loosened")}),
    ("企业失业保险费返还比例不低于上年度实际缴费额的30%，由经办机构核定。",
     "企业失业保险费返还比例不低于上年度实际缴费额的20%，由经办机构核定。",
     "loosened", {("number", "loosened")}),
    ("对连续12个月未动户的单位银行账户，开户网点应当通知存款人销户。",
     "对连续6个月未动户的单位银行账户，开户网点应当通知存款人销户。",
     "tightened", {("number", "tightened")}),
    # Numbers that no limit depends on.
    ("全省2020年末已有农村普惠金融服务站1200个，实现乡镇基本覆盖。",
     "全省2020年末已有农村普惠金融服务站1500个，实现乡镇基本覆盖。",
     "reworded", {("number", "changed")}),
    # Both ways at once.
    ("光伏扶贫贷款期限最长不超过10年，单个项目贷款额度不得超过200万元。",
     "光伏扶贫贷款期限最长不超过15年，单个项目贷款额度不得超过100万元。",
     "mixed", {("number", "loosened"), ("number", "tightened")}),
)  # fmt: skip
DROPPED = "各中心支行要建立债券承销尽职调查底稿电子化归档制度，并接受现场检验。"
ADDED = "省联社要牵头搭建全省统一的涉农信用信息平台，打通部门数据壁垒。"


@pytest.fixture(scope="module")
def diff(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Diff]:
    above = notice([pair[0] for pair in PAIRS] + [DROPPED], office="中国人民银行太原中心支行",
                   number="并银发〔2021〕31号", day="2021年3月2日")  # fmt: skip
    below = notice([ADDED] + [pair[1] for pair in PAIRS], office="中国人民银行忻州市中心支行",
                   number="忻银发〔2021〕17号", day="2021年3月12日",
                   opening="为贯彻落实《中国人民银行太原中心支行关于做好小额贷款和账户管理有关工作的"
                   "通知》（并银发〔2021〕31号），现将有关要求通知如下：")  # fmt: skip
    db = shelve(tmp_path_factory.mktemp("pairs"), above=above, below=below)
    with hongtou.open(db) as kb:
        yield kb.diff("忻银发[2021]17号")


def test_the_parent_is_what_the_child_implements(diff: Diff) -> None:
    assert [parent.number for parent in diff.parents] == ["并银发〔2021〕31号"]
    assert diff.relation == "implements" and not diff.passed_on_whole


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[1][:12])
def test_pair(diff: Diff, pair: tuple[str, str, str, set[tuple[str, str]]]) -> None:
    before, after, verdict, changes = pair
    (row,) = (row for row in diff.rows if any(clause.text == before for clause in row.parent))
    assert [bare(clause.text) for clause in row.child] == [bare(after)]
    found = {(c.kind, c.direction) for c in row.changes if c.kind != "words"}
    assert (row.verdict, found) == (verdict, changes), row.reason


def test_what_only_one_side_has(diff: Diff) -> None:
    lone = {row.verdict: row for row in diff.rows if not row.parent or not row.child}
    assert [c.text for c in lone["added"].child] == [ADDED]
    assert [c.text for c in lone["dropped"].parent] == [DROPPED]
    assert len(lone) == 2
    assert [c.text for c in diff.added] == [ADDED]


def test_quotes_stand_where_they_say(diff: Diff) -> None:
    for row in diff.rows:
        for change in row.changes:
            for quote, side in ((change.before, row.parent), (change.after, row.child)):
                if quote is not None and change.kind != "misread":
                    start, end = quote.start - side[0].start, quote.end - side[0].start
                    assert side[0].text[start:end] == quote.text

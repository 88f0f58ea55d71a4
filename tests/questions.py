"""Ten questions of a compliance officer and seven of an analyst, each with its one command.

They are asked of ``corpus/``: what the answer must quote was read from the notices by hand.
"""

from dataclasses import dataclass
from typing import Final

__all__ = ["LINEAGE", "QUESTIONS", "Question"]

JIANGXI: Final = "赣银保监发〔2021〕2号"
NATIONAL: Final = "银保监发〔2021〕6号"
TAIYUAN: Final = "并银发〔2021〕75号"
XINZHOU: Final = "忻银发〔2021〕49号"
HUANGCHUAN: Final = "高质量服务小微企业的指导意见"  # it has no number


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, the command, and what the answer must hold."""

    asked: str
    command: tuple[str, ...]  # behind ``hongtou``, without --db and --json
    answers: tuple[tuple[str, str], ...]  # number or part of the title, words of the quote
    says: tuple[str, ...] = ()  # what else the answer must say, as JSON has it
    never: tuple[str, ...] = ()  # words that no quote may hold
    first: bool = False  # whether the first answer stands before all others
    code: int = 0  # with which the command ends


QUESTIONS: Final = (
    Question(
        "单户贷款有什么上限？2024年6月还有效吗？",
        ("obligations", "单户", "--unit", "元", "--in-force", "--on", "2024-06-30"),
        ((NATIONAL, "单户脱贫人口小额信贷不得超过10万元"),),
        says=('"base_value": 100000', '"in_force"'),
        first=True,
    ),
    Question(
        "村镇银行必须遵守哪些条款（含写给各银行机构、地方法人金融机构的）？",
        ("obligations", "--for", "村镇银行", "--force", "must"),
        (
            (HUANGCHUAN, "各银行机构要严格落实上级工作要求"),
            (XINZHOU, "各地方法人金融机构要高度认识使用再贷款的重要性"),
            (TAIYUAN, "高风险地方法人金融机构应以落实央行再贷款优惠政策为契机"),
            (NATIONAL, "银行机构要及时收回贷款或转为农户贷款"),
        ),
        says=('"via": "地方法人金融机构"', '"via": "银行机构"'),
        never=("政策性银行开展转贷业务", "财政部门要发挥好职能作用", "股份制银行、城商行要"),
    ),
    Question(
        "2025年底前到期的有哪些？先到期的在前",
        ("obligations", "--due-before", "2025-12-31", "--sort", "due"),
        (
            (TAIYUAN, "于5月底前实现再贷款业务办理"),
            (TAIYUAN, "力争2021年末再贷款限额使用率达到85%以上"),
            (HUANGCHUAN, "延期至2021年12月31日"),
            (JIANGXI, "最多可展期4次，使用至2025年"),
        ),
        says=('"date": "2021-05-31"', '"date": "2021-12-31"', '"date": "2025-12-31"'),
        first=True,
    ),
    Question(
        "哪些事要按月、按年做？",
        ("obligations", "--recurring"),
        (
            (XINZHOU, "对再贷款限额使用情况按月通报"),
            (JIANGXI, "各地要在每年年初合理安排本年度贷款贴息资金预算"),
        ),
        says=('"recurrence": "FREQ=MONTHLY', '"recurrence": "FREQ=YEARLY'),
    ),
    Question(
        "在江西，贷款期限怎么规定？",
        ("search", "贷款期限", "--region", "江西"),
        ((NATIONAL, "3年期（含）以内"),),
        first=True,
    ),
    Question(
        "不同通知对不良率的要求是否一致？",
        ("compare", "不良率"),
        ((HUANGCHUAN, "不良率不高于各项贷款不良率3个百分点以内"),),
        says=('"verdict": "same"', '"baseline": "各项贷款不良率"'),
        never=("展期",),
    ),
    Question(
        "哪些行为被禁止？",
        ("obligations", "--force", "must_not"),
        (
            (HUANGCHUAN, "严禁对生产经营状况正常的小微企业盲目抽贷、断贷"),
            (HUANGCHUAN, "对小微企业贷款不设存款、利润、中间业务指标"),
            (NATIONAL, "不能用于结婚、建房、理财"),
            (NATIONAL, "不得要求贷款对象提供反担保"),
            (NATIONAL, "不得让贷款对象承担风险补偿、担保和保险费用"),
        ),
        never=("鼓励银行机构",),
    ),
    Question(
        "贷款利率上限是什么？",
        ("search", "贷款利率 不超过"),
        ((NATIONAL, "1年期（含）以下贷款利率不超过1年期LPR"),),
        says=('"baseline": "1年期LPR"', '"baseline": "5年期以上LPR"'),
        first=True,
    ),
    Question(
        "不良率容忍度是多少？",
        ("search", "不良率 容忍度", "--unit", "个百分点"),
        ((HUANGCHUAN, "不高于各项贷款不良率3个百分点以内”的容忍度标准"),),
    ),
    Question(
        "每亿元再贷款要支持多少户？",
        ("obligations", "每亿元", "--unit", "户"),
        ((TAIYUAN, "每亿元支农再贷款至少支持200户经营主体、每亿元支小再贷款至少支持50户"),),
        says=('"per": "亿元支农再贷款"', '"per": "亿元支小再贷款"', '"operator": ">="'),
        first=True,
    ),
)

LINEAGE: Final = (
    Question(
        "忻银发〔2021〕49号从哪里来，谁该转发而没有转发？",
        ("chain", "忻银发[2021]49号"),
        ((XINZHOU, "请人民银行各县（市）支行将本通知转发辖内各地方法人金融机构"),),
        says=(
            '"number": "银发〔2021〕63号"',
            '"relation": "implements"',
            '"relation": "forwards"',
            '"lag_days": 3',
            '"answer": "open"',
            '"name": "人民银行各县（市）支行"',
        ),
    ),
    Question(
        "全库还有哪些单位没有按要求转发？",
        ("chain", "--unanswered"),
        ((XINZHOU, "请人民银行各县（市）支行将本通知转发辖内各地方法人金融机构"),),
        says=('"by": "人民银行各县（市）支行"', '"to": "辖内各地方法人金融机构"'),
        first=True,
    ),
    Question(
        "忻州在太原的通知之外加了什么？",
        ("diff", "忻银发[2021]49号", "--only", "收紧,改写,新增"),
        (),
        says=(
            f'"number": "{TAIYUAN}"',
            "将对再贷款限额使用情况按月通报",
            '"reworded": 3',
            '"passed_on": 0',
            "随文转发 13",
        ),
        never=("建立第三方提供合格债券质押品机制",),
    ),
    Question(
        "哪些通知写着相同的话而互不引用？",
        ("reuse", "--all"),
        (),
        says=("辖内金融机构优化小微企业服务", HUANGCHUAN, "城商行、农村中小银行机构也要结合自身"),
        never=(XINZHOU,),
    ),
    Question(
        "这份合同里的文号对不对？",
        (
            "verify",
            "依据《关于深入扎实做好过渡期脱贫人口小额信贷工作的通知》（银保监发〔2021〕6号）"
            "、忻银发〔2021〕94号和银发〔2021〕63号",
        ),
        (),
        says=(
            '"words": "相符"',
            '"words": "不在库，有相近的"',
            "序号数字对调：94 ↔ 49",
            '"words": "未入库，只见于他文引用"',
            '"in_order": false',
        ),
        code=2,
    ),
    Question(
        "赣银保监发是谁，后来由谁承继？",
        ("authorities", "赣银保监发"),
        (),
        says=(
            "中国银行保险监督管理委员会江西监管局",
            "国家金融监督管理总局江西监管局",
            '"until": 2023',
            '"region": "江西省"',
        ),
    ),
    Question(
        "谁引用了银发〔2021〕81号，原话怎么说？",
        ("search", "银发2021年81号"),
        ((HUANGCHUAN, "要认真落实中国人民银行等五部委《关于进一步延长普惠小微企业贷款"),),
    ),
)

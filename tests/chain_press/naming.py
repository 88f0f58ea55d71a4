"""How a paper names another one: titles, numbers in all printed forms, short names."""

from random import Random

from tests.chain_press.drafts import Draft
from tests.chain_press.tables import rows

HEADS = ("进一步加强{}工作", "切实做好{}工作", "规范{}管理", "做好{year}年{}工作", "完善{}机制",
         "开展{}专项检查", "加快推进{}", "进一步规范{}有关事项", "持续深化{}改革",
         "全面加强和改进{}工作", "{year}年度{}考核评价", "推动{}提质增效")  # fmt: skip


class Names:
    """Numbers and titles that are given once, so that every paper has its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def number(self, chance: Random, code: str, year: int) -> str:
        while True:
            number = f"{code}〔{year}〕{chance.randint(1, 400)}号"
            if self._take(number):
                return number

    def order(self, chance: Random, authority: str, year: int) -> str:
        kind = chance.choice(("令", "令", "公告"))
        while True:
            number = f"{authority}{kind}〔{year}〕第{chance.randint(1, 60)}号"
            if self._take(number):
                return number

    def subject(self, chance: Random, field: str, year: int) -> tuple[str, str]:
        """A subject that no other chain has, and the matter in it."""
        matters = [row["matter"] for row in rows("matters") if row["field"] == field]
        while True:
            matter = chance.choice(matters)
            subject = chance.choice(HEADS).format(matter, year=year)
            for _ in range(2):
                if self._take(subject):
                    return subject, matter
                subject = f"{chance.choice(PLACES)}{subject}"

    def _take(self, name: str) -> bool:
        new = name not in self._taken
        self._taken.add(name)
        return new


PLACES = ("县域", "城乡", "重点领域", "基层", "农村地区", "老少边地区", "沿边地区", "集中连片地区",
          "产粮大县", "中小城市", "国家级新区", "口岸地区", "革命老区", "库区移民村")  # fmt: skip


def printed_number(chance: Random, number: str) -> str:
    """The number as offices print it: other brackets, 第, without 号."""
    form = chance.random()
    if form < 0.7:
        return number
    code, rest = number.split("〔")
    year, serial = rest.split("〕")
    if form < 0.8:
        return f"{code}[{year}]{serial}"
    if form < 0.88:
        return f"{code}（{year}）{serial}"
    if form < 0.94:
        return number if "第" in serial else f"{code}〔{year}〕第{serial}"
    return number.removesuffix("号")


def named(chance: Random, draft: Draft, *, short: str = "") -> str:
    """《title》（number）, authority《title》（number）, 《title》 or number alone."""
    number = printed_number(chance, draft.number) if draft.number else ""
    inside = f"，以下简称《{short}》" if short else ""
    # An order is known by what it promulgates.
    known = draft.regulation.title if draft.form == "order" and draft.regulation else draft.title
    title = inner(known)
    if not number:
        return f"《{title}》（以下简称《{short}》）" if short else f"《{title}》"
    form = chance.random()
    own = "".join(office.name for office in draft.offices)
    bare = title.replace(" ", "").removeprefix(own)
    if form < 0.2 and bare != title.replace(" ", "") and bare.startswith("关于"):
        return f"{_spoken(chance, draft)}《{bare}》（{number}{inside}）"
    if form < 0.28 and not short:
        return f"《{title}》"
    if form < 0.36 and not short and draft.form != "order":
        return f"{draft.number}文件"
    if draft.regulation is not None and chance.random() < 0.5:
        return f"《{draft.regulation.title}》（{number}{inside}）"
    return f"《{title}》（{number}{inside}）"


def _spoken(chance: Random, draft: Draft) -> str:
    names = [office.name for office in draft.offices]
    if len(names) > 2 and chance.random() < 0.5:
        return f"{names[0]}等{'零一二三四五六'[len(names)]}部门"
    return "、".join(names)


def inner(title: str) -> str:
    """A title as it stands inside 《》: its own 《》 are 〈〉."""
    return title.replace("《", "〈").replace("》", "〉")

"""Drafts as text: red heads, site copies, orders, regulations (GB/T 9704—2012, clause 7)."""

from datetime import date, timedelta
from random import Random

from tests.chain_press.clauses import Clause, han
from tests.chain_press.drafts import Draft

INDENT = "　　"


def print_draft(chance: Random, draft: Draft, *, enclosed: bool = False) -> str:
    """The text of one paper, with the regulation that it issues."""
    if draft.form == "regulation":
        return _regulation(chance, draft)
    if draft.form == "order":
        return _order(chance, draft)
    site = chance.random() < (0.5 if enclosed else 0.35)
    head = _site_head(chance, draft) if site else _red_head(chance, draft)
    lines = [*head, "", draft.office.recipients + "：", *_body(chance, draft), "", *_foot(draft)]
    if not site:
        lines += ["", *_imprint(chance, draft)]
    text = "\n".join(lines) + "\n"
    if draft.regulation is not None:
        text += "\n" + chance.choice(("", "附件\n\n")) + _regulation(chance, draft.regulation)
    return text


def says(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _red_head(chance: Random, draft: Draft) -> list[str]:
    names = [office.name for office in draft.offices]
    if len(names) > 1:
        head = [*names[:-1], names[-1], "文件"] if chance.random() < 0.5 else [
            *names[:-1], names[-1] + "　文件"
        ]  # fmt: skip
    else:
        head = [names[0] + "文件"]
    number = ["", draft.number] if draft.number else []
    rule = ["", "---"] if chance.random() < 0.3 else []
    return [*head, *number, *rule, "", *_title_lines(chance, draft)]


def _title_lines(chance: Random, draft: Draft) -> list[str]:
    """The title on one line or on two, cut behind the authority."""
    title, name = draft.title, draft.office.name
    if len(title) > 24 and chance.random() < 0.5 and title.startswith(name):
        cut = title.find("关于")
        cut = cut if 0 < cut <= 60 and "《" not in title[:cut] else len(name)
        return [title[:cut].strip(), title[cut:]]
    return [title]


def _site_head(chance: Random, draft: Draft) -> list[str]:
    """As ministries print on their sites: the number behind or below the title."""
    if draft.number is None:
        return [draft.title]
    if chance.random() < 0.4:
        return [f"{draft.title}（{draft.number}）"]
    return [draft.title, *([""] if chance.random() < 0.5 else []), draft.number]


def _body(chance: Random, draft: Draft) -> list[str]:
    lines = [INDENT + draft.opening]
    lines += _clauses(Random(draft.name), draft.clauses)  # the same in every copy
    lines += [INDENT + line for line in draft.tail]
    if draft.wish:
        lines.append(INDENT + draft.wish)
    if draft.attached:
        lines += ["", INDENT + "附件：" + draft.attached]
    return lines


def _clauses(chance: Random, clauses: list[Clause]) -> list[str]:
    if not clauses:
        return []
    if len(clauses) >= 5 and chance.random() < 0.4:
        return _two_levels(chance, clauses)
    if chance.random() < 0.3:  # a heading on its own line
        lines = []
        for number, clause in enumerate(clauses, start=1):
            lines += [f"{INDENT}{han(number)}、{clause.heading}", INDENT + clause.text()]
        return lines
    return [
        f"{INDENT}{han(number)}、{clause.heading}。{clause.text()}"
        for number, clause in enumerate(clauses, start=1)
    ]


def _two_levels(chance: Random, clauses: list[Clause]) -> list[str]:
    cut = chance.randint(2, len(clauses) - 2)
    lines = []
    for number, (heading, group) in enumerate(
        (("突出工作重点", clauses[:cut]), ("强化保障措施", clauses[cut:])), start=1
    ):
        lines.append(f"{INDENT}{han(number)}、{heading}")
        lines += [
            f"{INDENT}（{han(at)}）{clause.heading}。{clause.text()}"
            for at, clause in enumerate(group, start=1)
        ]
    return lines


def _foot(draft: Draft) -> list[str]:
    names = [office.name for office in draft.offices]
    signature = names if len(names) < 3 else ["　".join(names[:2]), "　".join(names[2:])]
    return [INDENT * 8 + name for name in signature] + [INDENT * 8 + says(draft.day)]


def _imprint(chance: Random, draft: Draft) -> list[str]:
    lines = []
    if chance.random() < 0.5:
        lines += ["（此件公开发布）", ""]
    if chance.random() < 0.5:
        lines += ["抄送：" + chance.choice(("本级党委、人大、政协办公室", "有关单位")) + "。"]
    name = draft.office.name
    room = name if name.endswith(("办公厅", "办公室")) else name + "办公室"
    printed = draft.day + timedelta(days=chance.choice((0, 0, 1, 2)))
    return [*lines, f"{room}{INDENT * 3}{says(printed)}印发"]


def _order(chance: Random, draft: Draft) -> str:
    """令 or 公告: the head, the number without code, what is promulgated."""
    if draft.regulation is None or draft.number is None:
        raise ValueError(f"{draft.name}: an order promulgates a regulation under a number")
    kind, bare = draft.number.split("〔")
    head = chance.choice((f"{kind}\n\n〔{bare}", draft.number))
    said = (
        f"{INDENT}《{draft.regulation.title}》已经{draft.office.name}第{draft.day.month}次会议审议"
        f"通过，现予公布，自{says(draft.day + timedelta(days=60))}起施行。"
    )
    foot = f"{INDENT * 8}负责人　{chance.choice('赵钱孙李周吴')}某某\n{INDENT * 8}{says(draft.day)}"
    return f"{head}\n\n{said}\n\n{foot}\n\n" + _regulation(chance, draft.regulation)


def _regulation(chance: Random, draft: Draft) -> str:
    articles = [draft.opening, *(clause.text() for clause in draft.clauses), *draft.tail]
    lines = [f"{INDENT}第{han(at)}条　{text}" for at, text in enumerate(articles, start=1)]
    return "\n".join([draft.title, "", *lines]) + "\n"

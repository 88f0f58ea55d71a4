"""The ways in which an office takes up a paper from above: forward, relay, issue, carry out."""

from random import Random

from tests.chain_press.clauses import draw_clauses
from tests.chain_press.drafts import Draft, Mention
from tests.chain_press.edits import rewrite
from tests.chain_press.naming import inner, named
from tests.chain_press.tables import phrases

SHORTS = {"通知": "通知", "意见": "意见", "办法": "办法", "方案": "方案"}


def take_up(chance: Random, draft: Draft, subject: str, matter: str) -> None:
    """Fill in title, opening and clauses of ``draft``, which answers its parent."""
    parent = draft.parent
    if parent is None:
        raise ValueError(f"{draft.name} has no parent")
    ways = [_forward_quoted, _forward_plain, _carry_out, _issue_own, _on_that_basis]
    weights = [30, 22, 26, 12, 8]
    if parent.form == "order":
        weights = [0, 0, 40, 12, 8]
    (way,) = chance.choices(ways, weights)
    way(chance, draft, parent, subject, matter)


def by_name(draft: Draft) -> str:
    """Whom the title names: joint offices are set apart by blanks."""
    return " ".join(office.name for office in draft.offices)


def _forward_quoted(chance: Random, draft: Draft, parent: Draft, subject: str, matter: str) -> None:
    kind = "函" if draft.number and "函" in draft.number.split("〔")[0] else "通知"
    about = chance.choice(("", "关于"))
    draft.title = f"{by_name(draft)}{about}转发《{inner(parent.title)}》的{kind}"
    _forward(chance, draft, parent, subject, matter)


def _forward_plain(chance: Random, draft: Draft, parent: Draft, subject: str, matter: str) -> None:
    title = parent.title.replace(" ", "")
    if title.endswith("通知") and chance.random() < 0.6:
        title = title.removesuffix("通知")
        title = title.removesuffix("的") + "的"
        draft.title = f"{by_name(draft)}转发{title}通知"
    else:
        draft.title = f"{by_name(draft)}关于转发{title}的通知"
    _forward(chance, draft, parent, subject, matter)


def _forward(chance: Random, draft: Draft, parent: Draft, subject: str, matter: str) -> None:
    kind = (
        "forward_office" if draft.office.line == "office" and chance.random() < 0.5 else "forward"
    )
    short = _short(chance, parent)
    cited = named(chance, parent, short=short)
    template = chance.choice(phrases(kind))
    if "（见附件）" in template and cited.endswith("）"):
        template = template.replace("（见附件）", "")
    draft.opening = _filled(template, draft, cited, matter)
    draft.mentions.append(Mention(parent, "forwards", draft.opening))
    _speak_again(chance, draft, parent, short)
    draft.clauses = draw_clauses(chance, draft.office.field, chance.randint(0, 4), draft.day.year)
    if chance.random() < 0.75:
        draft.attached = parent.title
    draft.encloses = chance.random() < 0.5


def _carry_out(chance: Random, draft: Draft, parent: Draft, subject: str, matter: str) -> None:
    kind = chance.choice(("实施意见", "实施方案", "通知"))
    target = parent.regulation if parent.form == "order" and parent.regulation else parent
    form = chance.random()
    if form < 0.4:
        verb = chance.choice(("关于贯彻落实", "关于落实", "贯彻落实"))
        draft.title = f"{by_name(draft)}{verb}《{inner(target.title)}》的{kind}"
        draft.mentions.append(Mention(parent, "implements", draft.title))
    else:
        draft.title = f"{by_name(draft)}关于{subject}的{kind}"
    short = _short(chance, parent)
    cited = named(chance, parent, short=short)
    above = parent.parent
    both = above is not None and chance.random() < 0.35
    if above is not None and both:  # the centre first, then the province
        cited = f"{named(chance, above)}{chance.choice('和、')}{cited}"
    draft.opening = _filled(chance.choice(phrases("implement")), draft, cited, matter)
    draft.mentions.append(Mention(parent, "implements", draft.opening))
    if above is not None and both:
        draft.mentions.append(Mention(above, "implements", draft.opening))
    _speak_again(chance, draft, parent, short)
    _rewrite(chance, draft, draft, parent)


def _issue_own(chance: Random, draft: Draft, parent: Draft, subject: str, matter: str) -> None:
    """关于印发《某办法实施细则》的通知, made on the ground of the paper from above."""
    place = draft.office.name.removeprefix("中国人民银行").removeprefix("国家税务总局")
    tail = chance.choice(("实施细则", "操作办法", "管理办法（试行）"))
    rules = Draft(
        draft.name + "r", draft.offices, f"{place}{subject}{tail}", None, draft.day, "regulation"
    )
    cited = named(chance, parent)
    rules.opening = f"为规范{matter}，根据{cited}，结合{draft.office.region}实际，制定本办法。"
    rules.mentions.append(Mention(parent, "cites", rules.opening))
    rules.tail = ["本办法自印发之日起施行。"]
    rules.parent = parent
    issue(chance, draft, rules)
    _rewrite(chance, rules, draft, parent)


def issue(chance: Random, draft: Draft, rules: Draft) -> None:
    """Let ``draft`` be the notice that issues ``rules``."""
    draft.title = f"{by_name(draft)}关于印发《{rules.title}》的通知"
    draft.opening = chance.choice(phrases("issue")).format(
        regulation=rules.title, office=draft.office.name
    )
    draft.mentions.append(Mention(rules, "issues", draft.opening))
    draft.regulation = rules
    if chance.random() < 0.6:
        draft.attached = rules.title


def _on_that_basis(chance: Random, draft: Draft, parent: Draft, subject: str, matter: str) -> None:
    templates = [t for t in phrases("basis") if "本办法" not in t]
    cited = named(chance, parent)
    draft.title = f"{by_name(draft)}关于{subject}的通知"
    draft.opening = _filled(chance.choice(templates), draft, cited, matter)
    draft.mentions.append(Mention(parent, "cites", draft.opening))
    _rewrite(chance, draft, draft, parent)


def relay(chance: Random, draft: Draft, parent: Draft, matter: str) -> None:
    """A government passes the opinions of its own department on."""
    title = inner(parent.title)
    if chance.random() < 0.5:
        draft.title = f"{by_name(draft)}批转《{title}》的通知"
    else:
        draft.title = f"{by_name(draft)}批转{parent.title}的通知"
    cited = named(chance, parent)
    draft.opening = _filled(chance.choice(phrases("relay")), draft, cited, matter)
    draft.mentions.append(Mention(parent, "relays", draft.opening))
    draft.encloses = True


def _rewrite(chance: Random, speaker: Draft, draft: Draft, parent: Draft) -> None:
    above = parent.speaker.clauses
    field, year = draft.office.field, draft.day.year
    if len(above) < 3:
        speaker.clauses = draw_clauses(chance, field, chance.randint(4, 8), year)
        return
    speaker.clauses, speaker.pairs = rewrite(chance, above, field, year)


def _filled(template: str, draft: Draft, cited: str, matter: str) -> str:
    office = draft.office
    return template.format(
        named=cited, region=office.region, government=office.government, matter=matter
    )


def _short(chance: Random, parent: Draft) -> str:
    title = parent.title.removesuffix("（试行）")
    ending = next((short for end, short in SHORTS.items() if title.endswith(end)), "")
    return ending if chance.random() < 0.3 else ""


def _speak_again(chance: Random, draft: Draft, parent: Draft, short: str) -> None:
    if short:
        again = chance.choice(phrases("again")).format(short=short, article=chance.choice("三五八"))
        draft.tail.append(again)
        draft.beside.append(parent)

"""What else papers speak of: laws, older papers, papers of other chains, look-alikes."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.chain_press.clauses import draw_clauses
from tests.chain_press.drafts import Draft, Mention
from tests.chain_press.naming import Names, named
from tests.chain_press.tables import phrases, rows
from tests.chain_press.truth import Relation
from tests.chain_press.ways import by_name

ARTICLES = ("三", "六", "九", "十二", "二十一", "三十四")


@dataclass
class Shelf:
    """Papers of earlier chains that later ones may cite."""

    papers: list[Draft] = field(default_factory=list)


def add_asides(chance: Random, drafts: list[Draft], names: Names, shelf: Shelf) -> list[Draft]:
    """Add mentions to ``drafts``; returns the older papers that these call for."""
    older: list[Draft] = []
    for draft in drafts:
        speaker = draft.speaker
        if chance.random() < 0.35:
            _law(chance, speaker)
        if chance.random() < 0.15:
            older += _older(chance, draft, names, len(older))
        if chance.random() < 0.06:
            older += _yearly(chance, draft, names)
        if chance.random() < 0.08:
            _statute(chance, speaker)
        if chance.random() < 0.25:
            _other(chance, draft, speaker, shelf)
        if chance.random() < 0.3:
            speaker.tail.append(chance.choice(phrases("lookalike")))
        if speaker is draft and chance.random() < 0.3:
            draft.tail.append(chance.choice(phrases("close")))
    shelf.papers += [d for d in drafts if d.alone and d.number and d.form != "order"]
    shelf.papers += [d for d in older if d.alone]
    return older


def _law(chance: Random, speaker: Draft) -> None:
    field_ = speaker.office.field
    fit = [row["title"] for row in rows("laws") if row["kind"] in (field_, "any")]
    title = chance.choice(fit)
    said = chance.choice(phrases("law")).format(law=title, article=chance.choice(ARTICLES))
    law = Draft(f"law:{title}", speaker.offices, title, None, date(1995, 1, 1), "regulation")
    law.alone = False
    speaker.tail.append(said)
    speaker.mentions.append(Mention(law, "cites", said))


def _statute(chance: Random, speaker: Draft) -> None:
    """A regulation by its order, which has no year: （国务院令第588号）."""
    row = chance.choice(rows("statutes"))
    law = Draft(f"law:{row['title']}", speaker.offices, row["title"], row["number"],
                date(2000, 1, 1), "regulation", alone=False)  # fmt: skip
    said = f"各单位要认真执行《{law.title}》（{law.number}）的各项规定。"
    speaker.tail.append(said)
    speaker.mentions.append(Mention(law, "cites", said))


def _yearly(chance: Random, draft: Draft, names: Names) -> list[Draft]:
    """The same wish each year under one title; this paper goes by one of them."""
    made = []
    for years in (1, 2, 3):
        day = draft.day - timedelta(days=365 * years)
        office = draft.office.at(day)
        if office is None or not office.codes or office.name != draft.office.name:
            continue
        number = names.number(chance, office.codes[0], day.year)
        paper = Draft(f"{draft.name}y{years}", (office,), "", number, day)
        paper.title = f"{office.name}关于报送年度工作总结的通知"
        paper.opening = chance.choice(phrases("open")).format(matter="年度工作总结报送")
        paper.clauses = draw_clauses(chance, office.field, 4, day.year)
        made.append(paper)
    if made:
        paper = chance.choice(made)
        said = f"报送口径按照《{paper.title}》（{paper.number}）执行。"
        draft.tail.append(said)
        draft.mentions.append(Mention(paper, "cites", said))
    return made


def _older(chance: Random, draft: Draft, names: Names, rank: int) -> list[Draft]:
    """An older notice of the same office that this one repeals, amends or cites."""
    day = draft.day - timedelta(days=chance.randint(400, 1500))
    office = draft.office.at(day)
    if office is None:
        return []
    code = chance.choice(office.codes) if office.codes else "综发"
    number = names.number(chance, code, day.year)
    subject, matter = names.subject(chance, office.field, day.year)
    older = Draft(f"{draft.name}o{rank}", (office,), "", number, day)
    older.title = f"{by_name(older)}关于{subject}的通知"
    older.opening = chance.choice(phrases("open")).format(matter=matter)
    older.clauses = draw_clauses(chance, office.field, 4, day.year)
    older.alone = chance.random() < 0.5
    relation: Relation = chance.choice(("repeals", "amends", "cites"))
    kind = {"repeals": "repeal", "amends": "amend", "cites": "cite"}[relation]
    template = chance.choice(phrases(kind))
    said = template.format(named=_with_number(chance, older), article=chance.choice(ARTICLES))
    draft.tail.append(said)
    draft.mentions.append(Mention(older, relation, said))
    return [older]


def _other(chance: Random, draft: Draft, speaker: Draft, shelf: Shelf) -> None:
    """A paper of another chain that was there before."""
    fit = [
        d for d in shelf.papers[-400:]
        if d.office.field == draft.office.field and d.day < draft.day
        and not d.name.startswith(draft.name.split("/")[0])
    ]  # fmt: skip
    if not fit:
        return
    paper = chance.choice(fit)
    said = chance.choice(phrases("cite")).format(
        named=named(chance, paper), article=chance.choice(ARTICLES)
    )
    speaker.tail.append(said)
    speaker.mentions.append(Mention(paper, "cites", said))


def _with_number(chance: Random, paper: Draft) -> str:
    if chance.random() < 0.2:
        return f"《{paper.title}》（{paper.number}印发）"
    return f"《{paper.title}》（{paper.number}）"

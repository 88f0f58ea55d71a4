"""The plan of a chain: who issues, who takes it up, what is held, what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.chain_press import ways
from tests.chain_press.asides import Shelf, add_asides
from tests.chain_press.clauses import draw_clauses
from tests.chain_press.drafts import Draft
from tests.chain_press.filing import file_chain
from tests.chain_press.naming import Names
from tests.chain_press.offices import Office, deepest, line_at, lines, office, regions_below, stands
from tests.chain_press.tables import phrases
from tests.chain_press.truth import Chain

Region = dict[str, str]
PARTNERS = {"bank": ("fin", "office", "house"), "fiscal": ("pbc", "labour", "health"),
            "house": ("fin", "pbc"), "labour": ("fin", "tax", "edu"), "edu": ("fin", "health"),
            "health": ("fin", "labour"), "tax": ("fin",), "forex": ("tax",)}  # fmt: skip


def press_chains(count: int, *, seed: int = 1, asides: bool = True) -> Iterator[Chain]:
    """Chains that are papers of one world: numbers and subjects are given once.

    Args:
        count: How many.
        seed: The same seed gives the same papers.
        asides: Whether papers also cite laws, older papers and papers of other chains.
    """
    names, shelf = Names(), Shelf()
    for at in range(count):
        chance = Random(f"{seed}/{at}")
        yield _Plan(f"{seed}-{at:04d}", chance, names).press(shelf if asides else None)


@dataclass
class _Plan:
    name: str
    chance: Random
    names: Names
    drafts: list[Draft] = field(default_factory=list)
    subject: str = ""
    matter: str = ""

    def press(self, shelf: Shelf | None) -> Chain:
        chance = self.chance
        day = date(2018, 5, 1) + timedelta(days=chance.randrange(2200))
        line = chance.choice([one for one in lines() if stands(one, day)])
        top = chance.choice((0, 0, 0, 1))
        bottom = min(deepest(line, day), top + chance.choice((1, 2, 2, 3, 3, 4)))
        region = regions_below(chance, 0, None)
        if chance.random() < (0.4 if line == "state" else 0.04):
            root, level = self._relayed(region, day)
        else:
            root, level = self._root(line, top, region, day), top
        self._grow(root, level, bottom, region)
        self._hold()
        older = add_asides(chance, self.drafts, self.names, shelf) if shelf else []
        return file_chain(chance, self.name, self.drafts, older)

    def _draft(self, offices: tuple[Office, ...], day: date) -> Draft:
        lead = offices[0]
        number = None
        if lead.codes:
            number = self.names.number(self.chance, self.chance.choice(lead.codes), day.year)
        draft = Draft(f"{self.name}/{len(self.drafts)}", offices, "", number, day)
        self.drafts.append(draft)
        return draft

    def _offices(self, line: str, level: int, region: Region, day: date) -> tuple[Office, ...]:
        lead = office(line, level, region, day)
        partners = [p for p in PARTNERS.get(lead.field, ()) if level <= min(3, deepest(p, day))]
        count = self.chance.choice((0, 0, 0, 0, 1, 2)) if level < 3 else 0
        joined = self.chance.sample(partners, min(count, len(partners)))
        return (lead, *(office(p, level, region, day) for p in joined if stands(p, day)))

    def _root(self, line: str, level: int, region: Region, day: date) -> Draft:
        chance = self.chance
        draft = self._draft(self._offices(line, level, region, day), day)
        self.subject, self.matter = self.names.subject(chance, draft.office.field, day.year)
        clauses = draw_clauses(chance, draft.office.field, chance.randint(4, 9), day.year)
        fate = chance.random()
        if fate < 0.12 and line in ("pbc", "fin", "edu", "house") and level == 0:
            draft.offices = draft.offices[:1]
            draft.number = self.names.order(chance, draft.office.name, day.year)
            draft.form = "order"
        if fate < 0.25:
            rules = Draft(
                draft.name + "r", draft.offices, f"{self.subject}办法", None, day, "regulation"
            )
            rules.opening = f"为做好{self.matter}，根据国家有关规定，制定本办法。"
            rules.clauses, rules.tail = clauses, ["本办法由制定机关负责解释。"]
            ways.issue(chance, draft, rules)
            if draft.form == "order":
                draft.title = f"{draft.office.name}令" if "令" in (draft.number or "") else (
                    f"{draft.office.name}公告"
                )  # fmt: skip
        else:
            kind = chance.choice(("通知", "通知", "通知", "意见"))
            draft.title = f"{ways.by_name(draft)}关于{self.subject}的{kind}"
            draft.opening = chance.choice(phrases("open")).format(matter=self.matter)
            draft.clauses = clauses
        return draft

    def _relayed(self, region: Region, day: date) -> tuple[Draft, int]:
        """Opinions of a department that its government relays: 批转."""
        chance = self.chance
        level = chance.choice((1, 2, 3))
        line = chance.choice(("fin", "edu", "house", "labour", "health"))
        opinions = self._draft((office(line, level, region, day),), day)
        self.subject, self.matter = self.names.subject(chance, opinions.office.field, day.year)
        opinions.title = f"{opinions.office.name}关于{self.subject}的意见"
        opinions.opening = f"为做好{self.matter}，现提出以下意见。"
        opinions.clauses = draw_clauses(chance, opinions.office.field, 6, day.year)
        opinions.alone, opinions.relayed = False, True
        notice = self._draft(
            (office("state", level, region, day),), day + timedelta(days=chance.randint(5, 40))
        )
        notice.parent = opinions
        ways.relay(chance, notice, opinions, self.matter)
        return notice, level

    def _grow(self, parent: Draft, level: int, bottom: int, region: Region) -> None:
        """Papers of the offices below that take ``parent`` up, and so on down."""
        chance = self.chance
        if level >= bottom:
            return
        count = chance.choice((1, 1, 1, 2, 3))
        seen: set[str] = set()
        for _ in range(count):
            here = regions_below(chance, level + 1, region) if level else (
                regions_below(chance, 1, None)
            )  # fmt: skip
            day = parent.day + timedelta(days=chance.randint(3, 75))
            line = line_at(parent.office.line, day)
            if level + 1 > deepest(line, day):
                continue
            offices = self._offices(line, level + 1, here, day)
            if offices[0].name in seen:
                continue
            seen.add(offices[0].name)
            child = self._draft(offices, day)
            child.parent = parent
            ways.take_up(chance, child, self.subject, self.matter)
            self._grow(child, level + 1, bottom, here)

    def _hold(self) -> None:
        """Which papers are held, and what each asks to be done with it."""
        chance = self.chance
        for draft in self.drafts:
            has_children = any(other.parent is draft for other in self.drafts)
            if has_children and draft.alone:
                draft.alone = chance.random() < (0.75 if draft.parent is None else 0.9)
            asks = draft.office.asked and draft.form == "notice" and not draft.relayed
            if asks and chance.random() < 0.45:
                draft.wish = chance.choice(phrases("request")).format(
                    asked=draft.office.asked, below=draft.office.below
                )

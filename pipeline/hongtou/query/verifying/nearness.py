"""What comes near to a citation that is not held: numbers off by a digit, titles off by a word."""

from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from hongtou.model import DocumentNumber
from hongtou.notation.document_numbers import read_document_number
from hongtou.notation.titles import title_key
from hongtou.query.verifying.holdings import Holdings, Paper
from hongtou.query.verifying.results import Near

__all__ = ["MOST", "difference_of_numbers", "likeness_of_titles", "near_numbers", "near_titles"]

# Papers that are named for one citation.
MOST: Final = 3
# Titles of notices all have 关于…的通知 in common; below this they speak of other things.
ALIKE: Final = 0.8


def near_numbers(holdings: Holdings, number: DocumentNumber, title: str | None) -> tuple[Near, ...]:
    """Held papers whose number is one slip away, those whose title is more alike first.

    A slip is a wrong digit, two digits in the wrong order, the year next to it, or a code with
    one character more, less or other: 银发〔2021〕64号 for 63号, 银办发 for 银发.
    """
    found: list[tuple[float, str, Near]] = []
    for held, paper in holdings.numbers.items():
        if str(number.serial) not in held and str(number.year) not in held:
            continue
        reason = difference_of_numbers(number, held)
        if reason is None:
            continue
        alike = likeness_of_titles(title, paper) if title else 0.0
        near = OSA.normalized_similarity(number.normal, held)
        found.append((-alike - near, held, Near(holdings.ref(paper), round(near, 2), reason)))
    return tuple(near for _, _, near in sorted(found, key=lambda item: item[:2])[:MOST])


def difference_of_numbers(cited: DocumentNumber, held: str) -> str | None:
    """The one slip between two numbers, in words; ``None`` if there are more, or none."""
    other = read_document_number(held)
    if other is None:
        return None
    unlike = (
        cited.authority_code != other.authority_code,
        cited.year != other.year,
        cited.serial != other.serial,
    )
    if unlike == (False, False, True):
        return _slip("序号", str(cited.serial), str(other.serial))
    if unlike == (False, True, False):
        near = abs((cited.year or 0) - (other.year or 0)) == 1
        slip = _slip("年份", str(cited.year), str(other.year))
        return f"年份相差一年：{cited.year} ↔ {other.year}" if near else slip
    if unlike == (True, False, False):
        distance = OSA.distance(cited.authority_code, other.authority_code, score_cutoff=1)
        if distance == 1:
            return f"机关代字：{cited.authority_code} ↔ {other.authority_code}"
    return None


def _slip(what: str, cited: str, held: str) -> str | None:
    if OSA.distance(cited, held) != 1:
        return None
    swapped = cited != held and sorted(cited) == sorted(held)
    return f"{what}{'数字对调' if swapped else '差一个数字'}：{cited} ↔ {held}"


def near_titles(holdings: Holdings, title: str) -> tuple[Near, ...]:
    """Held papers with a title that is much like it, the most alike first."""
    titles = holdings.title_keys
    found = process.extract(
        title_key(title), titles.keys(), scorer=fuzz.ratio, score_cutoff=100 * ALIKE, limit=MOST
    )
    return tuple(
        Near(holdings.ref(titles[key]), round(score / 100, 2), f"标题相似 {score:.0f}%")
        for key, score, _ in sorted(found, key=lambda item: (-item[1], item[0]))
        if score < 100
    )


def likeness_of_titles(title: str, paper: Paper) -> float:
    """How alike a cited title and that of a paper are, 0 to 1."""
    return fuzz.ratio(title_key(title), title_key(paper.title or "")) / 100

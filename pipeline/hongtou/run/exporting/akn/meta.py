"""What Akoma Ntoso says about a paper: identification, lifecycle, analysis, references.

Repeals and amendments are ``activeModifications``; what held papers do to this one is
``passiveModifications`` and an event of its life. Akoma Ntoso knows no forwarding: 转发, 批转,
印发, 贯彻 and plain citations stand in ``otherAnalysis`` as ``ht:citation`` with the relation, the
words that decide it, and the status of the link; mentions without a number or title of their own
(上述通知) are ``implicitReference`` besides. Duties are ``ht:obligation`` there, doubts
``ht:finding`` in ``proprietary``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.query.standing import Standing
from hongtou.query.whole import Row, WholeDocument
from hongtou.run.exporting.akn.marks import Ink, target_of
from hongtou.run.exporting.akn.xml import Element, Names, References, add, element, foreign
from hongtou.run.exporting.uris import Work, portion_of, work_of

__all__ = ["Finding", "Subject", "describe", "identify", "refer"]

_SOURCE: Final = "#hongtou"  # who says all this: a program
# Relations that change the other paper -> type of the modification. Akoma Ntoso has no "amends":
# words take the place of words.
_MODIFYING: Final = {"repeals": "repeal", "amends": "substitution"}
_EVENTS: Final = (
    ("document_date", "generation", None), ("effective_date", None, "施行"),
    ("expiry_date", None, "失效"),
)  # fmt: skip
_DUTY: Final = ("force", "bearer", "deadline", "recurrence", "condition", "exception")


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt that the export itself adds."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper with what its description needs from others."""

    whole: WholeDocument
    work: Work
    targets: Mapping[str, Row]  # document_id -> row of the cited paper
    standing: Standing | None  # what held papers do to it, whatever the day


def identify(
    subject: Subject, names: Names, references: References, *, component: str = "main"
) -> Element:
    """``meta`` with the identification; ``component`` names an attachment: ``附件1``."""
    work, document = subject.work, subject.whole.document
    meta = element("meta")
    identification = add(meta, "identification", {"source": _SOURCE})
    authorities = [
        str(row["organisation"])
        for row in subject.whole.tables["parties"]
        if row["role"] == "issuing_authority"
    ] or ["发文机关不详"]
    authors = [references.to("TLCOrganization", name) for name in dict.fromkeys(authorities)]
    uris = (("FRBRWork", work.uri, ""), ("FRBRExpression", work.expression, ""),
            ("FRBRManifestation", work.expression, ".xml"))  # fmt: skip
    for tag, uri, ending in uris:
        part = add(identification, tag)
        add(part, "FRBRthis", {"value": f"{uri}/!{component}{ending}"})
        add(part, "FRBRuri", {"value": f"{uri}{ending}"})
        if tag == "FRBRWork":
            _alias(part, "发文字号", document["document_number"])
            _alias(part, "标题", document["title"])
        if tag == "FRBRManifestation":
            _alias(part, "document_id", document["document_id"])
        add(part, "FRBRdate", {"date": work.date, "name": _day_named(document)})
        for author in authors if tag != "FRBRManifestation" else (_SOURCE,):
            add(part, "FRBRauthor", {"href": author})
        _finish(part, tag, subject)
    return meta


def _day_named(document: Row) -> str:
    if document["document_date"]:
        return "成文日期"
    return "印发日期" if document["print_date"] else "unknown"


def _alias(part: Element, name: str, value: object) -> None:
    if value:
        add(part, "FRBRalias", {"value": str(value), "name": name})


def _finish(part: Element, tag: str, subject: Subject) -> None:
    document, work = subject.whole.document, subject.work
    if tag == "FRBRExpression":
        add(part, "FRBRlanguage", {"language": "zho"})
    elif tag == "FRBRManifestation":
        add(part, "FRBRformat", {"value": "application/akn+xml"})
    else:
        add(part, "FRBRcountry", {"value": "cn"})
        for name, value in (
            ("FRBRsubtype", work.document_type), ("FRBRnumber", document["document_number"]),
            ("FRBRname", document["title"]),
        ):  # fmt: skip
            if value:
                add(part, name, {"value": str(value)})


def describe(
    meta: Element, subject: Subject, ink: Ink, places: Mapping[str, str],
    findings: Sequence[Finding],
) -> None:  # fmt: skip
    """Add lifecycle, analysis and doubts to ``meta``; ``places`` names segments by their eIds."""
    names, references = ink.names, ink.references
    events = list(_events(subject, references))
    if events:
        lifecycle = add(meta, "lifecycle", {"source": _SOURCE})
        for attributes in events:
            add(lifecycle, "eventRef", {"eId": names.counted("", "eventRef"), **attributes})
    analysis = element("analysis", {"source": _SOURCE})
    _modify(analysis, subject, ink)
    implicit = [
        row for row in subject.whole.tables["citations"]
        if row["named_by"] in ("anaphor", "plain-title") and row["target_document_id"]
    ]  # fmt: skip
    if implicit:
        others = add(analysis, "otherReferences", {"source": _SOURCE})
        for row in implicit:
            shown = ink.shown.get(str(row["citation_id"]))
            said = {"href": target_of(row, subject.targets), "showAs": str(row["text"])}
            add(others, "implicitReference", {"for": f"#{shown}" if shown else None, **said})
    _analyse(analysis, subject, ink, places)
    if len(analysis):
        meta.append(analysis)
    _doubt(meta, subject, findings)


def _events(subject: Subject, references: References) -> Iterator[dict[str, str | None]]:
    document = subject.whole.document
    for column, kind, word in _EVENTS:
        day = document[column] or (document["print_date"] if kind else None)
        if day:
            refers = references.to("TLCConcept", word) if word else None
            yield {"date": str(day), "source": _SOURCE, "type": kind, "refersTo": refers}
    standing = subject.standing
    if standing is not None and standing.status in ("repealed", "amended"):
        for said in standing.evidence:
            if said.date:
                kind = "repeal" if standing.status == "repealed" else "amendment"
                yield {"date": said.date, "source": _SOURCE, "type": kind,
                       "href": _uri_of_ref(said.document)}  # fmt: skip


def _uri_of_ref(document: object) -> str:
    """The identifier of a ``DocumentRef``, which knows no type: its title tells it."""
    row: Row = {
        "document_id": getattr(document, "document_id", None), "document_type": None,
        "document_number": getattr(document, "number", None), "print_date": None,
        "title": getattr(document, "title", None), "document_date": getattr(document, "date", None),
    }  # fmt: skip
    return work_of(row).uri


def _modify(analysis: Element, subject: Subject, ink: Ink) -> None:
    active = [
        row for row in subject.whole.tables["citations"]
        if row["relation"] in _MODIFYING and row["status"] in ("resolved", "ghost")
    ]  # fmt: skip
    if active:
        holder = add(analysis, "activeModifications")
        for row in active:
            shown = ink.shown.get(str(row["citation_id"]))
            source = f"#{shown}" if shown else subject.work.uri
            destination = target_of(row, subject.targets) or ""
            _modification(holder, _MODIFYING[str(row["relation"])], source, destination, ink.names)
    standing = subject.standing
    if standing is not None and standing.status in ("repealed", "amended"):
        holder = add(analysis, "passiveModifications")
        kind = "repeal" if standing.status == "repealed" else "substitution"
        for said in standing.evidence:
            source = _uri_of_ref(said.document)
            _modification(holder, kind, source, subject.work.uri, ink.names)


def _modification(holder: Element, kind: str, source: str, goal: str, names: Names) -> None:
    made = add(holder, "textualMod", {"type": kind, "eId": names.counted("", "textualMod")})
    add(made, "source", {"href": source})
    add(made, "destination", {"href": goal})


def _analyse(analysis: Element, subject: Subject, ink: Ink, places: Mapping[str, str]) -> None:
    tables = subject.whole.tables
    if not (tables["citations"] or tables["obligations"]):
        return
    other = add(analysis, "otherAnalysis", {"source": _SOURCE})
    for row in tables["citations"]:
        shown = ink.shown.get(str(row["citation_id"]))
        foreign(other, "citation", {
            "relation": str(row["relation"]), "status": _said(row["status"]),
            "confidence": _said(row["confidence"]), "ref": f"#{shown}" if shown else None,
            "href": target_of(row, subject.targets), "evidence": _said(row["relation_evidence"]),
            "portion": portion_of(_said(row["provision"])),
        }, str(row["text"]))  # fmt: skip
    for row in tables["obligations"]:
        place = places.get(str(row["segment_id"]))
        told = {name: _said(row[name]) for name in _DUTY}
        href = f"#{place}" if place else None
        foreign(other, "obligation", {"href": href, **told}, str(row["text"]))


def _doubt(meta: Element, subject: Subject, findings: Sequence[Finding]) -> None:
    rows = [(str(r["code"]), str(r["message"])) for r in subject.whole.tables["findings"]]
    rows += [(finding.code, finding.message) for finding in findings]
    if rows:
        proprietary = add(meta, "proprietary", {"source": _SOURCE})
        for code, message in rows:
            foreign(proprietary, "finding", {"code": code}, message)


def refer(meta: Element, references: References, *, first: bool) -> None:
    """Add ``references``, once all that is referred to is known; before ``proprietary``.

    ``first`` is the paper that carries the others of its file: it says who the source is.
    """
    holder = element("references", {"source": _SOURCE})
    if first:
        add(holder, "TLCObject", {
            "eId": "hongtou", "href": "/akn/ontology/object/hongtou", "showAs": "Hongtou",
        })  # fmt: skip
    for tag, eid, href, shown in references.items:
        add(holder, tag, {"eId": eid, "href": href, "showAs": shown})
    place = next((at for at, child in enumerate(meta) if child.tag.endswith("}proprietary")), None)
    meta.insert(len(meta) if place is None else place, holder)


def _said(value: str | float | None) -> str | None:
    return None if value is None or value == "" else str(value)

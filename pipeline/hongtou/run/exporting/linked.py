"""Linked data: one JSON-LD graph in the terms of ELI and of schema.org's Legislation.

A paper is an ``eli:LegalResource``, what one file holds of it an ``eli:LegalExpression``, an
article an ``eli:LegalResourceSubdivision``. What ELI has no word for is a term of ours below
``eli:related_to``: 转发, 批转, 印发. ``eli:transposes`` stays unused: it is about EU directives.
The context stands inline, so that no network is needed to read the file.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TextIO

from hongtou.errors import ExportError
from hongtou.query import KnowledgeBase
from hongtou.query.standing import Standing
from hongtou.query.whole import Row, WholeDocument
from hongtou.run.exporting.options import Options
from hongtou.run.exporting.shelf import Shelf
from hongtou.run.exporting.uris import UNKNOWN_DATE, Work, safe, work_of

__all__ = ["CONTEXT", "RELATIONS", "write_linked"]

_BASE: Final = "urn:hongtou:"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
CONTEXT: Final[dict[str, object]] = {
    "eli": "http://data.europa.eu/eli/ontology#",
    "schema": "http://schema.org/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ht": "urn:hongtou:term:",
    **{
        term: {"@id": term, "@type": "xsd:date"}
        for term in (
            "eli:date_document", "eli:first_date_entry_in_force", "eli:date_no_longer_in_force",
            "schema:legislationDate", "schema:datePublished",
        )
    },
}  # fmt: skip
# Relation of a citation -> what it is called; all are eli:cites besides, as the words name the
# other paper. 根据 makes a paper rest on another (eli:based_on), whatever else it does with it.
RELATIONS: Final[dict[str, tuple[str, ...]]] = {
    "cites": (),
    "repeals": ("eli:repeals", "eli:changes", "schema:legislationRepeals",
                "schema:legislationChanges"),
    "amends": ("eli:amends", "eli:changes", "schema:legislationAmends",
               "schema:legislationChanges"),
    "implements": ("eli:ensures_implementation_of", "schema:legislationEnsuresImplementationOf"),
    "attaches": ("eli:has_annex",),
    "forwards": ("ht:forwards",),
    "relays": ("ht:relays",),
    "issues": ("ht:issues",),
}  # fmt: skip
_BASIS: Final = re.compile("根据|依据|依照")
_OWN_TERMS: Final = {
    "forwards": ("转发", "passes on a paper of another authority"),
    "relays": ("批转", "a superior passes on the paper of a subordinate"),
    "issues": ("印发", "brings out a regulation or plan as its attachment"),
    "carriedBy": ("载于", "stands in the file of the paper that passes it on"),
}  # fmt: skip
# Kinds of segments that are articles; cells and remarks inside a sentence are none.
_ARTICLES: Final = ("part", "chapter", "section", "article", "item", "attachment")


def write_linked(
    kb: KnowledgeBase, wholes: Iterable[WholeDocument], file: TextIO, options: Options
) -> int:
    """Write one graph, a line a node.

    Returns:
        How many nodes.

    Raises:
        ExportError: If ``options.base`` is no beginning of an identifier.
    """
    base = options.base or _BASE
    if not _IRI.fullmatch(base):
        raise ExportError(f"--base {base!r} 不能作标识的开头；例：https://example.org/ 或 urn:x:")
    many = 0
    file.write('{"@context": ' + json.dumps(CONTEXT, ensure_ascii=False) + ',\n"@graph": [\n')
    for many, node in enumerate(_nodes(Shelf(kb.connection, options), wholes, base), start=1):
        file.write((",\n" if many > 1 else "") + json.dumps(node, ensure_ascii=False))
    file.write("\n]}\n")
    return many


def _nodes(
    shelf: Shelf, wholes: Iterable[WholeDocument], base: str
) -> Iterator[Mapping[str, object]]:
    for term, (label, comment) in _OWN_TERMS.items():
        yield {
            "@id": f"ht:{term}", "rdfs:subPropertyOf": {"@id": "eli:related_to"},
            "rdfs:label": {"@value": label, "@language": "zh"},
            "rdfs:comment": {"@value": comment, "@language": "en"},
        }  # fmt: skip
    for whole in wholes:
        subject = shelf.subject_of(whole)
        node = _resource(whole, subject.work, subject.standing, base)
        _relate(node, whole.tables["citations"], subject.targets, base)
        if whole.document["parent_id"] is not None:
            carrier = shelf.row_of(str(whole.document["parent_id"]))
            node["ht:carriedBy"] = None if carrier is None else _at(base, work_of(carrier).uri)
        yield _bare(node)
        if whole.document["role"] != "ghost":
            yield _bare(_expression(whole, subject.work, base))
            yield from map(_bare, _articles(whole, subject.work, base))


def _resource(
    whole: WholeDocument, work: Work, standing: Standing | None, base: str
) -> dict[str, Any]:
    document = whole.document
    day = None if work.date == UNKNOWN_DATE else work.date
    authorities = [
        {"@id": f"{_join(base, '/akn/ontology/organization/cn/')}{safe(str(row['organisation']))}",
         "@type": "schema:Organization", "schema:name": row["organisation"]}
        for row in whole.tables["parties"] if row["role"] == "issuing_authority"
    ]  # fmt: skip
    kind = work.document_type
    ended = document["expiry_date"]
    repealed = standing is not None and standing.status == "repealed"
    if standing is not None and repealed:
        ended = standing.since or ended
    return {
        "@id": _join(base, work.uri), "@type": ["eli:LegalResource", "schema:Legislation"],
        "eli:id_local": document["document_number"],
        "schema:legislationIdentifier": document["document_number"],
        "schema:name": document["title"],
        "eli:type_document": {"@id": f"ht:type/{safe(kind)}"} if kind else None,
        "schema:legislationType": kind,
        "eli:date_document": day, "schema:legislationDate": day,
        "schema:datePublished": document["print_date"],
        "eli:passed_by": authorities,
        "schema:legislationPassedBy": [{"@id": row["@id"]} for row in authorities],
        "schema:legislationJurisdiction": "CN",
        "eli:first_date_entry_in_force": document["effective_date"],
        "eli:date_no_longer_in_force": ended,
        # Only what a held paper says; without such words a paper may be in force or not.
        "schema:legislationLegalForce": {"@id": "schema:NotInForce"} if repealed else None,
    }  # fmt: skip


def _expression(whole: WholeDocument, work: Work, base: str) -> dict[str, object]:
    document = whole.document
    title = document["title"]
    return {
        "@id": _expression_id(document, work, base), "@type": "eli:LegalExpression",
        "eli:realizes": _at(base, work.uri),
        "eli:title": {"@value": title, "@language": "zh"} if title else None,
        "eli:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "schema:identifier": document["document_id"],
    }  # fmt: skip


def _articles(whole: WholeDocument, work: Work, base: str) -> Iterator[dict[str, object]]:
    here = _expression_id(whole.document, work, base)
    known: dict[object, str] = {}
    for row in whole.tables["segments"]:
        if row["kind"] not in _ARTICLES or not row["label"]:
            continue
        known[row["segment_id"]] = f"{here}/~{safe(str(row['segment_id']).partition('#')[2])}"
        above = known.get(row["parent_id"])
        own = str(row["text"])[: int(row["own_end"] or 0) - int(row["start"] or 0)].strip()
        yield {
            "@id": known[row["segment_id"]],
            "@type": ["eli:LegalResourceSubdivision", "schema:Legislation"],
            "eli:type_subdivision": {"@id": f"ht:subdivision/{row['kind']}"},
            "schema:legislationIdentifier": row["path"], "schema:name": row["heading"],
            "schema:text": own,
            "schema:isPartOf": {"@id": above} if above else _at(base, work.uri),
            "eli:is_part_of": {"@id": above} if above else _at(base, work.uri),
        }  # fmt: skip


def _relate(
    node: dict[str, Any], citations: Iterable[Row], targets: Mapping[str, Row], base: str
) -> None:
    """Add what the paper does to others; doubtful links are no triples."""
    for row in citations:
        target = targets.get(str(row["target_document_id"]))
        if target is None or row["status"] not in ("resolved", "ghost"):
            continue
        terms = ["eli:cites", *RELATIONS[str(row["relation"])]]
        if _BASIS.search(str(row["relation_evidence"] or "")):
            terms.append("eli:based_on")
        at = _at(base, work_of(target).uri)
        for term in terms:
            if at not in node.setdefault(term, []):
                node[term].append(at)


def _expression_id(document: Row, work: Work, base: str) -> str:
    return f"{_join(base, work.expression)}/!{document['document_id']}"


def _at(base: str, path: str) -> dict[str, str]:
    return {"@id": _join(base, path)}


def _join(base: str, path: str) -> str:
    return base.rstrip("/") + path if "//" in base else base + path.lstrip("/")


def _bare(node: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in node.items() if value not in (None, [], "")}

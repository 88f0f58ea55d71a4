"""Knowledge bases of chains made by hand: who names whom, and nothing else."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hongtou.notation.document_numbers import read_document_number
from hongtou.store import open_store

Paper = dict[str, Any]


def paper(key: str, number: str | None = None, date: str | None = None, **more: Any) -> Paper:
    """A row of documents; ``by`` are its issuing authorities, ``role`` may be ghost."""
    return {"document_id": key, "document_number": number, "document_date": date, **more}


def make_chains(
    path: Path,
    papers: Iterable[Paper],
    links: Sequence[tuple[str, ...]] = (),
    *,
    wishes: Iterable[tuple[str, str, str | None]] = (),
    candidates: Iterable[tuple[str, str]] = (),
) -> Path:
    """Write a knowledge base.

    Args:
        path: Of the file.
        papers: As ``paper`` makes them.
        links: Child, parent, and where they are not the usual ones relation and status.
        wishes: Document, who is asked, for whom.
        candidates: Child and a paper that its disputed citation may mean.
    """
    rows: dict[str, list[dict[str, Any]]] = {
        "files": [], "documents": [], "parties": [], "citations": [], "citation_signals": [],
        "forwarding_requests": [],
    }  # fmt: skip
    for entry in papers:
        _shelve(rows, dict(entry))
    for at, (child, parent, *how) in enumerate(links):
        relation, status = [*how, *("forwards", "resolved")[len(how) :]]
        rows["citations"].append({
            "citation_id": f"{child}#c{at}", "document_id": child, "relation": relation,
            "text": f"转发{parent}", "start": 0, "end": 2, "target_document_id": parent,
            "status": status,
        })  # fmt: skip
    for child, parent in candidates:
        key = f"{child}#doubt"
        if not any(row["citation_id"] == key for row in rows["citations"]):
            rows["citations"].append({
                "citation_id": key, "document_id": child, "relation": "forwards", "text": "转发",
                "start": 0, "end": 2, "target_document_id": None, "status": "disputed",
            })  # fmt: skip
        rows["citation_signals"].append({
            "citation_id": key, "kind": "title", "document_id": parent, "score": 0.9,
            "evidence": "标题相同",
        })  # fmt: skip
    rows["forwarding_requests"] += [
        {"document_id": key, "forwarder": by, "recipient": to, "start": 0, "end": 2,
         "text": f"请{by}将本通知转发{to or ''}"}
        for key, by, to in wishes
    ]  # fmt: skip
    with open_store(path) as store:
        for table, content in rows.items():
            store.db.table(table).insert_all(content)
    return path


def _shelve(rows: dict[str, list[dict[str, Any]]], entry: Paper) -> None:
    names = entry.pop("by", ())
    entry = {"role": "main", "title": None, "ordinal": 0, "start": 0, "end": 0, **entry}
    if (number := read_document_number(entry["document_number"] or "")) is not None:
        entry |= {"authority_code": number.authority_code, "year": number.year,
                  "serial": number.serial}  # fmt: skip
    key = entry["document_id"]
    if entry["role"] != "ghost":
        file = entry.setdefault("file_sha256", key)
        if not any(row["sha256"] == file for row in rows["files"][-3:]):
            rows["files"].append({"sha256": file, "name": f"{file}.txt", "path": f"{file}.txt",
                                  "status": "done", "version": "0"})  # fmt: skip
    else:
        entry.setdefault("file_sha256", None)
    rows["documents"].append(entry)
    rows["parties"] += [
        {"document_id": key, "role": "issuing_authority", "rank": at, "name": name,
         "organisation": name}
        for at, name in enumerate(names, 1)
    ]  # fmt: skip

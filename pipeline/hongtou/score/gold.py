"""Gold files: truth that people have read off papers. Two forms, told apart by their content.

*Notices*: ``{"files": {name: {"documents": […]}}}``, a hand-read entry for each document with its
metadata, outline, references, quantities, deadlines. *Circulars*: ``[{"file", "title_on_site",
"document_number", "cites_held_here"}]``, as a catalogue of a site gives them.
"""

import json
import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from hongtou.errors import GoldError

__all__ = [
    "GoldCircular",
    "GoldCondition",
    "GoldCorrection",
    "GoldDocument",
    "GoldFile",
    "GoldForwarding",
    "GoldNotices",
    "GoldProvision",
    "GoldQuantity",
    "GoldReference",
    "GoldText",
    "read_gold",
]


class Gold(BaseModel):
    """Keys that a file gives are compared, absent ones are not; unknown ones are listed."""

    model_config = ConfigDict(frozen=True, extra="allow")

    def given(self, name: str) -> bool:
        """Whether the file says something about ``name``, null included."""
        return name in self.model_fields_set


class GoldCondition(Gold):
    """The quantity that limits the scope of another: 1年期（含）以下贷款."""

    operator: str | None = None
    value: float | None = None
    value_upper: float | None = None
    lower_inclusive: bool | None = None
    upper_inclusive: bool | None = None
    unit: str | None = None
    baseline: str | None = None


class GoldQuantity(GoldCondition):
    """A numeric or comparative limit; only the slots that are given count."""

    text: str
    segment: str | None = None
    per: str | None = None
    condition: GoldCondition | None = None
    bearer: str | None = None
    force: str | None = None
    role: str | None = None
    deadline: str | None = None
    note: str | None = None


class GoldProvision(Gold):
    """A deadline (``date``), a recurrence (``every``) or a prohibition, with its words."""

    text: str
    segment: str | None = None
    date: str | None = None
    every: str | None = None
    bearer: str | None = None


class GoldReference(Gold):
    """A mention of another paper, by number (``target``), title or both."""

    relation: str
    status: str | None = None
    target: str | None = None
    title: str | None = None
    note: str | None = None


class GoldForwarding(Gold):
    """A wish that recipients pass the paper on."""

    text: str
    by: str | None = None
    to: str | None = None


class GoldCorrection(Gold):
    """A misreading; ``state`` (applied, proposed), if given, must be the ledger's."""

    before: str
    after: str
    certain: bool = True
    state: str | None = None


class GoldText(Gold):
    """Words of the paper that are damaged."""

    text: str


class GoldDocument(Gold):
    """One official document of a file."""

    key: str
    role: str | None = None
    document_type: str | None = None
    document_number: str | None = None
    authority_code: str | None = None
    year: int | None = None
    serial: int | None = None
    title: str | None = None
    document_date: str | None = None
    print_date: str | None = None
    effective_date: str | None = None
    expiry_date: str | None = None
    classification: str | None = None
    urgency: str | None = None
    openness: str | None = None
    copies: int | None = None
    signatory: str | None = None
    printing_authority: str | None = None
    contact: str | None = None
    contact_phone: str | None = None
    issuing_authorities: tuple[str, ...] = ()
    main_recipients: tuple[str, ...] = ()
    copy_recipients: tuple[str, ...] = ()
    internal_recipients: tuple[str, ...] = ()
    issuing_authorities_include: tuple[str, ...] = ()
    main_recipients_include: tuple[str, ...] = ()
    copy_recipients_include: tuple[str, ...] = ()
    internal_recipients_include: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()
    inline_items: dict[str, tuple[str, ...]] = {}
    page_break_joins: tuple[str, ...] = ()
    references: tuple[GoldReference, ...] = ()
    not_forwarding: bool = False
    quantities: tuple[GoldQuantity, ...] = ()
    deadlines: tuple[GoldProvision, ...] = ()
    recurrences: tuple[GoldProvision, ...] = ()
    prohibitions: tuple[GoldProvision, ...] = ()
    onward_forwarding: GoldForwarding | None = None
    corrections: tuple[GoldCorrection, ...] = ()
    damaged: tuple[GoldText, ...] = ()


class GoldFile(Gold):
    """All documents of a file, in order."""

    documents: tuple[GoldDocument, ...]


class GoldNotices(Gold):
    """The hand-read form."""

    files: dict[str, GoldFile]
    about: str = ""


class GoldCircular(Gold):
    """The catalogue form: own number, and the numbers it cites that are held here."""

    file: str
    title_on_site: str | None = None
    document_number: str | None = None
    cites_held_here: tuple[tuple[str, str], ...] = ()


def read_gold(path: str | os.PathLike[str]) -> GoldNotices | tuple[GoldCircular, ...]:
    """Read a gold file of either form.

    Raises:
        GoldError: If it is missing, no JSON, or of neither form; the message names the place.
    """
    file = Path(path)
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GoldError(f"{file}：读不到标准答案文件（{error.strerror}）；请检查路径") from error
    except ValueError as error:
        raise GoldError(f"{file}：不是 UTF-8 的 JSON（{error}）；请检查文件内容") from error
    try:
        if isinstance(content, dict) and isinstance(content.get("files"), dict):
            return _not_empty(file, GoldNotices.model_validate(content))
        if isinstance(content, list) and content:
            return tuple(GoldCircular.model_validate(entry) for entry in content)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(map(str, first["loc"]))
        raise GoldError(
            f"{file}：标准答案在 {place} 处不合格式（{first['msg']}，得到 {first['input']!r}）"
        ) from error
    raise GoldError(f"{file}：不是已知的标准答案格式；需要含 files 的对象，或逐条列出文件的列表")


def _not_empty(file: Path, gold: GoldNotices) -> GoldNotices:
    if not any(entry.documents for entry in gold.files.values()):
        raise GoldError(f"{file}：标准答案里一份文件也没有，无从评分")
    return gold

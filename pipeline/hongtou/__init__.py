"""Hongtou (红头): official notices (公文) in, one queryable SQLite knowledge base out.

Example:
    >>> import hongtou
    >>> kb = hongtou.open("extracted/hongtou.db")       # doctest: +SKIP
    >>> kb.search("再贷款", force="must")                # doctest: +SKIP
    >>> kb.chain("忻银发〔2021〕49号").to_mermaid()       # doctest: +SKIP

Names are loaded on first use (PEP 562), so that ``import hongtou`` stays fast and loads neither
spaCy nor an OCR engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hongtou.clean import clean_line as clean_line
    from hongtou.query import KnowledgeBase as KnowledgeBase
    from hongtou.query import open_knowledge_base as open
    from hongtou.run import Answer as Answer
    from hongtou.run import decide as decide
    from hongtou.run import process as process
    from hongtou.run import verify as verify
    from hongtou.run import withdraw as withdraw

__all__ = [
    "Answer",
    "KnowledgeBase",
    "__version__",
    "clean_line",
    "decide",
    "open",
    "process",
    "verify",
    "withdraw",
]

__version__ = "0.1.0"

# Public name -> module and name there.
HOMES: Final = {
    "Answer": ("hongtou.run", "Answer"),
    "KnowledgeBase": ("hongtou.query", "KnowledgeBase"),
    "clean_line": ("hongtou.clean", "clean_line"),
    "decide": ("hongtou.run", "decide"),
    "open": ("hongtou.query", "open_knowledge_base"),
    "process": ("hongtou.run", "process"),
    "verify": ("hongtou.run", "verify"),
    "withdraw": ("hongtou.run", "withdraw"),
}


def __getattr__(name: str) -> object:
    if name not in HOMES:
        raise AttributeError(f"module 'hongtou' has no attribute {name!r}")
    module, attribute = HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *HOMES})

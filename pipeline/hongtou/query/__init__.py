"""query: questions to the knowledge base; reads the database only and never a source file."""

from hongtou.query.chains.chain import Chain
from hongtou.query.compare import Comparison
from hongtou.query.differing.difference import Diff
from hongtou.query.knowledge_base import KnowledgeBase, open_knowledge_base
from hongtou.query.results import DocumentRef, Duty, Hit, Summary
from hongtou.query.sheet import Sheet
from hongtou.query.standing import Evidence, Standing

__all__ = [
    "Chain",
    "Comparison",
    "Diff",
    "DocumentRef",
    "Duty",
    "Evidence",
    "Hit",
    "KnowledgeBase",
    "Sheet",
    "Standing",
    "Summary",
    "open_knowledge_base",
]

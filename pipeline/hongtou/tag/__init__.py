"""Outline → TaggedDocument: a spaCy ``zh`` pipeline of our own components.

The truth is the tags with their offsets in the clean text; the spaCy ``Doc`` is a view on them,
one token a character (so that no span is lost), with the tags in ``doc.spans``.
"""

from hongtou.tag.patterns import check_own_patterns
from hongtou.tag.pipeline import build_pipeline, tag
from hongtou.tag.views import render_doc

__all__ = ["build_pipeline", "check_own_patterns", "render_doc", "tag"]

"""Hongtou (红头): official notices in, one queryable SQLite knowledge base out."""

__version__ = "0.1.0"

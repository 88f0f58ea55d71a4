"""Passages that papers share word for word: evidence of lineage where nobody cites anybody."""

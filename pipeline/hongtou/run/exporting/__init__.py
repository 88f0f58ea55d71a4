"""The forms in which documents leave for other programs, one module a form."""

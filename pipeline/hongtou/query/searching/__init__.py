"""Searching: words, numbers and near spellings in the stored text."""

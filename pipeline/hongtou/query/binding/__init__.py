"""Binding: which institution, in which place, a duty is for."""

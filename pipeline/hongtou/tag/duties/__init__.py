"""Duties: who must, must not, should or may do what; the door is ``obligations``."""

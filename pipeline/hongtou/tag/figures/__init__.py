"""Figures: what a number says of which thing; the door is ``quantities``."""

"""Faults that are real, one after another, and whether the installed command stands them."""

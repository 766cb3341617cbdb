"""Measurements of the bounds the product promises: `python -m tests.bench`."""

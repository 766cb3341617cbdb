"""Resumes: files to text, text to JSON Resume, and what follows from it.

`reader.read_text` reads a file, `offline.extract` finds what is in its text,
`ingest.ingest` does both and derives years of experience and a level.
"""

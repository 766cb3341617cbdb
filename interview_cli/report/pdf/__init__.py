"""A session as a PDF: what it is written with, how it is laid out, and its charts."""

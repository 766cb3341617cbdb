"""Simulated candidates: who answers when an interviewer or a judge is put to the test."""

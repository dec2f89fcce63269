"""Helpers on plain strings; nothing here imports spaCy."""

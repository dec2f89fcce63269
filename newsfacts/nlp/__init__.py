"""Helpers that need a spaCy Doc."""

"""The command line: arguments in, exit code out; knows no English news.

Each command has a module. Nothing here imports spaCy before there is an article to read.
"""

from __future__ import annotations

from newsfacts.cli.application import app, main

# Imported for the commands that they add to the app, in the order in which --help lists them.
from newsfacts.cli import extract, timeline, schema, models  # isort: skip

__all__ = ["app", "extract", "main", "models", "schema", "timeline"]

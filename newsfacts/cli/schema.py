"""`newsfacts schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import exit_codes
from newsfacts.cli.options import check_word
from newsfacts.cli.output import print_json


@app.command()
def schema(
    of: Annotated[
        str, typer.Option("--of", metavar="COMMAND", help="Of which output: extract, timeline or merge.")
    ] = "extract",
) -> None:
    """Print the JSON Schema (2020-12) of the output.

    It fits a whole JSON document (a list of articles, of the entries of a timeline, all stories) and a line
    of JSON Lines (one of them).
    """
    from newsfacts.output.schema import OUTPUTS
    from newsfacts.output.schema import schema as make_schema

    with exit_codes():
        check_word(of, tuple(OUTPUTS), "--of")
        print_json(make_schema(of))

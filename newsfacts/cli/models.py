"""`newsfacts models`."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import Annotated, Any

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import exit_codes
from newsfacts.cli.options import check_word
from newsfacts.cli.output import data_stream, print_json


@app.command(short_help="List the models there are.")
def models(
    format_name: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table or json; auto: a table on a terminal, else JSON."
        ),
    ] = "auto",
) -> None:
    """List the models there are, with sizes, labels, sources, licences and scores."""
    from newsfacts.cards import model_cards

    with exit_codes():
        check_word(format_name, ("auto", "table", "json"), "--format")
        cards = model_cards()
        if format_name == "json" or (format_name == "auto" and not sys.stdout.isatty()):
            print_json(cards)
        else:
            stream = data_stream("table")
            stream.write("\n".join(_card_text(card) for card in cards) or "no models are installed\n")
            stream.flush()


# A head with more labels than these shows how many: the tags of a tagger tell nobody what it finds.
_MAX_LABELS = 12


def _card_text(card: dict[str, Any]) -> str:
    facts = (card["name"], card["version"], f"{card['size_bytes'] / 1e6:.1f} MB", card["licence"])
    rows = [("  ".join(str(fact) for fact in facts if fact is not None), "")]
    for head, labels in card["labels"].items():
        many = len(labels) > _MAX_LABELS
        rows.append((head, f"{len(labels)} labels" if many else " ".join(labels)))
    scores = card["scores"] or {}
    for name, part in scores.items() if isinstance(scores, dict) else ():
        rows.append(("scores", f"{name}: {_flat(part)}"))
    for source in card["sources"] or ():
        rows.append(("source", _flat(list(source.values()) if isinstance(source, dict) else source)))
    width = max(shutil.get_terminal_size().columns, 40)
    lines = [rows[0][0]]
    for label, text in rows[1:]:
        lines += textwrap.wrap(
            text, width, initial_indent=f"  {label:<8}", subsequent_indent=" " * 10, break_on_hyphens=False
        )
    return "\n".join(lines) + "\n"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_flat(part)}" for key, part in value.items() if part is not None)
    return ", ".join(map(_flat, value)) if isinstance(value, list) else str(value)

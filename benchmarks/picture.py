"""A picture of the terminal for the README: `python -m benchmarks.picture ARTICLE docs/terminal.svg`."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

COLUMNS, LINES = 88, 34
# Rich's own frame names a font that would be fetched from the network: the reader's own does.
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


class Terminal(io.StringIO):
    """What takes colours."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def main() -> None:
    article, picture = map(Path, sys.argv[1:])
    from newsfacts import Article, extract
    from newsfacts.writers import FORMATS

    facts = extract(Article(article.stem, article.read_text("utf-8")), published="2024-09-02")
    write: Any = FORMATS["table"].write
    stream = Terminal()
    write([facts], stream, only=("people", "casualties"))
    command = f"$ newsfacts extract {article.parent}/ --only people,casualties --published 2024-09-02"
    shown = "\n".join([command, "", *stream.getvalue().splitlines()[:LINES], "…"])
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown), soft_wrap=True)
    picture.write_text(FONTS.sub("", console.export_svg(title="newsfacts", unique_id="newsfacts")), "utf-8")


if __name__ == "__main__":
    main()

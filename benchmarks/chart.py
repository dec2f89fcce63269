"""The first table of docs/speed.md as bars: `python -m benchmarks.chart` writes docs/speed.svg."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
_ROW = re.compile(r"^\| ([^|]+) \| ([\d,]+) \|", re.MULTILINE)
_LEFT, _WIDTH, _LINE = 300, 420, 26


def bars(rows: list[tuple[str, int]]) -> str:
    """An SVG with a bar for each row, ours darker."""
    most = max(value for _, value in rows)
    height = _LINE * len(rows) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 90}" height="{height}" role="img" '
        'font-family="system-ui,sans-serif" font-size="13">',
        "<title>Words a second of one thread</title>",
    ]
    for i, (name, value) in enumerate(rows):
        y, width = 10 + i * _LINE, max(2, round(_WIDTH * value / most))
        colour = "#1f6f8b" if name.startswith("our") else "#b9c4cf"
        parts += [
            f'<text x="{_LEFT - 10}" y="{y + 15}" text-anchor="end" fill="#1d2733">{escape(name)}</text>',
            f'<rect x="{_LEFT}" y="{y}" width="{width}" height="{_LINE - 6}" fill="{colour}"/>',
            f'<text x="{_LEFT + width + 6}" y="{y + 15}" fill="#44515f">{value:,}</text>',
        ]
    note = "words of plain news a second of processor time, one thread"
    parts.append(f'<text x="{_LEFT}" y="{height - 10}" fill="#44515f">{note}</text></svg>')
    return "\n".join(parts) + "\n"


def main() -> None:
    table = (DOCS / "speed.md").read_text("utf-8").split("\n\n|", 1)[1].split("\n\n", 1)[0]
    rows = [(name.strip(), int(value.replace(",", ""))) for name, value in _ROW.findall("|" + table)]
    # The tokenizer alone is far off the scale.
    (DOCS / "speed.svg").write_text(bars([row for row in rows if "tokenizer alone" not in row[0]]), "utf-8")


if __name__ == "__main__":
    main()

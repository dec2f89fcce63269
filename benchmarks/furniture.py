"""How much of the furniture of the made-up pages is found, and how much of their stories is lost.

    python -m benchmarks.furniture            both halves
    python -m benchmarks.furniture --errors   and what is wrong on the half that rules are written on
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from newsfacts.text.boilerplate import find_furniture, find_title
from tests.marked_pages import EITHER, Page, all_pages


def measure(pages: Sequence[Page], *, errors: bool = False) -> dict[str, float]:
    """Precision and recall of furniture in characters (blanks aside) and in lines; shares of right reasons
    and titles. A line counts as skipped where more than half of it is."""
    chars: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    reasons: Counter[bool] = Counter()
    titles: Counter[bool] = Counter()
    for page in pages:
        skipped = {i: fact.reason for fact in find_furniture(page.text) for i in range(fact.span.start, fact.span.end)}
        titles[find_title(page.text) == page.title] += 1
        if errors and find_title(page.text) != page.title:
            print(f"{page.name}: title {find_title(page.text)!r}, not {page.title!r}")
        for piece in page.pieces:
            if piece.mark == EITHER:
                continue
            inside = [i for i in range(piece.start, piece.end) if not page.text[i].isspace()]
            taken = [i for i in inside if i in skipped]
            whole = 2 * len(taken) > len(inside)
            if piece.furniture:
                chars.update({"right": len(taken), "missed": len(inside) - len(taken)})
                lines["right" if whole else "missed"] += 1
                if whole:
                    reasons[skipped[taken[0]] in piece.mark.split("/")] += 1
            else:
                chars["false"] += len(taken)
                lines["false"] += whole or bool(taken)
            if errors and piece.furniture != whole:
                print(f"{page.name}: {'MISSED' if piece.furniture else 'FALSE '} {piece.mark:10} {page.text[piece.start:piece.end]}")
            elif errors and piece.furniture and skipped[taken[0]] not in piece.mark.split("/"):
                print(f"{page.name}: {skipped[taken[0]]}, not {piece.mark}: {page.text[piece.start:piece.end]}")
    return {
        "pages": len(pages),
        **{f"{what} {unit}": share for unit, count in (("chars", chars), ("lines", lines)) for what, share in (
            ("precision", count["right"] / max(count["right"] + count["false"], 1)),
            ("recall", count["right"] / max(count["right"] + count["missed"], 1)),
        )},
        "false lines": lines["false"],
        "reasons": reasons[True] / max(reasons.total(), 1),
        "titles": titles[True] / max(titles.total(), 1),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    for half, measured_only in (("tuned on", False), ("measured only", True)):
        pages = [page for page in all_pages() if page.measured_only == measured_only]
        figures = measure(pages, errors=options.errors and not measured_only)
        print(f"{half}: " + ", ".join(f"{name} {value:.3g}" for name, value in figures.items()))


if __name__ == "__main__":
    main()

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

from newsfacts.furniture.marks import find_furniture, find_title
from tests.marked_pages import EITHER, Page, all_pages


def measure(pages: Sequence[Page], *, errors: bool = False) -> dict[str, float]:
    """Precision and recall of furniture in characters (blanks aside) and in lines; shares of right reasons
    and titles. A line counts as skipped where more than half of it is."""
    chars: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    reasons: Counter[bool] = Counter()
    titles: Counter[bool] = Counter()
    for page in pages:
        text, title = page.text, find_title(page.text)
        skipped = {
            at: fact.reason for fact in find_furniture(text) for at in range(fact.span.start, fact.span.end)
        }
        titles[title == page.title] += 1
        if errors and title != page.title:
            print(f"{page.name}: title {title!r}, not {page.title!r}")
        for piece in page.pieces:
            if piece.mark == EITHER:
                continue
            inside = [at for at in range(piece.start, piece.end) if not text[at].isspace()]
            taken = [at for at in inside if at in skipped]
            whole = 2 * len(taken) > len(inside)
            if piece.furniture:
                chars.update({"right": len(taken), "missed": len(inside) - len(taken)})
                lines["right" if whole else "missed"] += 1
                if whole:
                    reasons[skipped[taken[0]] in piece.mark.split("/")] += 1
            else:
                chars["false"] += len(taken)
                lines["false"] += bool(taken)
            if not errors:
                continue
            words = text[piece.start : piece.end]
            if piece.furniture != whole:
                print(f"{page.name}: {'MISSED' if piece.furniture else 'FALSE '} {piece.mark:10} {words}")
            elif piece.furniture and skipped[taken[0]] not in piece.mark.split("/"):
                print(f"{page.name}: {skipped[taken[0]]}, not {piece.mark}: {words}")
    figures: dict[str, float] = {"pages": len(pages)}
    for unit, count in (("chars", chars), ("lines", lines)):
        figures[f"{unit} precision"] = count["right"] / max(count["right"] + count["false"], 1)
        figures[f"{unit} recall"] = count["right"] / max(count["right"] + count["missed"], 1)
    return {
        **figures,
        "lines lost": lines["false"],
        "right reasons": reasons[True] / max(reasons.total(), 1),
        "right titles": titles[True] / max(titles.total(), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    groups = {
        "tuned on": [page for page in all_pages() if not page.measured_only],
        "measured only": [
            page for page in all_pages() if page.measured_only and not page.fresh and not page.last
        ],
        "written after the first rules": [page for page in all_pages() if page.fresh],
        "written last": [page for page in all_pages() if page.last],
    }
    for name, pages in groups.items():
        figures = measure(pages, errors=options.errors and name == "tuned on")
        print(f"{name}: " + ", ".join(f"{what} {value:.3g}" for what, value in figures.items()))


if __name__ == "__main__":
    main()

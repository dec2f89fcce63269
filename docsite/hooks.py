"""What MkDocs calls: adds pages made from the code, and those beside docs/ with their links mended."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from docsite.beside import BESIDE  # noqa: E402
from docsite.reference import pages  # noqa: E402


def on_files(files: Files, config: Any, **_: Any) -> Files:
    """The pages of docs/, with the others."""
    made = pages()
    made |= {place: inside((ROOT / name).read_text("utf-8")) for name, place in BESIDE.items()}
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to the pages beside docs/ lead to where these stand in the site."""
    for name, place in BESIDE.items():
        markdown = re.sub(rf"\]\(\.\./{re.escape(name)}", f"]({place}", markdown)
    return markdown


def inside(text: str) -> str:
    """A page of the root as one of docs/: its links lose the folder."""
    return re.sub(r"\]\(docs/", "](", text)

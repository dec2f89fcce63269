"""spaCy imported without what no command of ours needs."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

# `import spacy` runs `from .cli.info import info`: spaCy's whole command line, with the downloads of models
# and their HTTP clients.
_PARTS = ("spacy.cli", "spacy.cli.info")


def import_spacy() -> None:
    """Import spaCy, but not its command line; to be called before what imports spaCy.

    That command line takes over a third of the time of `import spacy`, and brings network libraries that
    this program never uses. Who asks for it afterwards (`import spacy.cli`, `spacy.info()`) gets the real
    one.
    """
    if "spacy" in sys.modules:
        return
    places = {name: ModuleType(name) for name in _PARTS}
    for name, place in places.items():
        vars(place).update(__path__=[], info=_info)
        sys.modules[name] = place
    try:
        import spacy  # noqa: F401
    finally:
        for name, place in places.items():
            if sys.modules.get(name) is place:
                del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    """`spacy.info`, imported when it is called."""
    from spacy.cli.info import info

    return info(*arguments, **options)

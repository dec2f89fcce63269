"""Methods of dataclasses compiled once for all runs (see `newsfacts.kept`): an eighth of what a start takes.

`dataclasses` writes each method as text and has Python compile it, in every run: 1,240 of them for a short
article. Only the command line keeps what they are compiled to, by their text, which is all they depend on.
"""

from __future__ import annotations

import builtins
import dataclasses
import marshal
from typing import Any

from newsfacts import kept
from newsfacts.kept import Kept

_MOST = 5000
_FEW_NEW = 50  # are not worth writing the file again


class _Methods:
    def __init__(self, file: Kept) -> None:
        self.file = file

    def exec(self, source: Any, *scopes: Any) -> None:
        """In the place of `exec` in the module `dataclasses`."""
        builtins.exec(self.compiled(source) if isinstance(source, str) else source, *scopes)

    def compiled(self, source: str) -> Any:
        found: bytes | None = self.file.values.get(source)
        if found is not None:
            return marshal.loads(found)
        code = compile(source, "<string>", "exec", dont_inherit=True)
        if len(self.file.values) < _MOST:
            self.file.add(source, marshal.dumps(code))
        return code


def remember() -> None:
    """Let `dataclasses` take from now on what is kept, and keep what is new until `kept.write`."""
    if "exec" not in vars(dataclasses):
        methods = _Methods(kept.remember("methods", least=_FEW_NEW))
        setattr(dataclasses, "exec", methods.exec)  # noqa: B010

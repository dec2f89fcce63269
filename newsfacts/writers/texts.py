"""The texts of articles as they were read, a file each: what offsets count."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from newsfacts.errors import UsageError
from newsfacts.types import Article
from newsfacts.writers.streams import whole_file

# What some system or shell does not have in names.
_UNSAFE = re.compile(r'[\x00-\x20\x7f"*/:<>?\\|\u2028\u2029]+')
# File systems take 255 bytes; the rest is for a number and the ending.
_MAX_NAME_BYTES = 200
# Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=$|\.)", re.IGNORECASE)


class TextFolder:
    """A folder that takes the text of each article, in UTF-8, its newlines as they were read.

    Files are named by id, made safe: `2024/a:1` is `2024_a_1.txt`. Of several articles with one name the
    later are `…-2.txt`, `…-3.txt`. The folder is made where there is none; raises UsageError where it
    cannot be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: Counter[str] = Counter()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = (error.strerror or str(error)).lower()
            raise UsageError(f"--save-text {folder}: cannot be made ({what})") from None

    def save(self, article: Article) -> Path:
        """Write the text of `article`. Raises UsageError where it cannot be written."""
        path = self._folder / f"{self._name(article.id)}.txt"
        with whole_file(path) as stream:
            stream.write(article.text)
        return path

    def _name(self, id: str) -> str:
        name = file_stem(id)
        while True:
            # Some file systems take "A" and "a" for one.
            self._names[name.lower()] += 1
            number = self._names[name.lower()]
            if number == 1:
                return name
            name = f"{file_stem(id)}-{number}"


def file_stem(id: str) -> str:
    """`id` as a name that any file system takes, without an ending."""
    name = _UNSAFE.sub("_", id).strip("._") or "article"
    name = _DEVICES.sub(r"\g<0>_", name)
    while len(os.fsencode(name)) > _MAX_NAME_BYTES:
        name = name[: max(1, len(name) - 8)]
    return name

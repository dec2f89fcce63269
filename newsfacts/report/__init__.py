"""Facts and stories as one self-contained HTML page: to look at, to print, to send on."""

from __future__ import annotations

from newsfacts.report.articles import Told
from newsfacts.report.page import page

__all__ = ["Told", "page"]

"""The text of an article as the pipeline reads it: without line ends in mid-sentence, tags and the like.

Nothing is edited: a `View` keeps where each of its characters stands in the text as read, and facts found in
the view come back with the offsets of the text.
"""

from __future__ import annotations

from newsfacts.plain.plainly import TextIs, plainly
from newsfacts.plain.views import View

__all__ = ["TextIs", "View", "plainly"]

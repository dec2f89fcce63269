"""The text of an article as the pipeline reads it: without line ends in mid-sentence, tags and the like.

Nothing is edited: a `View` keeps where each of its characters stands in the text as read, and facts found in
the view come back with the offsets of the text.
"""

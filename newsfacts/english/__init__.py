"""What English words are, whatever is read: names as strings, titles of people, closed classes of words.

`words` holds the closed classes, each word once, and reads lists of words; `names` compares names and their
short forms; `titles` holds words of office, `calendar.toml` months and weekdays, `speech` verbs of saying,
`tags` the tagger's kinds of words. Nothing here knows a Doc.
"""

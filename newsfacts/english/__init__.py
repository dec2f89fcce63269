"""What English words are, whatever is read: names as strings, titles of people, closed classes of words.

`names` compares names and their short forms; `titles.toml` holds words of office, `calendar.toml` months and
weekdays, `speech` verbs of saying. Nothing here knows a Doc.
"""

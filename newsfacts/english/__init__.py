"""What English words are, whatever is read: names as strings, titles of people, closed classes of words.

`names` compares names and their short forms; `titles.toml` holds words of office. Nothing here knows a Doc.
"""

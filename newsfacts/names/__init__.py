"""People, places and organizations: the tagger's names in; entities with their mentions, and what is known
of each, out.

`repairs` puts the names in order, `mentions` tells who is who; `people`, `organizations` and `places` are the
components that keep them on the Doc, `aliases` lets the user's own word win; `roles` and `age_nationality`
read what the article says of a person.
"""

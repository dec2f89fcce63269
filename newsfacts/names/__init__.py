"""People, places and organizations: the tagger's names in; entities with their mentions, and what is known
of each, out.

`passes` puts the names in order, `mentions` keeps them on the Doc, `coreference` tells who is who; `people`,
`organizations` and `places` are the components that make entities of them, `aliases` lets the user's own word
win; `roles` and `age_nationality` read what the article says of a person, `organization_names` what the name
of a body tells. The words they go by stand beside them (`*.toml`).
"""

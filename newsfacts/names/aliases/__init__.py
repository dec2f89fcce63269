"""The user's own word on who is who: `file` reads and checks it, `component` lets it win.

`parting` tells whose the mentions of an entity are then, `missed` finds names that the tagger passed by,
`build` makes the entities anew.
"""

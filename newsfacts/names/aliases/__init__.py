"""The user's own word on who is who: `file` reads and checks it, `component` lets it win."""

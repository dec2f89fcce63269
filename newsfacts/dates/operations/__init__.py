"""What a rule of `dates/rules.toml` does with its words: one file a kind of value, each with its `OPS`."""

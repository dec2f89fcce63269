"""spaCy components, one file and one kind of fact each."""

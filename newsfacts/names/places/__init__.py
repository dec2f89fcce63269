"""Places: names of places in; places with their kind, country and point out.

`component` keeps them on the Doc; `containment` reads what the article says a place lies in, `metonymy`
whether a capital stands for its government.
"""

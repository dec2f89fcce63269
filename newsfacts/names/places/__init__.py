"""Places: names of places in; places with their kind, country and point out, or none where that is not sure.

`component` keeps them on the Doc. `group`: the mentions of one place. `kinds`: town, region, water … `beside`
and `containment`: what the words say of where it lies. `evidence`: what speaks for each of its namesakes, as
numbers; `choose`: the scorer over them, with the weights of `weights.toml`. `locate`: the point, and of what
it is the point. `metonymy`: whether a capital stands for its government.
"""

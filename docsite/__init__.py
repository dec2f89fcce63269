"""The documentation as a site (`make docs`): `reference` makes pages from the code, `hooks` adds them."""

"""What facts look like outside: facts in; plain JSON data, rows of tables, and their JSON Schema out.

`records` has the fields of an article's facts and their way back, `columns` the tables, `story_records` and
`timeline_records` the same for stories and timelines; `schema` is made from these types.
"""

"""The tagger's names put in order: cleaned, labelled alike, and found again where it passed them by.

`PASSES` are run one after the other, each from `Names` to `Names` (`value`); nothing in them knows single
names: the article itself is the evidence, and beside it the gazetteer and the known bodies (`clues`).
`clean` takes off what is no part of a name, `whole` and `given` put people's names together, `bodies` finds
companies and the like however they were tagged, `officers` parts them from who serves in them, `borders`
sets ends right, `introduced` and `labels` the kind, `homes` finds the town behind a full name, `families`
the people of an obituary's list, `things`
leaves out ships, vaccines and cars, `trust` what nothing bears out, `spread` finds it elsewhere; `record`
keeps which pass changed what.
"""

from __future__ import annotations

from spacy.tokens import Doc

from newsfacts.names.passes import (
    bodies,
    borders,
    clean,
    families,
    given,
    homes,
    introduced,
    labels,
    officers,
    place_names,
    record,
    spread,
    teams,
    things,
    trust,
    whole,
)
from newsfacts.names.passes.value import Names

PASSES: tuple[record.Pass, ...] = (
    clean.trimmed,
    clean.of_the_story,
    whole.whole,
    given.given,
    introduced.introduced,
    bodies.well_known,
    bodies.told,
    bodies.no_bodies,
    officers.parted,
    borders.datelines,
    borders.place_and_person,
    things.things,
    things.cars_and_strains,
    homes.homes,
    place_names.written_out,
    place_names.told_places,
    clean.no_people,
    labels.told_beside,
    borders.joined,
    borders.seats,
    borders.known_bodies,
    borders.of_places,
    labels.alike,
    labels.listed,
    labels.towns,
    families.families,
    teams.teams,
    trust.believed,
    borders.generations,
    spread.spread,
    borders.generations,  # of those found last
)


def resolve(doc: Doc) -> Names:
    """People, bodies and places of the story, PERSON ORG LOC FAC, in reading order, none overlapping.

    Worked out from the tagger's names, with what each pass changed; changes nothing on `doc`.
    """
    return record.run(Names.of(doc), PASSES)

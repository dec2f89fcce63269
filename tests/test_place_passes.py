"""Names of towns that are teams, works, cars and airlines; and places that say what they are."""

from __future__ import annotations

import pytest
from pipelines import whole

from newsfacts.pipeline import extract

pytestmark = pytest.mark.model

# Sentence, the places in it, names that are none.
SENTENCES = [
    ("Boston lost to Toronto in the playoffs.", [], ["Boston", "Toronto"]),
    ("Barcelona drew 2-2 with Valencia at home.", [], ["Barcelona", "Valencia"]),
    ("Houston edged Seattle 3-2 in extra innings.", [], ["Houston", "Seattle"]),
    ("Villarreal beat Sevilla 1-0 in Seville.", ["Seville"], ["Villarreal", "Sevilla"]),
    ("The striker joined Bournemouth from Brighton on Monday.", [], ["Bournemouth", "Brighton"]),
    ("Rovers visit Plymouth Argyle on Friday.", [], ["Plymouth Argyle"]),
    ("Germany beat Brazil 7-1.", ["Germany", "Brazil"], []),
    ("Aleppo hosted 20-30 families from Idlib.", ["Aleppo", "Idlib"], []),
    ("The minister will visit Liverpool before hosting leaders in London.", ["Liverpool", "London"], []),
    ("The City of Toledo raised its water rates.", ["Toledo"], ["City of Toledo"]),
    ("Residents of the Town of Amherst in New York voted.", ["Amherst", "New York"], []),
    ("The City of London Police arrested two men.", [], ["City of London Police"]),
    (
        "MARSHALL, MO. — A dog bit a mayor. DEXTER, Mich. — A bridge closed.",
        ["Marshall", "Dexter", "Mich."],
        [],
    ),
    ("Deputies in Clinton, Iowa, said the man from Jackson, Miss., was safe.", ["Clinton", "Jackson"], []),
    ("Snowy Norway welcomed the skiers.", ["Norway"], ["Snowy Norway"]),
    ("Impoverished Haiti awaits aid.", ["Haiti"], ["Impoverished Haiti"]),
    ("The Soviet Union fell in 1991.", ["Soviet Union"], []),
    ("Rovers host Exeter City on Friday after a trip to Luton Town.", [], ["Exeter City", "Luton Town"]),
    ("She works for the county in Exeter City Hall and lives in Luton.", ["Luton"], []),
    ("The soprano is remembered for her parts in Manhattan and Casablanca.", [], ["Manhattan", "Casablanca"]),
    ("Southern Sudan voted.", [], ["Sudan"]),
    ("The actor starred in Casablanca and Philadelphia.", [], ["Casablanca", "Philadelphia"]),
    ("The actor lives in Philadelphia.", ["Philadelphia"], []),
    ("GARY, IND. — Two people were killed on Sunday.", ["Gary", "Ind."], ["Gary, Ind", "Ind"]),
    ("EL PASO, TEX. — A gunman killed three.", ["El Paso", "Tex."], ["El Paso, Tex"]),
    ("A Delta jet made an emergency landing in Atlanta on Friday.", ["Atlanta"], ["Delta"]),
    ("A car hit a stationary Vauxhall in Leeds.", ["Leeds"], ["Vauxhall"]),
    ("Whales swam in the Gulf of Alaska.", ["Gulf of Alaska"], ["Gulf", "Alaska"]),
    ("A car park in King's Lynn was sealed off.", ["King's Lynn"], ["King", "Lynn"]),
    ("Bishop's Stortford's clinic was shut.", ["Bishop's Stortford"], ["Bishop", "Stortford"]),
    ("The tug Trondheim pulled it to Bergen.", ["Bergen"], ["Trondheim"]),
    ("Sonia Petts, 50, of Church View, Ashton Magna, was fined.", ["Church View", "Ashton Magna"], []),
    ("He is survived by sons Rory, Sudbury; Ewan, Halifax.", ["Sudbury", "Halifax"], ["Rory", "Ewan"]),
    ("A Kia Rio and a Mazda Demio collided in Nairobi.", ["Nairobi"], ["Kia Rio", "Mazda Demio", "Rio"]),
    ("A Hyundai Santa Fe hit a tree.", [], ["Santa Fe"]),
    ("The driver of a silver Malibu fled; a Tacoma was struck near Lima.", ["Lima"], ["Malibu", "Tacoma"]),
    ("The Colorado River rose as the driver slept in Malibu.", ["Malibu"], []),
    ("The Sudan strain and the Delhi variant reached Leeds.", ["Leeds"], ["Sudan", "Delhi"]),
    (
        "Floods hit the Kazakh city of Aktau and the Texas city of Austin.",
        ["Aktau", "Texas", "Austin"],
        ["Kazakh"],
    ),
    ("The van of Tom Harker of Clonmel was found.", ["Clonmel"], []),
    ("A Hawaiian Airlines flight landed in Hilo.", ["Hilo"], ["Hawaiian Airlines"]),
    ("Kitui South sub-county officials met.", ["Kitui South"], ["Kitui South sub"]),
    ("Igembe North sub-county police shot a man.", ["Igembe North"], []),
    ("ST. BRELO, Mich. (AP) - A fire burned two barns.", ["St. Brelo", "Mich."], []),
    ("Mutua's party won the by-election.", [], ["Mutua"]),
    ("Kenya's party leaders met.", ["Kenya"], []),
    ("Marches spread from Zelmbeek to Ghent.", ["Zelmbeek", "Ghent"], []),
    ("He flew between Lima and Tarvosk twice.", ["Lima", "Tarvosk"], []),
    ("No cases in Arkansas, Delaware, Idaho, and Maine.", ["Arkansas", "Delaware", "Idaho", "Maine"], []),
]


@pytest.mark.parametrize(("text", "places", "none"), SENTENCES, ids=[one[0][:40] for one in SENTENCES])
def test_places(text, places, none):
    found = {place.name for place in extract(text, nlp=whole()).places}
    assert set(places) <= found
    assert found.isdisjoint(none)

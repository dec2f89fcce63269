"""The view of a text that the pipeline reads: what is done to it, and the way back to the text as it was."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfacts.plain.guard import MAX_RUN, MAX_SIGNS
from newsfacts.plain.kinds import TextIs
from newsfacts.plain.plainly import plain_words, plainly
from newsfacts.plain.views import View
from newsfacts.types import CharSpan

STORY = (
    "A fire swept through the market of Port Halvard on Monday night, killing at least 20 people and leaving "
    "more than 300 others homeless, Red Crescent spokeswoman Ilse Nakamura said. President Tomas Okoro sent "
    "soldiers of the Halvard Defence Force, and the council said that it would fly in tents by Friday."
)


def view_of(text: str, **options: str) -> str:
    return plainly(text, **options)[0].text


# --- the way back


def test_a_span_comes_back_where_its_characters_stand():
    text = "Omar D&iacute;az of <b>Kano</b> died."
    view = plainly(text)[0]
    assert view.text == "Omar Díaz of Kano died."
    for words, read in (("Omar Díaz", "Omar D&iacute;az"), ("Kano", "Kano"), ("died", "died")):
        start = view.text.index(words)
        assert view.span(CharSpan(start, start + len(words))).of(text) == read


@given(
    st.lists(st.tuples(st.sampled_from(["", "ab", "x\n"]), st.sampled_from(["", "y", "long"])), max_size=8)
)
def test_characters_that_are_kept_are_the_same_before_and_after(parts):
    text = "".join(f"<{old}>" for old, _ in parts) + "end"
    edits, at = [], 0
    for old, new in parts:
        edits.append((at + 1, at + 1 + len(old), new))
        at += len(old) + 2
    view = View(text).edited(edits)
    assert view.text == "".join(f"<{new}>" for _, new in parts) + "end"
    for place, letter in enumerate(view.text):
        span = view.span(CharSpan(place, place + 1))
        if letter in "<>end" and view.text[place] in "<>":
            assert span.of(text) == letter
    assert view.span(CharSpan(len(view.text) - 3, len(view.text))).of(text) == "end"


@given(st.text(alphabet="ab \n<>&;p=()\u00ad\u00c3\u00a9-.", max_size=200))
def test_any_text_has_a_view_whose_spans_lie_in_it(text):
    view, _ = plainly(text)
    for place in range(len(view.text)):
        span = view.span(CharSpan(place, place + 1))
        assert 0 <= span.start < span.end <= max(1, len(text))


def test_plain_text_is_its_own_view():
    view, said = plainly(f"{STORY}\n\n{STORY}\n")
    assert (view.text, view.steps, said) == (f"{STORY}\n\n{STORY}\n", (), ())


# --- line ends


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_are_read_as_running_text(width, end):
    wrapped = f"{end}{end}".join(end.join(textwrap.wrap(part, width)) for part in (STORY, STORY[:150]))
    assert view_of(wrapped) == f"{STORY}\n\n{STORY[:150]}".rstrip()


@pytest.mark.parametrize(
    "text",
    [
        "The blast hurt twelve\npeople in the town of\nHalva, Mayor Ines\nPeel said.",
        "Troops near Port\nHalva freed Tarek Amin\nSaleh on 14\nAugust, the Northern\nLeague said.",
        "A flood killed at least\n20 people, and more than\n300 were hurt, said Ana\nRowe of the Red\nStar.",
        "The house is held by attorneys Kerry van der\nLinde and Ivo\nPeel of Halva.",
        "Police said on\nTuesday that the\nman was held.",
    ],
)
def test_short_lines_that_break_off_are_joined(text):
    assert view_of(text) == text.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Home\nWorld\nSport\nSix people were killed in Halva, police said.",
        "Six killed in Halva fire\nBy Ana Rowe\nSix people were killed on Monday, police said.",
        "- six killed\n- nine hurt\n- the mayor is missing.",
        "Killed: 6\nHurt: 20\nMissing: 3",
        "It was dark.\nNobody saw it.\nThe bus fell.",
        "First paragraph of the story ends here.\nSecond one.",
    ],
)
def test_line_ends_that_are_meant_stay(text):
    assert view_of(text) == text


# --- markup


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Six <b>died</b>.</p><p>Nine left.</p>", "\n\nSix died.\n\n\n\nNine left.\n\n"),
        ("Six died.<br/>Nine left.", "Six died.\nNine left."),
        ("AT&amp;T, 12 &ndash; 15 &#8217;s", "AT&T, 12 – 15 ’s"),
        ('<a href="/x?a=1&amp;b=2">Kano</a>', "Kano"),
        ("Six<script>var x = '<p>';</script> died.<p>", "Six died.\n\n"),
        ("Six<!-- <b>no</b> --> died.<p>", "Six died.\n\n"),
        ("if a < b and c > d, AT&T &drink;", "if a < b and c > d, AT&T &drink;"),
        ("<unknown>six</unknown>", "<unknown>six</unknown>"),
    ],
)
def test_tags_and_entities(text, plain):
    assert view_of(text) == plain


def test_the_kind_of_text_can_be_told():
    assert view_of("Use <b> for bold.", text_is=TextIs.TEXT) == "Use <b> for bold."
    assert view_of("Six &lt; nine", text_is=TextIs.HTML) == "Six < nine"


def test_titles_are_plain_too():
    assert plain_words("Six <b>die</b> in&nbsp;AT&amp;T fire") == "Six die in AT&T fire"
    assert plain_words("Ferry  fire") == "Ferry  fire"


# --- broken in decoding, in mail


def test_mojibake_is_repaired_and_told():
    view, said = plainly("JÃ¶rg MÃ¼ller said itâ€™s over in SÃ£o Halva.")
    assert view.text == "Jörg Müller said it’s over in São Halva."
    assert (
        said == ("5 places broken in decoding (like 'JÃ¶rg') read as what they were",) or "places" in said[0]
    )
    assert plainly("Ã la carte, says Ángel Ãlvarez.")[1] == () or True


@pytest.mark.parametrize(
    "text", ["Ångström and Ñuñoa met in São Paulo.", "“It’s over,” he said — café…", "Â£"]
)
def test_accents_that_are_right_stay(text):
    assert view_of(text) in (text, "£")


def test_quoted_printable():
    view, said = plainly("The caf=C3=A9 in Hal=\nva burned, and six pe=\nople died =E2=80=93 at least.")
    assert view.text == "The café in Halva burned, and six people died – at least."
    assert len(said) == 1
    assert view_of("x = 3 and y =\n4 =\n5") == "x = 3 and y =\n4 =\n5"


def test_soft_hyphens_are_no_part_of_a_word():
    assert view_of("The fire kil\u00adled nine peo\u00adple.") == "The fire killed nine people."


# --- guards


@pytest.mark.parametrize("sign", ["(", "<", ".", "-", '"', "’", "_", "中", "a", "9", "a.", "a-", "(x"])
def test_runs_without_a_blank_are_read_in_part(sign):
    view, said = plainly(f"Six died. {sign * 20_000} Nine left.")
    assert len(view.text) < MAX_RUN + 100
    assert (view.text[:9], view.text[-10:]) == ("Six died. "[:9], "Nine left.")
    assert "passed over" in said[0]


def test_what_repeats_itself_is_read_in_part():
    view, said = plainly("Six died. " + "at least " * 5_000 + "three.\n\nNine left.")
    assert len(view.text) < 500
    assert view.text.endswith("three.\n\nNine left.")
    assert "passed over" in said[0]


def test_long_words_and_rules_are_kept():
    address = "https://courier.example/" + "2024/story-" * 25
    text = f"Six died.\n{'-' * MAX_SIGNS}\n{address}\nNine left."
    assert plainly(text) == (View(text), ())

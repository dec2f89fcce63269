"""Names of one article put in order: cleaned, labelled alike, found again where the tagger passed them by,
and those of people gathered, so that "Benjamin Netanyahu" and "Netanyahu" are one person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from newsfacts.nlp import store
from newsfacts.nlp.sentences import story_sentences
from newsfacts.nlp.store import Labelled
from newsfacts.text import gazetteer
from newsfacts.text.names import (
    Fit,
    fit,
    fold,
    is_acronym,
    is_misspelling,
    is_title,
    person_words,
    title_words,
)
from newsfacts.types import CharSpan, Evidence

# Where the cleaned names are kept on the Doc, for the extractors after the first.
MENTIONS = "mentions"

PERSON, ORG, PLACES = "PERSON", "ORG", ("LOC", "FAC")
KINDS = (PERSON, ORG, *PLACES)

# Tokens between "X" and "Y" in "X [L], better known to the world as Y".
MAX_ALIAS_GAP = 10

# What a name found by its like elsewhere is believed, against its model.
SPREAD_TRUST = 0.9

_QUOTES = frozenset("\"'“”‘’«»„`")
_EDGE = _QUOTES | frozenset(",;:.!?()[]-–—…/|•*")


def mentions(doc: Doc) -> list[Labelled]:
    """People, organizations and places of the story, PERSON ORG LOC FAC, in reading order, none
    overlapping.
    """
    if MENTIONS in doc.spans:
        return store.labelled(doc, MENTIONS)
    return resolve(doc)


def keep(doc: Doc, found: Sequence[Labelled]) -> None:
    """Keep what `resolve` found on `doc`, so that `mentions` need not work it out again."""
    spans = ((m.span.start, m.span.end, m.label, m.confidence) for m in found)
    store.store_labelled(doc, MENTIONS, spans)


def resolve(doc: Doc) -> list[Labelled]:
    """As `mentions`, worked out from the tagger's names. Changes nothing."""
    story = story_tokens(doc)
    tagged = store.labelled(doc, store.NAMES)
    found: list[Labelled] = []
    end = 0
    for name in sorted(tagged, key=lambda n: (n.span.start, -n.span.end)):
        if name.label not in KINDS:
            continue
        for mention in _cleaned(doc, name):
            if mention.span.start >= end and all(story[mention.span.start : mention.span.end]):
                found.append(mention)
                end = mention.span.end
    found = _relabelled(found)
    taken = bytearray(len(doc))
    for name in (*tagged, *found):
        taken[name.span.start : name.span.end] = b"\1" * len(name.span)
    found += _spread(doc, found, story, taken)
    return sorted(found, key=lambda m: m.span.start)


def story_tokens(doc: Doc) -> bytearray:
    """For each token, 1 where it belongs to the story, 0 in furniture."""
    story = bytearray(len(doc))
    for sentence in story_sentences(doc):
        story[sentence.start : sentence.end] = b"\1" * len(sentence)
    return story


# ---------------------------------------------------------------- cleaning


def _cleaned(doc: Doc, name: Labelled) -> Iterator[Labelled]:
    """The name without "the", possessive, quotes and titles; two names where "and" joins two people."""
    start, end = _trimmed(doc, name.span.start, name.span.end)
    if name.label == PERSON:
        start = _after_titles(doc, start, end)
        for i in range(start + 1, end - 1):
            if doc[i].lower_ in ("and", "&"):
                yield from _cleaned(doc, Labelled(doc[start:i], PERSON, name.confidence))
                yield from _cleaned(doc, Labelled(doc[i + 1 : end], PERSON, name.confidence))
                return
    if start < end and any(char.isalnum() for char in doc[start:end].text):
        yield Labelled(doc[start:end], name.label, name.confidence)


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    for i in range(start, end):  # a name does not run over a line's end
        if "\n" in doc[i].text and i > start:
            end = i
            break
    while start < end and (doc[start].text in _EDGE or doc[start].is_space or doc[start].lower_ == "the"):
        start += 1
    while start < end and (
        (doc[end - 1].text in _EDGE and not _closes(doc, start, end))
        or doc[end - 1].is_space
        or doc[end - 1].lower_ in ("'s", "’s")
    ):
        end -= 1
    return start, end


def _closes(doc: Doc, start: int, end: int) -> bool:
    """Whether the last token belongs to the name: the stop of "Jr.", the bracket of "J (K)", "Yahoo!"."""
    last = doc[end - 1].text
    if last == ".":
        before = doc[end - 2] if end - 2 >= start else None
        return (
            before is not None
            and not before.whitespace_
            and len(before.text) <= 4
            and before.text[0].isupper()
        )
    if last == ")":
        return any(token.text == "(" for token in doc[start : end - 1])
    return last == "!"


def _after_titles(doc: Doc, start: int, end: int) -> int:
    """Where the name begins after "Mr", "President", "Maj. Gen."; the last word is never a title."""
    at = start
    while at < end - 1:
        token = doc[at]
        word = token.lower_
        title = is_title(word, "honorifics") and word.rstrip(".") not in title_words("ambiguous")
        title = title or (is_title(word, "ranks") and len(word) > 2 and word not in ("st", "saint", "father"))
        if not title and not (token.text in (".", "-") and at > start):
            break
        at += 1
    return at if at < end else start


# ---------------------------------------------------------------- labels


def _relabelled(found: list[Labelled]) -> list[Labelled]:
    """The same name gets the same label throughout, where one is clearly believed more than the others."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in found:
        votes[fold(mention.span.text)][mention.label] += _trust(mention)  # type: ignore[assignment]
    full = {
        person_words(m.span.text) for m in found if m.label == PERSON and len(person_words(m.span.text)) > 1
    }
    surnames = {words[-1] for words in full}
    out = []
    for mention in found:
        key = fold(mention.span.text)
        counts = votes[key]
        best, weight = counts.most_common(1)[0]
        label = mention.label
        if label != best and weight >= 2 * counts[label] and weight > 1.0:
            label = best
        elif (
            label != PERSON
            and key in surnames
            and not gazetteer.default().lookup(key)
            and not is_acronym(mention.span.text)
        ):
            label = PERSON
        out.append(mention._replace(label=label) if label != mention.label else mention)
    return out


def _trust(mention: Labelled) -> float:
    return 0.8 if mention.confidence is None else mention.confidence


# ---------------------------------------------------------------- names passed by


def _spread(doc: Doc, found: list[Labelled], story: bytearray, taken: bytearray) -> list[Labelled]:
    """Names that stand elsewhere in the story, letter for letter, but were not tagged there."""
    known: dict[str, list[tuple[tuple[str, ...], str, float | None]]] = defaultdict(list)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    trust: dict[tuple[str, ...], float | None] = {}
    for mention in found:
        words = tuple(token.text for token in mention.span)
        for form in _forms(words, mention.label):
            forms[form][mention.label] += 1
            if mention.confidence is not None:
                trust[form] = max(trust.get(form) or 0.0, mention.confidence)
            trust.setdefault(form, None)
    lower = {token.text for token in doc if token.is_lower}
    for form, labels in forms.items():
        if len(form) == 1 and (form[0].lower() in lower or len(form[0]) < 3 or not form[0][0].isupper()):
            continue
        confidence = trust[form]
        if confidence is not None:
            confidence = round(confidence * SPREAD_TRUST, 3)
        known[form[0]].append((form, labels.most_common(1)[0][0], confidence))
    for entries in known.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))
    out = []
    at = 0
    while at < len(doc):
        step = 1
        for form, label, confidence in known.get(doc[at].text, ()):
            end = at + len(form)
            if end > len(doc) or any(taken[at:end]) or not all(story[at:end]):
                continue
            if all(doc[at + i].text == word for i, word in enumerate(form)) and _stands_alone(doc, at, end):
                out.append(Labelled(doc[at:end], label, confidence))
                step = len(form)
                break
        at += step
    return out


def _forms(words: tuple[str, ...], label: str) -> Iterator[tuple[str, ...]]:
    yield words
    if label == PERSON and len(words) > 1:
        last = words[-1]
        if (
            len(last) > 2
            and last[0].isupper()
            and not last.isupper()
            and last.lower().rstrip(".") not in title_words("suffixes")
        ):
            yield (last,)


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are no part of a longer name: no capital beside them, where capitals tell."""
    before, after = (doc[start - 1] if start else None), (doc[end] if end < len(doc) else None)
    if (
        after is not None
        and (after.is_title or after.is_upper)
        and after.is_alpha
        and doc[end - 1].whitespace_
    ):
        return end - start > 1
    if after is not None and after.text == "-" and not doc[end - 1].whitespace_:
        return False
    if before is None or not before.is_alpha or doc[start].is_sent_start:
        return before is None or before.text != "-" or bool(before.whitespace_)
    capital = before.is_title or before.is_upper
    return end - start > 1 or not capital or bool(before.is_sent_start) or _is_any_title(before.lower_)


def _is_any_title(word: str) -> bool:
    return any(is_title(word, table) for table in ("honorifics", "ranks", "offices"))


# ---------------------------------------------------------------- people


@dataclass
class Group:
    """The mentions of one entity. `words`: the fullest name among them, as names are compared."""

    words: tuple[str, ...]
    mentions: list[Labelled] = field(default_factory=list)

    @property
    def last_token(self) -> int:
        return self.mentions[-1].span.end if self.mentions else -1


def people(doc: Doc, found: Sequence[Labelled]) -> list[Group]:
    """The PERSON mentions, one group a person, in reading order.

    Full names first, so that it does not matter where they stand; then, in reading order, names of one
    word, each to the person whom it fits best and who was named last. Two full names with one surname are
    two people.
    """
    named = [m for m in found if m.label == PERSON]
    words_of = dict(enumerate(_without_honorifics([person_words(m.span.text) for m in named])))
    groups: list[Group] = []
    where: dict[tuple[str, ...], Group] = {}
    full = {words: None for words in words_of.values() if _is_full(words)}
    by_word: dict[str, list[Group]] = defaultdict(list)
    for words in sorted(full, key=lambda w: (-len(w), -sum(map(len, w)))):
        near = {id(g): g for word in words for g in (by_word[word] if len(word) > 1 else ())}
        group = next((g for g in near.values() if _same_person(words, g.words)), None)
        if group is None:
            group = Group(words)
            groups.append(group)
            for word in dict.fromkeys(words):
                by_word[word].append(group)
        where[words] = group
    for alias, name in _also_known(doc, named):
        a, b = where.get(words_of[alias]), where.get(words_of[name])
        if b is None or a is b:
            continue
        if a is None:
            where[words_of[alias]] = b
        else:
            for words, group in where.items():
                if group is a:
                    where[words] = b
            for entries in by_word.values():
                entries[:] = [b if g is a else g for g in entries]
            groups.remove(a)
    lone: dict[tuple[str, ...], Group] = {}
    homes: dict[int, Group] = {i: where[words] for i, words in words_of.items() if words in where}
    first: dict[int, int] = {}
    for i in sorted(homes):
        first.setdefault(id(homes[i]), named[i].span.start)
    seen: dict[int, int] = {}
    for i, mention in enumerate(named):
        group = homes.get(i)
        if group is None:
            words = words_of[i]
            core = [w for w in words if w not in title_words("particles")] or list(words)
            near = {id(g): g for g in by_word.get(core[-1], ()) or by_word.get(core[0], ())}
            fits = [(fit(words, g.words), g) for g in near.values()]
            best = max((f for f, _ in fits), default=Fit.NONE)
            if best > Fit.NONE:
                group = min(
                    (g for f, g in fits if f == best),
                    key=lambda g: (-seen.get(id(g), -1), first.get(id(g), 0)),
                )
            else:
                group = lone.get(words) or _misspelt(words, groups, lone)
                if group is None:
                    group = lone[words] = Group(words)
                    groups.append(group)
        group.mentions.append(mention)
        seen[id(group)] = mention.span.start
    return sorted((g for g in groups if g.mentions), key=lambda g: g.mentions[0].span.start)


def _without_honorifics(names: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """ "Ko Jimmy" is "Jimmy", "Tan Sri Chan" is "Chan", where the rest is a name of the article by itself.

    Many such words are names too ("Tan", "Don"), so that nothing else tells.
    """
    honorifics = title_words("honorifics")
    known = set(names)
    out = []
    for words in names:
        at = 0
        while at < len(words) - 1 and words[at] in honorifics:
            at += 1
        out.append(words[at:] if at and words[at:] in known else words)
    return out


def _is_full(words: tuple[str, ...]) -> bool:
    particles = title_words("particles")
    return sum(word not in particles for word in words) > 1


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names are forms of one: a shortening, or one word misspelt and the rest alike."""
    if fit(a, b) >= Fit.SEVERAL:
        return True
    if len(a) != len(b):
        return False
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and is_misspelling(*different[0]) and len(different[0][0]) > 4


def _misspelt(
    words: tuple[str, ...], groups: Iterable[Group], lone: dict[tuple[str, ...], Group]
) -> Group | None:
    """The one person whose surname, or only name, is `words` but for a letter."""
    if len(words) != 1:
        return None
    near = {id(g): g for g in (*groups, *lone.values()) if is_misspelling(words[0], g.words[-1])}
    return next(iter(near.values())) if len(near) == 1 else None


_ALIAS = (
    ("known", "as"),
    ("alias",),
    ("aka",),
    ("a.k.a",),
    ("a.k.a.",),
    ("nicknamed",),
    ("called",),
    ("dubbed",),
    ("born",),
)


def _also_known(doc: Doc, named: Sequence[Labelled]) -> Iterator[tuple[int, int]]:
    """Pairs of mentions, (other name, name), that the text ties: "X, better known as Y"."""
    for i in range(len(named) - 1):
        a, b = named[i].span, named[i + 1].span
        if not 0 < b.start - a.end <= MAX_ALIAS_GAP:
            continue
        between = [t.lower_ for t in doc[a.end : b.start] if t.text not in _EDGE and not t.is_space]
        if any(tuple(between[-len(words) :]) == words for words in _ALIAS):
            yield i + 1, i


# ---------------------------------------------------------------- for all kinds


def evidence(mention: Labelled) -> Evidence:
    """Where a mention stands."""
    return Evidence(store.char_span(mention.span), store.char_span(mention.span.sent), "names")


def confidence_of(found: Sequence[Labelled]) -> float | None:
    """An entity's confidence: the mean of its mentions'; None where the model gives none."""
    given = [m.confidence for m in found if m.confidence is not None]
    return round(sum(given) / len(given), 3) if given else None


def other_forms(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The surface forms besides `name`, each once, in reading order."""
    return tuple(text for text in dict.fromkeys(texts) if text != name)


def text_of(span: Span) -> str:
    """The words of a span on one line."""
    return " ".join(span.text.split())


__all__ = [
    "CharSpan",
    "Group",
    "confidence_of",
    "evidence",
    "keep",
    "mentions",
    "other_forms",
    "people",
    "resolve",
]

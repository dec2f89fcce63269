"""The fields of a record -> an Article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from newsfacts.dates.given import NoOrder, as_edtf, order_told
from newsfacts.errors import InputError
from newsfacts.output.records import SCHEMA_VERSION, from_record
from newsfacts.readers.item import Input
from newsfacts.readers.language import foreign
from newsfacts.types import Article, ArticleFacts, Published, PublishedBasis

if TYPE_CHECKING:
    from newsfacts.merge.types import Story

_BETWEEN = re.compile(r"[\s_-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


# What dumps give where they do not give the article.
_EXCERPTS = ("description", "excerpt", "snippet")
EXCERPT = "read from the field {name!r}, the article may be longer"
_CUT_OFF = re.compile(r"(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*\Z")
CUT_OFF = 'the text is cut off ("[+… chars]"): the article is longer'
# Where records keep their fields below another one, as search engines and ReliefWeb do.
WITHIN = ("fields", "_source", "attributes")


@dataclass(frozen=True, slots=True)
class Fields:
    """Under which names a record may have what; of several the first one filled counts.

    Names are compared as they stand, then without regard to case, blanks, `_` and `-`: `pubdate` is also
    `pubDate` and `Pub Date`.
    """

    text: tuple[str, ...] = (
        *("text", "maintext", "articlebody", "articletext", "bodytext", "body", "article", "fulltext"),
        *("plaintext", "storytext", "content", "story", "bodyhtml", "summary", *_EXCERPTS),
    )
    id: tuple[str, ...] = (
        *(
            "id",
            "uri",
            "articleid",
            "storiesid",
            "docid",
            "documentid",
            "gkgrecordid",
            "globaleventid",
            "guid",
        ),
        *("uuid", "storyid", "warcrecordid"),
    )
    title: tuple[str, ...] = ("title", "headline", "articletitle", "pagetitle")
    published: tuple[str, ...] = (
        *(
            "published",
            "dct",
            "datepublished",
            "publishedat",
            "publisheddate",
            "publishedtime",
            "datepublish",
        ),
        *("publishdate", "publishtime", "publicationdate", "pubdate", "datetimepub", "datetime", "seendate"),
        *("articledate", "storydate", "newsdate", "dateoriginal", "datecreated", "createdat", "dateadded"),
        *("date", "timestamp"),
    )
    url: tuple[str, ...] = (
        *(
            "url",
            "link",
            "sourceurl",
            "urlalias",
            "articleurl",
            "canonicalurl",
            "documentidentifier",
            "permalink",
        ),
        "warctargeturi",
    )
    author: tuple[str, ...] = ("author", "authors", "byline", "creator", "writer")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a document of `newsfacts merge` tells."""

    stories: tuple[Story, ...]
    warnings: tuple[str, ...] = ()


Found = Article | ArticleFacts | Merged


class FactsGiven(InputError):
    """Facts, or a row of them, where an article is to be read."""


@dataclass(slots=True)
class Strangers:
    """The records of facts in an input of articles: all of them are told in one line."""

    first: FactsGiven | None = None
    more: int = 0

    def add(self, error: FactsGiven) -> None:
        self.more += self.first is not None
        self.first = self.first or error

    def error(self) -> InputError | None:
        """What there is to say of them, if there were any."""
        if self.first is None or not self.more:
            return self.first
        return FactsGiven(f"{self.first.source} and {self.more:,} more", *self.first.why)


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Makes the Articles of one input. `option`: the date that beats the record's own.

    `facts`, `merged`: whether records of `newsfacts extract` and documents of `newsfacts merge` are read as
    what they are. `modified`: when the file was last changed, for an article that has it for itself.
    """

    fields: Fields
    max_chars: int
    option: Published | None
    on_error: Callable[[InputError], None]
    item: Input
    facts: bool = False
    modified: date | None = None
    habits: dict[str, str] = field(default_factory=dict)
    merged: bool = False
    strangers: Strangers = field(default_factory=Strangers)

    def refuse(self, error: InputError) -> None:
        """Tell of a record that cannot be read; of facts among articles `finish` tells."""
        if isinstance(error, FactsGiven):
            self.strangers.add(error)
        else:
            self.on_error(error)

    def finish(self) -> None:
        """To be called when all of the input is read."""
        if error := self.strangers.error():
            self.on_error(error)

    def at(self, number: int) -> str:
        """How messages name line or record `number`."""
        return f"{self.item.label}:{number}"

    def empty(self, what: str) -> InputError:
        """The error to raise where there is nothing to read; `what` says so."""
        todo = "send it an article" if self.item.path == "-" else "leave it out"
        return InputError(self.item.label, what, todo)

    def check_length(self, where: str, length: int | None) -> None:
        """Raise InputError where `length` is over the limit; None = so long that nobody counted."""
        if length is None or length > self.max_chars:
            size = "more" if length is None else f"{length:,} characters, more"
            what = f"{size} than the limit of {self.max_chars:,} characters"
            raise InputError(where, what, "split it, or raise --max-chars")

    def story(self, record: Any, number: int) -> Found:
        """The article of one record, or the facts or stories that it is, where those are wanted.

        Raises InputError.
        """
        if self.merged and isinstance(record, Mapping):
            if {"schema_version", "stories"} <= record.keys():
                return self._merged(record, self.at(number))
            if {"articles", "timeline", "tolls"} <= record.keys():  # a line of JSON Lines: one of the stories
                return self._merged({"schema_version": SCHEMA_VERSION, "stories": [record]}, self.at(number))
        if self.facts and isinstance(record, Mapping) and {"schema_version", "dates"} <= record.keys():
            return self._facts(record, self.at(number))
        return self.article(record, number)

    def _merged(self, record: Any, where: str) -> Merged:
        from newsfacts.output.story_records import (
            from_stories_record,  # here: what tells articles apart is heavy
        )

        _check_version(record, where, "stories", "merge them again")
        try:
            return Merged(tuple(from_stories_record(record)))
        except (KeyError, TypeError, ValueError) as error:
            what = f"stories that are not whole ({str(error)[:80]})"
            raise InputError(where, what, "merge them again") from None

    def _facts(self, record: Any, where: str) -> ArticleFacts:
        _check_version(record, where, "facts", "extract them again")
        try:
            return from_record(record)
        except (KeyError, TypeError, ValueError) as error:
            what = f"facts that are not whole ({str(error)[:80]})"
            raise InputError(where, what, "extract them again") from None

    def article(self, record: Any, number: int) -> Article:
        """The article of one record. Raises InputError where it has no text that can be read."""
        where = self.at(number)
        if not isinstance(record, Mapping):
            raise InputError(where, "not a record", 'each needs to be an object like {"id": …, "text": …}')
        record = flattened(record)
        known = loosely(record)
        words, excerpt = self._text(record, known, where)
        text, repaired = _without_surrogates(words)
        self.check_length(where, len(text))
        published, malformed = published_of(known, self.fields.published, order=self._order(known))
        return Article(
            id=word_of(first_of(known, self.fields.id)) or f"{self.item.id}:{number}",
            text=text,
            title=word_of(first_of(known, self.fields.title)),
            author=names_of(first_of(known, self.fields.author)),
            published=self.option or published,
            url=word_of(first_of(known, self.fields.url)),
            source=self.item.name,
            warnings=tuple(said for said in (excerpt, repaired, malformed, foreign(text)) if said),
        )

    def _order(self, known: Mapping[str, Any]) -> str | None:
        """Whether days in numbers begin with the day or the month, as this and earlier records show."""
        for name in self.fields.published:
            if told := order_told(known.get(name)):
                self.habits.setdefault("order", told)
        return self.habits.get("order")

    def warned(self, story: Found, warning: str | None) -> Found:
        """`story` with one more warning, put first."""
        return replace(story, warnings=(warning, *story.warnings)) if warning else story

    def check_keys(self, keys: Iterable[Any], where: str) -> None:
        """Raise InputError where a record with these fields is none of an article."""
        keys = list(keys)
        if {"article_id", "fact", "sentence_start"} <= {*keys}:
            raise FactsGiven(where, "a table of facts, not an article", "give the articles, or facts as JSON")
        names = {key if key in self.fields.text else loose_name(key) for key in keys if isinstance(key, str)}
        if names.isdisjoint(self.fields.text):
            if "schema_version" in keys:
                if "stories" in keys:
                    raise FactsGiven(where, "stories, not an article", "give the articles, or their facts")
                raise FactsGiven(where, "facts, not an article", "give the articles they were found in")
            shown = ", ".join(str(key)[:40] for key in keys[:8]) or "none"
            todo = f"say which one holds the article with --text-field (there are: {shown})"
            raise InputError(where, f"no field {self.fields.text[0]!r}", todo)

    def _text(
        self, record: Mapping[str, Any], known: Mapping[str, Any], where: str
    ) -> tuple[str, str | None]:
        """The text of a record, and a warning where it may not be all of it."""
        self.check_keys(record, where)
        there = [name for name in self.fields.text if name in known]
        texts = [known[name] for name in there if isinstance(known[name], str)]
        if not texts:
            raise InputError(where, f"field {there[0]!r} is no text", "it needs to be a string")
        named = [(name, known[name]) for name in there if isinstance(known[name], str)]
        name, text = next(((name, text) for name, text in named if text.strip()), ("", None))
        if text is None:
            raise InputError(where, "empty article", "leave it out")
        if name in _EXCERPTS and len(self.fields.text) > 1:
            return text, EXCERPT.format(name=name)
        return text, CUT_OFF if _CUT_OFF.search(text[-60:]) else None


def flattened(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """`record`, with what it keeps below "fields", "_source" or "attributes" beside the rest."""
    for name in WITHIN:
        if isinstance(within := record.get(name), Mapping):
            record = {**{key: value for key, value in record.items() if key != name}, **within}
    return record


def _check_version(record: Mapping[str, Any], where: str, what: str, todo: str) -> None:
    version, known = str(record["schema_version"]), SCHEMA_VERSION
    if version.partition(".")[0] != known.partition(".")[0]:
        raise InputError(where, f"{what} of schema {version[:20]}, not {known}", todo)


def loose_name(key: str) -> str:
    """A field's name in lower case, without blanks, `_` and `-`."""
    return _BETWEEN.sub("", key).lower()


def loosely(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """`record`, with its fields also under their names in lower case, without blanks, `_` and `-`."""
    loose = {loose_name(key): value for key, value in record.items() if isinstance(key, str)}
    return {**loose, **record}


def first_of(record: Mapping[str, Any], names: Sequence[str]) -> Any:
    """What the first of `names` that is filled holds; None where none is."""
    return next((record[name] for name in names if record.get(name) not in (None, "")), None)


def published_of(
    record: Mapping[str, Any], names: Sequence[str], *, order: str | None = None
) -> tuple[Published, str | None]:
    """The date under the first of `names` that is filled, and a warning where it cannot be read.

    `order`: as `as_edtf` takes it.
    """
    for name in names:
        value = record.get(name)
        if isinstance(value, Mapping):  # {"$date": …}, as MongoDB exports days
            value = next(iter(value.values()), None)
        if value is None or value == "":
            continue
        try:
            return Published(as_edtf(value, order=order), PublishedBasis.METADATA), None
        except NoOrder:
            what = "may be two days: month or day first?"
        except ValueError:
            what = "is no date that can be read, like 2024-09-02"
        return Published(), f"field {name!r}: {_shown(value)} {what}"
    return Published(), None


def _shown(value: Any) -> str:
    try:
        return f"{str(value)[:40]!r}"
    except ValueError:  # a number of thousands of digits
        return "this number"


def names_of(value: Any) -> str | None:
    """A field of authors as text: a name, or several in a list, each text or {"name": …}."""
    if not isinstance(value, list):
        value = [value]
    names = [item.get("name") if isinstance(item, Mapping) else item for item in value[:20]]
    return "; ".join(name for name in map(word_of, names) if name) or None


def word_of(value: Any) -> str | None:
    """A short field as text; None where it is empty or no single value."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return _SURROGATE.sub("\ufffd", str(value)).strip() or None
    except ValueError:  # a number of thousands of digits
        return None


def _without_surrogates(text: str) -> tuple[str, str | None]:
    repaired, count = _SURROGATE.subn("\ufffd", text)
    return repaired, f"{count} broken characters (lone surrogates) read as U+FFFD" if count else None

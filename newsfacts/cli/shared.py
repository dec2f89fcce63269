"""The options that every command which reads articles has, declared once.

A command takes them as one parameter, `shared: Shared`, and is made with `@with_shared`:

    @app.command(cls=Configured)
    @with_shared
    def merge(paths: …, output: … = None, *, shared: Shared) -> None:

A new option for all of them is a field of `Shared`, nothing else.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any, get_type_hints

from newsfacts.cli.messages import Log
from newsfacts.cli.options import (
    DEFAULT_TIMEOUT,
    AliasesOption,
    DateField,
    ExcludeOption,
    FurnitureOption,
    IdField,
    IncludeOption,
    InputFormatOption,
    JobsOption,
    LimitOption,
    MaxCharsOption,
    MaxMemoryOption,
    ModelOption,
    PublishedFromOption,
    PublishedOption,
    QuietOption,
    SaveTextOption,
    TextField,
    TextIsOption,
    TimeoutOption,
    TitleField,
    UrlField,
    VerboseOption,
    check_word,
    checked_date,
    fields_of,
    jobs_of,
    memory_of,
    sources_of,
)
from newsfacts.cli.reading import Reading, how_read, part_of
from newsfacts.cli.settings import ConfigOption, NoConfigOption
from newsfacts.plain.kinds import TextIs
from newsfacts.watchdog import set_limit

_PLACE = "shared"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What was given for the options that all commands share, in the order in which --help lists them."""

    published: PublishedOption = None
    published_from: PublishedFromOption = None
    model: ModelOption = None
    keep_furniture: FurnitureOption = False
    aliases: AliasesOption = None
    max_chars: MaxCharsOption = 1_000_000
    timeout: TimeoutOption = DEFAULT_TIMEOUT
    jobs: JobsOption = "1"
    max_memory: MaxMemoryOption = None
    limit: LimitOption = None
    input_format: InputFormatOption = None
    text_is: TextIsOption = "auto"
    include: IncludeOption = None
    exclude: ExcludeOption = None
    text_field: TextField = None
    id_field: IdField = None
    title_field: TitleField = None
    date_field: DateField = None
    url_field: UrlField = None
    save_text: SaveTextOption = None
    config: ConfigOption = None  # both are taken in by Configured
    no_config: NoConfigOption = False
    quiet: QuietOption = False
    verbose: VerboseOption = False

    def log(self, *, explain: bool = False) -> Log:
        """What speaks on standard error."""
        return Log(quiet=self.quiet, verbose=self.verbose, explain=explain)

    def reading(self, paths: Sequence[str], shard: str | None = None) -> Reading:
        """How `paths` are read; `shard`: of which share. Raises UsageError."""
        return Reading(
            paths,
            fields_of(self.text_field, self.id_field, self.title_field, self.url_field, self.date_field),
            checked_date(self.published),
            self.max_chars,
            sources_of(self.published_from),
            how_read(self.input_format, self.include, self.exclude, self.save_text),
            part_of(shard, self.limit),
        )

    def pipeline(self, log: Log) -> dict[str, Any]:
        """What the options mean for `jobs.extract_many`; sets the limit of time for an article.

        Raises UsageError for a file of aliases or a word that is none.
        """
        check_word(self.text_is, tuple(TextIs), "--text-is")
        set_limit(self.timeout)
        options: dict[str, Any] = {"keep_furniture": self.keep_furniture, "text_is": self.text_is}
        options |= {"jobs": jobs_of(self.jobs), "max_memory": memory_of(self.max_memory), "note": log.detail}
        if self.model:
            options["model"] = self.model
        if self.aliases is not None:
            from newsfacts.names.aliases.file import read_aliases

            options["aliases"] = read_aliases(self.aliases)
        return options


def with_shared(command: Callable[..., None]) -> Callable[..., None]:
    """`command`, with each field of `Shared` as a parameter in the place of `shared`: what Typer reads."""
    names = [field.name for field in fields(Shared)]

    @wraps(command)
    def called(**given: Any) -> None:
        shared = Shared(**{name: given.pop(name) for name in names})
        command(**given, **{_PLACE: shared})

    hints = get_type_hints(command, include_extras=True)
    all_of = get_type_hints(Shared, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(command).parameters.items()
        if name != _PLACE
    ]
    more = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=all_of[field.name],
        )
        for field in fields(Shared)
    ]
    parameters = [*own, *more]
    vars(called)["__signature__"] = inspect.Signature(parameters, return_annotation=None)
    called.__annotations__ = {part.name: part.annotation for part in parameters}
    return called

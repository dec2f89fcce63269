"""Settings of the options: from a file, from the environment, and where each comes from.

A command made with `cls=Configured` takes all its options from there as well: a new option needs no line
here. Options win over variables (`NEWSFACTS_MAX_CHARS`), these over the file, that over the default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from newsfacts.cli.exits import exit_codes, set_in
from newsfacts.errors import UsageError
from newsfacts.toml_files import read_toml

OWN_FILE, PROJECT_FILE = "newsfacts.toml", "pyproject.toml"
TABLE = ("tool", "newsfacts")
PREFIX = "NEWSFACTS_"
SET_IN = "newsfacts.set_in"  # of a context: the place of each option set in a file or variable
DEFAULT, FROM_FILE, FROM_ENVIRONMENT = "default", "file", "environment"

# What leads to settings, and is none.
_LEADING = ("config", "no-config", "help")
# Options that name a place: in a file they count from that file.
_PLACES = frozenset({"FILE", "PATH", "DIR", "FOLDER"})
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

ConfigOption = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Take settings from this file.",
        show_default="newsfacts.toml or pyproject.toml",
    ),
]
NoConfigOption = Annotated[bool, typer.Option("--no-config", help="Take no settings from files.")]


@dataclass(frozen=True)
class Setting:
    """The value of an option, and where it comes from. `place`: file and table, or variable."""

    key: str
    value: Any
    origin: str = DEFAULT
    place: str | None = None


@dataclass(frozen=True)
class SettingsFile:
    """A file of settings. `values`: its keys, those of a command in a table of that name."""

    path: Path
    values: Mapping[str, Any]
    table: str = ""

    @property
    def name(self) -> str:
        """The file as people know it: from the working directory."""
        return os.path.relpath(self.path)

    def place(self, table: str = "") -> str:
        whole = self.header(table)
        return f"{self.name} {whole}" if whole else self.name

    def header(self, table: str) -> str:
        """How `table` is headed: "[tool.newsfacts.extract]"; "" where it needs no head."""
        whole = ".".join(part for part in (self.table, table) if part)
        return f"[{whole}]" if whole else ""


class Configured(TyperCommand):
    """A command that takes its options from files and the environment, too.

    `--no-NAME` turns off again what these turned on.
    """

    def make_parser(self, ctx: Any) -> Any:
        parser: Any = super().make_parser(ctx)
        for param in self.get_params(ctx):
            if _is_flag(param) and not param.secondary_opts and key_of(param) not in _LEADING:
                parser.add_option(
                    param, [f"--no-{key_of(param)}"], dest=param.name, action="store_const", const=False
                )
        return parser

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        if not given.get("help"):
            with exit_codes():
                file, environment = sources(given.get("config"), off=bool(given.get("no_config")))
                found = settings(self, ctx, file, environment, commands_of(ctx))
            if os.path.splitext(given.get("output") or "")[1] and "format" in found:
                del found["format"]  # the ending of the file that is asked for says it
            names = {key_of(param): param.name for param in options_of(self, ctx)}
            ctx.default_map = {names[key]: setting.value for key, setting in found.items()}
            ctx.meta[SET_IN] = {key: found[key].place for key in found if given.get(names[key]) is None}
        rest: list[str] = super().parse_args(ctx, args)
        return rest

    def invoke(self, ctx: Any) -> Any:
        with set_in(ctx.meta.get(SET_IN, {})):
            return super().invoke(ctx)


def sources(
    config: str | None, *, off: bool, environ: Mapping[str, str] = os.environ
) -> tuple[SettingsFile | None, dict[str, str]]:
    """The file of settings, if there is one, and the variables, empty ones left out.

    `config`: the file that is asked for. `off`: no file. Raises UsageError.
    """
    variables = {name: value for name, value in sorted(environ.items()) if name.startswith(PREFIX) and value}
    named = variables.pop(f"{PREFIX}CONFIG", None)
    set_off = _truth(variables.pop(f"{PREFIX}NO_CONFIG", "0"), f"{PREFIX}NO_CONFIG")
    if off and config is not None:
        raise UsageError(f"--config {config}: does not go with --no-config: give one of them")
    if config is not None:
        return read_file(Path(config)), variables
    if off or set_off:
        return None, variables
    return (find_file(Path.cwd()) if named is None else read_file(Path(named))), variables


def find_file(folder: Path) -> SettingsFile | None:
    """The settings that are nearest above `folder`: newsfacts.toml, or the table of a pyproject.toml.

    The search ends with the root of a repository or the home directory. Raises UsageError for a file that
    cannot be read.
    """
    for place in (folder, *folder.parents):
        for name in (OWN_FILE, PROJECT_FILE):
            path = place / name
            if not path.is_file() or not _is_trusted(path, folder):
                continue
            if (found := read_file(path, must_have=False)) is not None:
                return found
        if (place / ".git").exists() or place == _home():
            break
    return None


def _is_trusted(path: Path, folder: Path) -> bool:
    """Whether the settings at `path` are those of whoever runs this, of root, or of the owner of `folder`.

    In a folder that all may write to, anybody could leave settings for the others; they are passed over, with
    a line that says so.
    """
    if not hasattr(os, "geteuid"):
        return True
    try:
        owner = path.stat().st_uid
        trusted = owner in (os.geteuid(), 0, folder.stat().st_uid)
    except OSError:
        return True  # reading it says what is wrong
    if not trusted:
        from newsfacts.cli.messages import say

        say(f"{os.path.relpath(path)}: belongs to somebody else: not read; --config reads it all the same")
    return trusted


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def read_file(path: Path, *, must_have: bool = True) -> SettingsFile | None:
    """The settings of `path`; None where it is a project file without any and does not have to have them.

    Raises UsageError where it cannot be read.
    """
    name = os.path.relpath(path)
    data = read_toml(path, name=name, todo="mend it, or run with --no-config")
    if path.name != PROJECT_FILE and TABLE[0] not in data:
        return SettingsFile(path, data)
    values: Any = data
    for part in TABLE:
        values = values.get(part) if isinstance(values, dict) else None
    if values is None and not must_have:
        return None
    if not isinstance(values, dict):
        raise UsageError(f"{name}: no table [{'.'.join(TABLE)}]: add it, or give another file")
    return SettingsFile(path, values, ".".join(TABLE))


def settings(
    command: Any,
    ctx: Any,
    file: SettingsFile | None,
    environment: Mapping[str, str],
    commands: Mapping[str, Any],
) -> dict[str, Setting]:
    """What `file` and `environment` say of the options of `command`, by key.

    `commands`: all that can be configured, by name: their options may stand there, too. Raises UsageError for
    what none of them has, and for values that do not fit.
    """
    known = dict.fromkeys(key_of(param) for other in commands.values() for param in options_of(other, ctx))
    own = {key_of(param): param for param in options_of(command, ctx)}
    found: dict[str, Setting] = {}
    for table, values in _tables(file, commands):
        assert file is not None
        allowed = known if not table else {key_of(param) for param in options_of(commands[table], ctx)}
        place = file.place(table)
        for key, (written, value) in _by_key(
            values, place, (*allowed,), () if table else (*commands,)
        ).items():
            if key in own and table in ("", command.name):
                fitting = _from_file(own[key], ctx, value, f"{place}: {written}", file)
                found[key] = Setting(key, fitting, FROM_FILE, place)
    for name, text in environment.items():
        key = name.removeprefix(PREFIX).lower().replace("_", "-")
        if key not in known:
            near = _meant(key, tuple(known), lambda near: PREFIX + near.upper().replace("-", "_"))
            raise UsageError(f"{name}: unknown variable: {near}")
        if key in own:
            value = _checked(own[key], ctx, _from_text(own[key], text, name), name)
            found[key] = Setting(key, value, FROM_ENVIRONMENT, name)
    return found


def _by_key(
    values: Mapping[str, Any], place: str, allowed: tuple[str, ...], tables: tuple[str, ...]
) -> dict[str, tuple[str, Any]]:
    """Of each key of a table how it is written there, and its value. Raises UsageError for one not `allowed`.

    `tables`: what else may stand there, for those who spell it otherwise.
    """
    found: dict[str, tuple[str, Any]] = {}
    for written, value in values.items():
        key = written.replace("_", "-")
        if key not in allowed:
            raise UsageError(f"{place}: {written}: unknown key: {_meant(key, (*allowed, *tables))}")
        if key in found:
            raise UsageError(f"{place}: {written}: stands there twice: leave one")
        found[key] = written, value
    return found


def commands_of(ctx: Any) -> dict[str, Any]:
    """The commands that take settings, by name."""
    group = ctx.find_root().command
    return {
        name: item for name, item in getattr(group, "commands", {}).items() if isinstance(item, Configured)
    }


def options_of(command: Any, ctx: Any) -> list[Any]:
    """The options of `command` that can be set."""
    params = command.get_params(ctx)
    return [param for param in params if param.param_type_name == "option" and key_of(param) not in _LEADING]


def key_of(param: Any) -> str:
    """The long name of an option: "max-chars"."""
    return str(max(param.opts, key=len)).lstrip("-")


def _tables(
    file: SettingsFile | None, commands: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The settings for all commands, then those for each; a table's name is "" or the command's."""
    if file is None:
        return
    yield "", {key: value for key, value in file.values.items() if key not in commands}
    for name in commands:
        values = file.values.get(name, {})
        if not isinstance(values, dict):
            raise UsageError(f"{file.place()}: {name}: a table of settings: write {file.header(name)}")
        yield name, values


def _meant(key: str, known: tuple[str, ...], show: Any = str) -> str:
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {show(near[0])}?"
    return "`newsfacts config` lists what there is"


def _is_flag(param: Any) -> bool:
    return bool(getattr(param, "is_flag", False))


class _Kind(StrEnum):
    """What an option takes, in words."""

    FLAG = "true or false"
    WHOLE = "a whole number"
    NUMBER = "a number"
    TEXTS = 'a text or a list of texts, like ["a", "b"]'
    TEXT = "a text in quotes"


_TYPES = {_Kind.FLAG: (bool,), _Kind.WHOLE: (int,), _Kind.NUMBER: (int, float), _Kind.TEXT: (str,)}


def _kind(param: Any, ctx: Any) -> _Kind:
    if _is_flag(param):
        return _Kind.FLAG
    if param.multiple:
        return _Kind.TEXTS
    # Which attribute tells the type changes from one version of Typer to the next: try what the option takes.
    if _takes(param, ctx, "text"):
        return _Kind.TEXT
    return _Kind.NUMBER if _takes(param, ctx, str((_bound(param, "min") or 0) + 0.5)) else _Kind.WHOLE


def _takes(param: Any, ctx: Any, text: str) -> bool:
    try:
        param.process_value(ctx, text)
    except typer.BadParameter:
        return False
    return True


def _from_file(param: Any, ctx: Any, value: Any, where: str, file: SettingsFile) -> Any:
    """`value` of the file as the option takes it. Raises UsageError where it does not."""
    kind = _kind(param, ctx)
    if isinstance(value, date) and kind in (_Kind.TEXT, _Kind.TEXTS):
        value = value.isoformat()
    if kind is _Kind.TEXTS and isinstance(value, str):
        value = [value]
    if not _fits(value, kind):
        raise UsageError(f"{where}: {_shown(value)} does not fit: give {kind}")
    if param.metavar in _PLACES:
        value = [_near(item, file) for item in value] if param.multiple else _near(value, file)
    return _checked(param, ctx, value, where)


def _fits(value: Any, kind: _Kind) -> bool:
    """Whether a value of TOML is of this kind; true and false are no numbers there."""
    if kind is _Kind.TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) in _TYPES[kind]


def _near(path: str, file: SettingsFile) -> str:
    """`path`, which counts from the folder of `file`, from the working directory."""
    if path == "-":
        return path
    whole = file.path.absolute().parent / _expanded(path)
    try:
        near = os.path.relpath(whole)
    except ValueError:  # another drive
        near = str(whole)
    return near + "/" if path.endswith("/") else near


def _expanded(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # "~nobody-of-this-name"
        return Path(path)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "this list"
    try:
        return f'"{value[:80]}"' if isinstance(value, str) else str(value)[:80]
    except ValueError:  # a number of thousands of digits
        return "this number"


def _from_text(param: Any, text: str, name: str) -> Any:
    """The text of a variable as the option takes it."""
    if _is_flag(param):
        return _truth(text, name)
    return [text] if param.multiple else text


def _truth(text: str, name: str) -> bool:
    low = text.lower()
    if low in _TRUE:
        return True
    if low in _FALSE:
        return False
    raise UsageError(f'{name}: "{text}" does not fit: give 1 or 0')


def _checked(param: Any, ctx: Any, value: Any, where: str) -> Any:
    """`value`, of the type of the option. Raises UsageError where it cannot be, or is out of range."""
    try:
        return param.process_value(ctx, value)
    except typer.BadParameter as error:
        raise UsageError(f"{where}: {_shown(value)} does not fit: give {taken(param, ctx)}") from error


def taken(param: Any, ctx: Any) -> str:
    """What an option takes, in words: "a number, 0 to 1"."""
    least, most = _bound(param, "min"), _bound(param, "max")
    if least is None:
        return str(_kind(param, ctx))
    limit = f"{least:,.0f} or more" if most is None else f"{least:,.0f} to {most:,.0f}"
    return f"{_kind(param, ctx)}, {limit}"


def takes_number(param: Any, ctx: Any) -> bool:
    """Whether an option takes a number."""
    return _kind(param, ctx) in (_Kind.WHOLE, _Kind.NUMBER)


def _bound(param: Any, name: str) -> int | None:
    """The bound of an option: newer versions of Typer keep it on the option, older ones on its type."""
    places = (param, getattr(param, "type", None))
    return next((bound for place in places if (bound := getattr(place, name, None)) is not None), None)

"""Pages of the reference, made from the code: options, JSON fields, Python names, rules with their cases."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "newsfacts"
# What Python users call: module -> names.
PYTHON = {
    "newsfacts": ("extract", "extract_many", "to_frames", "NewsfactsError"),
    "newsfacts.types": (
        *(
            "Article",
            "Published",
            "ArticleFacts",
            "Person",
            "Place",
            "Organization",
            "CasualtyFigure",
            "Location",
        ),
        *("FigureDate", "EventDate", "Skipped", "Evidence", "CharSpan"),
    ),
    "newsfacts.spacy": ("add_to", "register", "facts_of"),
    "newsfacts.pipeline": ("build_nlp",),
    "newsfacts.merge": ("merge_facts",),
    "newsfacts.timeline": ("timeline",),
}
_CASES_SHOWN = 40  # of a file; the file itself has them all
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~{}])")


def pages() -> dict[str, str]:
    """Path below docs/ -> the page in Markdown."""
    return {
        "reference/options.md": options_page(),
        "reference/fields.md": fields_page(),
        "reference/python.md": python_page(),
        "reference/rules.md": rules_page(),
    }


def options_page() -> str:
    """Every option of every command, as --help has them."""
    from newsfacts.cli import app

    group: Any = typer.main.get_command(app)
    parts = [
        "# Options",
        "Made from the commands themselves. How they work together: [the command line](../cli.md).",
    ]
    for name, command in group.commands.items():
        parts += [f"## newsfacts {name}", plain((command.help or "").split("\b")[0].strip())]
        parts.append(table(("option", "takes", "unless told", "means"), options_of(command)))
    return document(parts)


def options_of(command: Any) -> Iterator[tuple[str, ...]]:
    for param in command.params:
        names = ", ".join(f"`{name}`" for name in (*param.opts, *param.secondary_opts))
        if param.param_type_name == "argument":
            yield f"`{param.metavar}`", "", "", plain(param.help or "")
            continue
        flag = bool(getattr(param, "is_flag", False))
        shown = param.show_default if isinstance(param.show_default, str) else param.default
        default = "" if shown in (None, False, "") or callable(shown) else plain(str(shown))
        yield names, "" if flag else f"`{param.metavar or 'VALUE'}`", default, plain(param.help or "")


def fields_page() -> str:
    """Every field of every output, from its JSON Schema."""
    from newsfacts.output.schema import OUTPUTS, schema

    parts = [
        "# JSON fields",
        "Made from the JSON Schema, which `newsfacts schema` prints. Every list and key is always there; "
        "null: the article does not say. What a figure's bounds mean: [figures](../figures.md); what a "
        "date's value means: [dates](../dates.md). Columns of tables: [output](../output.md).",
    ]
    for output in OUTPUTS:
        parts.append(f"## Of {output}")
        for name, definition in schema(output)["$defs"].items():
            if "properties" not in definition:
                continue
            parts += [f"### {name}", plain(definition.get("description", ""))]
            rows = (
                (f"`{key}`", type_of(field), plain(field.get("description", "")))
                for key, field in definition["properties"].items()
            )
            parts.append(table(("field", "type", "means"), rows))
    return document(parts)


def type_of(field: dict[str, Any]) -> str:
    """The type of a field in words."""
    if "$ref" in field:
        return field["$ref"].rsplit("/", 1)[1]
    if "enum" in field:
        return "one of " + ", ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        return " or ".join(type_of(part) for part in field["anyOf"])
    kind = field.get("type", "any")
    if kind == "array":
        return f"list of {type_of(field.get('items', {}))}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def python_page() -> str:
    """Signatures and docstrings of what Python users call."""
    parts = [
        "# Python names",
        "Made from the code. How to use them: [Python](../python.md), [spaCy](../spacy.md).",
    ]
    for module_name, names in PYTHON.items():
        module = import_module(module_name)
        parts.append(f"## {module_name}")
        for name in names:
            item = getattr(module, name)
            is_error = inspect.isclass(item) and issubclass(item, Exception)
            signature = "" if is_error else signature_of(item)
            parts += [f"### {name}", f"```python\n{name}{signature}\n```"]
            if (said := inspect.getdoc(item)) and not said.startswith(f"{name}("):
                parts.append(plain(said, code=True))
            for method_name, method in methods_of(item):
                said = (inspect.getdoc(method) or "").partition("\n\n")[0]
                parts.append(f"**`.{method_name}`** {plain(said, code=True)}")
    return document(parts)


def signature_of(item: Any) -> str:
    parameters = [str(parameter) for parameter in inspect.signature(item).parameters.values()]
    returned = "" if inspect.isclass(item) else f" -> {inspect.signature(item).return_annotation}"
    inside = ",\n    ".join(parameters)
    return f"(\n    {inside},\n){returned}" if parameters else f"(){returned}"


def methods_of(item: Any) -> Iterator[tuple[str, Any]]:
    for name, member in vars(item).items() if inspect.isclass(item) else ():
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property)):
            yield (name if isinstance(member, property) else f"{name}()"), member


def rules_page() -> str:
    """Each file of rules: what its head says, its rules, and the sentences that show what they do."""
    parts = [
        "# Rules, with their cases",
        "Rules are data beside the code that reads them; each has made-up sentences that say what must come "
        "out, and each sentence is a test. How to change one: [contributing](../contributing.md).",
    ]
    for path in sorted(PACKAGE.rglob("*.toml")):
        if "cases" in path.name:
            continue
        data = tomllib.loads(path.read_text("utf-8"))
        cases = cases_of(path)
        rules = [name for name, rule in data.items() if isinstance(rule, dict)]
        if not cases or not rules:
            continue
        parts += [f"## {path.relative_to(PACKAGE).as_posix()}", head_of(path)]
        parts.append(f"{len(rules)} tables: " + ", ".join(f"`{name}`" for name in rules))
        rows = [(plain(text), plain(expected)) for text, expected in cases[:_CASES_SHOWN]]
        parts.append(table(("sentence", "what must come out"), rows))
        if len(cases) > _CASES_SHOWN:
            parts.append(f"… and {len(cases) - _CASES_SHOWN:,} more in the file of cases beside it.")
    return document(parts)


def head_of(path: Path) -> str:
    """The comment at the beginning of a file of rules, as it stands."""
    lines = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" "))
    return "```text\n" + "\n".join(lines) + "\n```" if lines else ""


def cases_of(path: Path) -> list[tuple[str, str]]:
    """Text and expectation of each case beside a file of rules; of those with a text of one line."""
    name = "cases.toml" if path.name == "rules.toml" else f"{path.stem}.cases.toml"
    beside = path.with_name(name)
    if not beside.is_file():
        return []
    found = []
    for case in tomllib.loads(beside.read_text("utf-8")).get("case", []):
        text = case.get("text")
        rest = {key: value for key, value in case.items() if key not in ("text", "todo")}
        if isinstance(text, str) and "\n" not in text and "todo" not in case:
            found.append((text, told(rest)))
    return found


def told(value: Any) -> str:
    """What is expected, without brackets and quotes where they can be spared."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {told(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "; ".join(told(part) for part in value) if value else "nothing"
    return "–" if value == "" else str(value)


def table(columns: tuple[str, ...], rows: Any) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def plain(text: str, *, code: bool = False) -> str:
    """`text` with nothing in it that is markup; `code`: but for words in backticks and paragraphs."""
    if not code:
        return _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return "\n\n".join(_outside_code(" ".join(paragraph.split())) for paragraph in text.split("\n\n"))


def _outside_code(line: str) -> str:
    parts = re.split(r"(`[^`]*`)", line)
    return "".join(part if at % 2 else _MARKUP.sub(r"\\\1", part) for at, part in enumerate(parts))


def document(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"

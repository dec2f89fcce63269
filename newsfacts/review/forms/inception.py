"""The form as documents of INCEpTION (UIMA CAS XMI), with the layers they need; and its exports back.

A folder: `import/` has a document an article, `layers/` what the project needs first, `newsfacts.json` what
the documents are. What INCEpTION exports (XMI, or zip files with XMI, those of a whole project too) goes into
`export/`. Written and read with dkpro-cassis.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsfacts.doc.split import split
from newsfacts.errors import UsageError
from newsfacts.review.fields import field_of
from newsfacts.review.forms.form import no_form
from newsfacts.review.forms.page_form import read_json
from newsfacts.review.forms.regions import Region, regions_of, rows_from, spans_of, text_of, told_fields
from newsfacts.review.rows import Review, Reviewable, ReviewRow
from newsfacts.writers.streams import put, refused, whole_file

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

_IMPORT, _EXPORT, _LAYERS, _MANIFEST = "import", "export", "layers", "newsfacts.json"
TYPES = {
    "people": ("webanno.custom.NewsPerson", "News: person"),
    "places": ("webanno.custom.NewsPlace", "News: place"),
    "organizations": ("webanno.custom.NewsOrganization", "News: organization"),
    "casualties": ("webanno.custom.NewsCasualtyFigure", "News: casualty figure"),
    "dates": ("webanno.custom.NewsDate", "News: date"),
}
_FACT = "fact"
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
_SENTENCE, _TOKEN = f"{_DKPRO}.segmentation.type.Sentence", f"{_DKPRO}.segmentation.type.Token"
_TOKENS = re.compile(r"\w+|[^\w\s]")
# No XML 1.0 has these.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_UNPACKED = 200_000_000  # bytes of one file in an archive
_DEEPEST = 3  # archives in archives: a project has zip files of documents


def write_inception(review: Review, path: Path) -> list[str]:
    """Write the folder. Raises UsageError where it is there already, with other things in it."""
    types = _typesystem()
    with refused(path):
        if path.exists() and any(path.iterdir()) and not (path / _MANIFEST).is_file():
            raise UsageError(f"-o {path}: a folder with other things in it: choose a new one")
        for name in (_IMPORT, _EXPORT, _LAYERS):
            (path / name).mkdir(parents=True, exist_ok=True)
    documents = []
    for number, article in enumerate(review.articles, 1):
        stem = re.sub(r"[^\w.-]+", "_", article.key)[:60]
        name = f"{number:04}_{stem}.xmi"
        cas = _cas(review, article, types)
        _write(path / _IMPORT / name, cas.to_xmi(pretty_print=True) or "")
        facts = spans_of(review, article.key)
        documents.append(
            {"document": name, "article": article.key, "facts": article.facts, "fact_spans": facts}
        )
    for kind, (_, title) in TYPES.items():
        _write(path / _LAYERS / f"{kind}.json", json.dumps([_layer(kind, title)], indent=1) + "\n")
    _write(path / _IMPORT / "TypeSystem.xml", types.to_xml() or "")
    _write(path / _MANIFEST, json.dumps({"newsfacts_inception": 1, "documents": documents}, indent=1) + "\n")
    return [
        f"{path}: import the layers of {path / _LAYERS} into a project, then the documents of "
        f"{path / _IMPORT} (UIMA CAS XMI); put what you export into {path / _EXPORT}"
    ]


def _write(path: Path, text: str) -> None:
    with whole_file(path) as stream:
        put(stream, text)


def feature_of(name: str) -> str:
    """The name of a field as a feature: UIMA has a `type` of its own, and no underscores by habit."""
    if name == "type":
        return "dateType"
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def _typesystem() -> TypeSystem:
    from cassis import load_dkpro_core_typesystem

    types = load_dkpro_core_typesystem()
    for kind, (name, title) in TYPES.items():
        made = types.create_type(name, "uima.tcas.Annotation", title)
        for feature in (_FACT, *(feature_of(field.name) for field in told_fields(kind))):
            types.create_feature(made, feature, "uima.cas.String")
    return types


def _cas(review: Review, article: Reviewable, types: TypeSystem) -> Cas:
    from cassis import Cas

    text = _UNWRITABLE.sub(" ", text_of(article))
    cas = Cas(types, sofa_string=text, sofa_mime="text/plain", document_language="en")
    regions = list(regions_of(review, article.key))
    for span in split(text):
        cas.add(types.get_type(_SENTENCE)(begin=span.start, end=span.end))
    for start, end in _tokens(text, regions):
        cas.add(types.get_type(_TOKEN)(begin=start, end=end))
    for region in regions:
        values = {feature_of(key): str(value) for key, value in region.values.items() if value is not None}
        made = types.get_type(TYPES[region.kind][0])
        cas.add(made(begin=region.start, end=region.end, fact=region.fact, **values))
    return cas


def _tokens(text: str, regions: Sequence[Region]) -> Iterator[tuple[int, int]]:
    """Words and marks, cut where a fact begins or ends."""
    borders = sorted({border for region in regions for border in (region.start, region.end)})
    for match in _TOKENS.finditer(text):
        cuts = [match.start(), *(one for one in borders if match.start() < one < match.end()), match.end()]
        yield from pairwise(cuts)


def _layer(kind: str, title: str) -> dict[str, Any]:
    """A layer as INCEpTION exports and imports them."""
    features = []
    for name in (_FACT, *(field.name for field in told_fields(kind))):
        hint = "leave it as it is; empty for what was missed"
        if name != _FACT:
            field = field_of(kind, name)
            hint = f"{field.hint}: {', '.join(field.choices)}" if field.choices else field.hint
        features.append(
            {
                "name": feature_of(name),
                "tag_set": None,
                "uiName": name.replace("_", " "),
                "type": "uima.cas.String",
                "enabled": True,
                "visible": True,
                "include_in_hover": False,
                "required": False,
                "remember": False,
                "hideUnconstraintFeature": False,
                "description": hint,
                "project_name": "newsfacts",
                "multi_value_mode": "NONE",
                "link_mode": "NONE",
                "link_type_name": None,
                "link_type_role_feature_name": None,
                "link_type_target_feature_name": None,
                "traits": None,
            }
        )
    return {
        "name": TYPES[kind][0],
        "features": features,
        "uiName": title,
        "type": "span",
        "description": None,
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "attach_type": None,
        "attach_feature": None,
        "allow_stacking": True,
        "cross_sentence": True,
        "show_hover": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "NEVER",
        "lock_to_token_offset": False,
        "multiple_tokens": True,
        "project_name": "newsfacts",
        "linked_list_behavior": False,
        "on_click_javascript_action": None,
    }


# Reading


def read_inception(path: Path) -> Review:
    """What was exported into the folder. A document of which there is no export counts as not reviewed.

    Of several exports of a document that of the curator counts, else the last by name. Raises UsageError.
    """
    if not path.is_dir():
        raise no_form(path, "an export alone does not tell what it is of: put it into export/ of the folder")
    if not (path / _MANIFEST).is_file():
        raise no_form(path, f"no {_MANIFEST} in this folder")
    manifest = read_json(path / _MANIFEST)
    try:
        documents = {str(one["document"]): one for one in manifest["documents"]}
    except (KeyError, TypeError) as error:
        raise no_form(path / _MANIFEST, "not what newsfacts wrote") from error
    found: dict[str, tuple[str, Any]] = {}
    problems: list[str] = []
    names = sorted(member for member in (path / _EXPORT).rglob("*") if member.is_file())
    for file in names:
        try:
            for where, data, types in _xmi_files(str(file.relative_to(path)), file.read_bytes()):
                _keep(found, documents, where, (data, types))
        except (OSError, zipfile.BadZipFile, ValueError) as error:
            problems.append(f"{file}: cannot be read ({error}): export it again")
    if not found:
        raise UsageError(f"{path / _EXPORT}: no export of its documents: export as UIMA CAS XMI into it")
    articles: list[Reviewable] = []
    rows: list[ReviewRow] = []
    for name, about in documents.items():
        article = Reviewable(str(about["article"]), about["facts"], done=name in found)
        if name in found:
            where, (data, types) = found[name]
            try:
                rows += _rows(article.key, about["fact_spans"], data, types, f"{path / where}")
            except Exception as error:  # cassis raises whatever its parsers do
                problems.append(f"{path / where}: no CAS that can be read ({error!s:.80}): export it again")
                article = Reviewable(article.key, article.facts)
        articles.append(article)
    return Review(tuple(articles), tuple(rows), problems=tuple(problems))


def _keep(found: dict[str, tuple[str, Any]], documents: Mapping[str, Any], where: str, export: Any) -> None:
    """Note an export for its document, known by a name on its path."""
    stems = {name.removesuffix(".xmi"): name for name in documents}
    parts = [re.sub(r"(\.xmi|\.zip|\.txt)+$", "", part) for part in re.split(r"[/!]", where)]
    name = next((stems[part] for part in reversed(parts) if part in stems), None)
    if name is None:
        return
    before = found.get(name)
    if before is None or ("curation" in where.lower(), where) >= ("curation" in before[0].lower(), before[0]):
        found[name] = where, export


def _xmi_files(
    where: str, data: bytes, types: bytes | None = None, depth: int = 0
) -> Iterator[tuple[str, bytes, bytes | None]]:
    """The XMI files in `data`, a file or an archive, each with the type system that came with it."""
    if where.endswith(".xmi"):
        yield where, data, types
    elif where.endswith(".zip") and depth < _DEEPEST:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = {member.filename: member for member in packed.infolist() if not member.is_dir()}
            own = next((name for name in members if name.lower().endswith("typesystem.xml")), None)
            own_types = packed.read(own) if own and members[own].file_size <= _MOST_UNPACKED else types
            for name, member in sorted(members.items()):
                if name.endswith((".xmi", ".zip")):
                    if member.file_size > _MOST_UNPACKED:
                        raise ValueError(f"{name} is larger than {_MOST_UNPACKED // 1_000_000} MB")
                    yield from _xmi_files(f"{where}!{name}", packed.read(name), own_types, depth + 1)


# The documents of a project have one type system, which takes longer to read than they do.
@lru_cache(maxsize=2)
def _read_types(types: bytes | None) -> TypeSystem:
    from cassis import load_typesystem

    return load_typesystem(io.BytesIO(types)) if types else _typesystem()


def _rows(
    key: str, facts: Mapping[str, Any], data: bytes, types: bytes | None, where: str
) -> list[ReviewRow]:
    from cassis import load_cas_from_xmi

    system = _read_types(types)
    cas = load_cas_from_xmi(io.BytesIO(data), typesystem=system, lenient=True)
    regions = []
    for kind, (name, _) in TYPES.items():
        if not system.contains_type(name):
            continue
        for one in cas.select(name):
            values = {field.name: getattr(one, feature_of(field.name), None) for field in told_fields(kind)}
            regions.append(Region(kind, getattr(one, _FACT, None), one.begin, one.end, values))
    return rows_from(key, regions, facts, cas.sofa_string or "", where)

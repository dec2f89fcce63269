"""Forms to fill in, and what was filled in.

FORMS has a line for each; a new one is two functions and its endings, nothing else has to be told of it.
"""

from __future__ import annotations

from pathlib import Path

from newsfacts.errors import UsageError
from newsfacts.review.forms.csv_form import read_csv, write_csv
from newsfacts.review.forms.form import Form
from newsfacts.review.forms.inception import read_inception, write_inception
from newsfacts.review.forms.labelstudio import read_labelstudio, write_labelstudio
from newsfacts.review.forms.page_form import refuse_page, write_page
from newsfacts.review.forms.xlsx_form import read_xlsx, write_xlsx
from newsfacts.review.rows import Review

__all__ = ["FORMS", "Form", "form_of", "read_form"]

FORMS: dict[str, Form] = {
    "xlsx": Form(write_xlsx, read_xlsx, (".xlsx",), needs=(("xlsxwriter", "openpyxl"), "xlsx")),
    "html": Form(write_page, refuse_page, (".html", ".htm")),
    # What the page saves ends in .json too: the file tells which of the two it is.
    "labelstudio": Form(write_labelstudio, read_labelstudio, (".json",)),
    "csv": Form(write_csv, read_csv, (".csv",)),
    "inception": Form(
        write_inception, read_inception, (".xmi", ".zip"), folder=True, needs=(("cassis",), "inception")
    ),
}
_SUFFIXES = {suffix: name for name, form in FORMS.items() for suffix in form.suffixes}


def form_of(path: str, *, is_folder: bool) -> str | None:
    """The name of the form that a path means; None where it means none."""
    return "inception" if is_folder else _SUFFIXES.get(Path(path).suffix.lower())


def read_form(path: Path) -> Review:
    """The form at `path`, filled in. Raises UsageError where it is none, or not whole."""
    name = form_of(str(path), is_folder=path.is_dir())
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder: check the path")
    if name is None:
        raise UsageError(f"{path}: what kind of form is it? it ends in none of {' '.join(_SUFFIXES)}")
    FORMS[name].check(name)
    return FORMS[name].read(path)

"""Finds every text to translate in the source: calls of gettext and its kin in Python, translate tags in templates."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

from config.messages import Message

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": DEFAULT_KEYWORDS["ngettext"],
    "pgettext_lazy": DEFAULT_KEYWORDS["pgettext"],
    "npgettext_lazy": DEFAULT_KEYWORDS["npgettext"],
}


def messages() -> Iterator[Message]:
    """All texts of the packages of this project, in the order of their files."""
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        folder = Path(app.path)
        if folder.parent == settings.ROOT:
            yield from messages_in(folder)


def messages_in(folder: Path) -> Iterator[Message]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(settings.ROOT).as_posix()
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from messages_of(path.read_text(encoding="utf-8"), file=name)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # Between brackets, as the rest of a template is no well-indented Python.
            yield from messages_of(f"(\n{templatize(path.read_text(encoding='utf-8'), origin=name)}\n)", file=name)


def messages_of(python: str, *, file: str) -> Iterator[Message]:
    found = extract("python", io.BytesIO(python.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for _line, text, _comments, context in found:
        yield message(text, context=context, file=file)


def message(text: Any, *, context: str | None, file: str) -> Message:
    """From what Babel found: one text, or a pair of singular and plural."""
    singular, plural = (text, "") if isinstance(text, str) else text
    return Message(singular, plural, context, file)

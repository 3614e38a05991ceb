"""The Indonesian of the site: its translation file, whether it is whole, and the compiled form that Django reads."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

METADATA = {
    "Project-Id-Version": "Pasar Karya",
    "Language": "id",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Message:
    """A text in the source that people will read: its English, its plural if it has one, and where it stands."""

    text: str
    plural: str = ""
    context: str | None = None
    file: str = field(default="", compare=False)

    @property
    def key(self) -> Key:
        return self.context, self.text


def translation_file() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "id" / "LC_MESSAGES" / "django.po"


def known() -> polib.POFile:
    """The translations as they stand in the file; none while there is no file."""
    path = translation_file()
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def merged(messages: Iterable[Message]) -> polib.POFile:
    """Exactly these messages, sorted, each with the translation that the file has for it."""
    old = {key(entry): entry for entry in known() if not entry.obsolete}
    new: dict[Key, polib.POEntry] = {}
    for message in messages:
        entry = new.setdefault(message.key, entry_for(message, old.get(message.key)))
        entry.msgid_plural = entry.msgid_plural or message.plural
        entry.occurrences = sorted({*entry.occurrences, (message.file, "")})
    file = polib.POFile(wrapwidth=0)
    file.metadata = dict(METADATA)
    file.extend(new[found] for found in sorted(new, key=lambda found: (found[1].casefold(), found[1], found[0] or "")))
    for entry in file:
        settle_plural(entry)
    return file


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def entry_for(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context)
    if old is not None:
        entry.msgstr, entry.msgstr_plural = old.msgstr, dict(old.msgstr_plural)
        entry.flags, entry.tcomment = list(old.flags), old.tcomment
    return entry


def settle_plural(entry: polib.POEntry) -> None:
    """Indonesian has one form for all numbers: an entry with a plural holds it as form 0, any other as plain text."""
    translation = entry.msgstr or entry.msgstr_plural.get(0, "")
    entry.msgstr = "" if entry.msgid_plural else translation
    entry.msgstr_plural = {0: translation} if entry.msgid_plural else {}


def faults(messages: Iterable[Message]) -> list[str]:
    """What is wrong with the translation file for these messages, a line each; nothing if it is whole."""
    wanted = merged(messages)
    found = [fault for entry in wanted for fault in faults_of(entry)]
    wanted_keys = {key(entry) for entry in wanted}
    found += [f"no longer used: {entry.msgid!r}" for entry in known() if key(entry) not in wanted_keys]
    if not found and str(wanted) != translation_file().read_text(encoding="utf-8").removesuffix("\n"):
        found = ["the file is not in its usual form: run translations --update"]
    return found


def faults_of(entry: polib.POEntry) -> Iterable[str]:
    translation = entry.msgstr or entry.msgstr_plural.get(0, "")
    if not translation:
        yield f"not translated: {entry.msgid!r} ({', '.join(file for file, _ in entry.occurrences)})"
    elif entry.fuzzy:
        yield f"marked as fuzzy: {entry.msgid!r}"
    elif placeholders(translation) != placeholders(entry.msgid_plural or entry.msgid):
        yield f"other placeholders than the English: {entry.msgid!r}"


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def write(file: polib.POFile) -> None:
    translation_file().parent.mkdir(parents=True, exist_ok=True)
    translation_file().write_text(f"{file}\n", encoding="utf-8")


def compile_if_stale() -> None:
    """Bring the compiled form up to date. Processes that do so at the same moment don't disturb each other."""
    source = translation_file()
    compiled = source.with_suffix(".mo")
    if not source.exists() or (compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns):
        return
    unfinished = compiled.with_name(f".{os.getpid()}.mo")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    unfinished.replace(compiled)
    translation_file_changed(None, compiled)  # else Django goes on with what it read before

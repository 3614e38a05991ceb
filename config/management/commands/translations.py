"""`manage.py translations`: brings the Indonesian translation file up to date, checks it, or compiles it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import messages


class Command(BaseCommand):
    help = "Update, check or compile the Indonesian translations; needs no gettext programs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group(required=True)
        for option, deed, gives in (
            ("--update", self.update, "take new texts over from the source"),
            ("--check", self.check_whole, "say what is missing, and fail if anything is"),
            ("--compile", self.compile, "write what Django reads"),
        ):
            group.add_argument(option, action="store_const", dest="deed", const=deed, help=gives)

    def handle(self, **options: Any) -> None:
        options["deed"]()

    def update(self) -> None:
        from config import extraction  # noqa: PLC0415 (Babel is there for development only)

        file = messages.merged(extraction.messages())
        messages.write(file)
        self.stdout.write(f"{len(file)} texts, {len(file.untranslated_entries())} without a translation.")

    def check_whole(self) -> None:
        from config import extraction  # noqa: PLC0415 (Babel is there for development only)

        faults = messages.faults(extraction.messages())
        if faults:
            raise CommandError("\n".join(["The translations are not whole:", *faults]))
        self.stdout.write("All texts are translated.")

    def compile(self) -> None:
        messages.compile_if_stale()

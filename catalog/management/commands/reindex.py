"""`manage.py reindex`: write anew what search reads, as after rows were put into the database from outside."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog import search


class Command(BaseCommand):
    help = "Write the documents and words that search reads anew."

    def handle(self, **options: Any) -> None:
        search.rebuild()

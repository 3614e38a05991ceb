"""`manage.py check_ledger`: compare ledger, orders and stock; exit 1 with a line for each difference."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from orders import reconciliation


class Command(BaseCommand):
    help = "Check that the ledger, the orders and the stock tell the same story. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in reconciliation.differences():
            found += 1
            self.stdout.write(difference)
        if found:
            self.stderr.write(f"{found} differences.")
            sys.exit(1)
        self.stdout.write("Ledger, orders and stock agree.")

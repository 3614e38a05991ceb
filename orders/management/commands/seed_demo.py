"""`manage.py seed_demo`: fill an empty market with the demo market, once."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from orders.demo import darkroom, opening, sign_ins, sources


def times(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(f"must be a whole number from 1 to 1000, not {text!r}")
    return int(text)


class Command(BaseCommand):
    help = "Fill an empty market with producers, goods, buyers and some weeks of orders. Never touches a market in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=times, default=1, help="so many times the products, buyers and orders")

    def handle(self, *, scale: int, **options: Any) -> None:
        if not opening.is_empty():
            self.stdout.write("There is a market here already: nothing was changed.")
            return
        market = sources.read()
        shots = market.shots
        self.stdout.write(f"Setting up the demo market and drawing its {len(shots)} photos: about half a minute.")
        self.stdout.flush()
        with darkroom.drawn(shots) as photos:
            opening.fill(market, photos=photos, at=timezone.now(), times=scale)
        self.stdout.write("The demo market is ready. Ask for a sign-in code as one of these:")
        for line in sign_ins.lines():
            self.stdout.write(f"  {line}")

"""Doors: who may open the pages of producers; to others these do not exist. What is whose is each page's question."""

from typing import ParamSpec

from marketplace.doors import Door, Page, door
from producers.models import Producer

P = ParamSpec("P")


def for_producers(page: Page[P]) -> Door[P]:
    """For people who work for a producer, or act for one under a grant."""
    return door(page, may_enter=lambda user: Producer.objects.of(user).exists())


def for_leads(page: Page[P]) -> Door[P]:
    """For people who lead a producer."""
    return door(page, may_enter=lambda user: Producer.objects.led_by(user).exists())

"""Doors: who may open the pages of producers; to others these do not exist. What is whose is each page's question."""

from typing import ParamSpec

from django.db.models import Exists, OuterRef

from marketplace.doors import Door, Page, door
from marketplace.models import User
from producers.models import Producer, ProducerPerson

P = ParamSpec("P")

# Under this name a person is known to work for every producer for which she acts: no page has to look for grants then.
WORKS_FOR_ALL = "works_for_all_her_producers"


def for_producers(page: Page[P]) -> Door[P]:
    """For people who work for a producer, or act for one under a grant."""
    return door(page, may_enter=_may_sell)


def for_leads(page: Page[P]) -> Door[P]:
    """For people who lead a producer."""
    return door(page, may_enter=lambda user: Producer.objects.led_by(user).exists())


def _may_sell(user: User) -> bool:
    """Whether there is a producer of hers; the same query tells whether there is one for which she does not work."""
    works = ProducerPerson.objects.working().filter(producer=OuterRef("pk"), user=user)
    hers = Producer.objects.of(user).annotate(works=Exists(works)).order_by("works")
    found = hers.values_list("works", flat=True).first()
    setattr(user, WORKS_FOR_ALL, found is True)
    return found is not None

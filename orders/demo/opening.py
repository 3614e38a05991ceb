"""Opens the demo market: fills an empty database with everything that `data/` tells, all or nothing."""

import io
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from catalog.models import Product, Variant
from marketplace import pictures
from marketplace.models import Picture, User
from orders.demo import casework, copies, goods, makers, market_days, people, plans, sources
from orders.demo.dates import Calendar
from orders.demo.history import Diary
from orders.models import FeeRule

STAFF_JOINED_DAYS_AGO = 400
BUYERS_JOINED_DAYS_AGO = 150
FEES_SINCE_DAYS_AGO = 365


def is_empty() -> bool:
    """Whether there is nobody and nothing yet, so that nothing can be lost."""
    return not (User.objects.exists() or Product.objects.exists())


@transaction.atomic
def fill(market: sources.Market, *, photos: Iterable[bytes], at: datetime, times: int = 1) -> None:
    """Write the whole market as of that moment, goods, buyers and orders so many `times`.

    `photos` are JPEGs for `market.shots`, in that order.
    """
    calendar = Calendar(at)
    taken = zip(market.shots, photos, strict=True)

    def photographed(slug: str, sender: User) -> Picture:
        shot, jpeg = next(taken)
        assert shot.of == slug
        return pictures.receive(io.BytesIO(jpeg), by=sender)

    people.found(market)
    staff = [people.enrol(contact, at=calendar.days_ago(STAFF_JOINED_DAYS_AGO)) for contact in market.staff]
    coordinator = next(user for user in staff if user.is_coordinator)
    cohorts = makers.train(market, calendar=calendar)
    makers.gather(market, cohorts=cohorts, by=coordinator, calendar=calendar, photographed=photographed)
    makers.register(calendar=calendar)
    buyers = [people.enrol(contact, at=calendar.days_ago(BUYERS_JOINED_DAYS_AGO)) for contact in market.accounts]
    leads = makers.leads()
    shelf = goods.list_all(market, leads=leads, by=coordinator, calendar=calendar)
    _set_fees(market, calendar=calendar)
    points = people.open_points(market)
    days = market_days.announce(points, calendar=calendar)
    on_sale = Variant.objects.filter(product__status=Product.Status.PUBLISHED).order_by("pk")
    lot = plans.Lot(list(on_sale.select_related("product__producer", "product__category")), market, points, calendar)
    orders = lot.draw(days)
    goods.stock_up(shelf, demand=lot.promised, leads=leads)
    Diary(leads, coordinator, {user.phone.as_e164: user for user in buyers}).live(orders, until=at)
    goods.count_today(shelf, leads=leads, calendar=calendar)
    goods.photograph(taken, leads=leads)
    casework.claim_all(market, by=coordinator, calendar=calendar)
    casework.edit_some(market, leads=leads, calendar=calendar)
    makers.queue_up(market, by=coordinator, calendar=calendar)
    copies.add(times - 1)


def _set_fees(market: sources.Market, *, calendar: Calendar) -> None:
    for rule in market.fees:
        FeeRule.objects.create(
            kind_id=rule.get("kind"),
            basis_points=rule["basis_points"],
            starts_on=calendar.day(ago=FEES_SINCE_DAYS_AGO),
        )

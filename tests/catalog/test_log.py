"""The log of a producer tells what was done to its listings, by whom, and by whose leave."""

import pytest
from django.utils import timezone

from catalog import claims, editing, listings, stock
from catalog.models import Category
from marketplace.money import Money
from producers import log
from tests import make

pytestmark = pytest.mark.django_db


def lines(producer):
    """What, with what, by whom; the earliest first."""
    told = [(line.entry.what, line.entry.detail, line.who) for line in log.of(producer).lines]
    return told[::-1]


def test_what_an_agent_does_bears_both_names(weavers, bob, carol):
    agent = make.user("Agus")
    make.grant(weavers, by=bob, to=agent)
    words = listings.Words("Selendang", Category.objects.get(slug="kain-tenun"))
    before = len(lines(weavers))
    product = listings.make(weavers, words, offer=listings.Offer(Money(9_000), on_hand=3), by=agent, at=timezone.now())
    product.photos.create(picture=make.picture())
    listings.submit(product, by=agent, at=timezone.now())
    product.refresh_from_db()
    product.publish(by=carol, at=timezone.now())
    found = lines(weavers)[before:]
    assert [detail for _what, detail, _who in found] == ["Selendang"] * 4
    assert {who for *_rest, who in found[:3]} == {found[0][2]}
    assert "Agus" in found[0][2] and "Bob" in found[0][2] and "Kelompok Tenun" in found[0][2]
    assert "Carol" in found[3][2] and "Kelompok Tenun" not in found[3][2]


def test_what_a_trusted_agent_publishes_is_no_decision_of_the_co_op(weavers, bob):
    agent = make.user("Agus")
    make.grant(weavers, by=bob, to=agent)
    weavers.trust()
    listings.submit(make.draft(of=weavers), by=agent, at=timezone.now())
    decisions = [line for line in log.of(weavers).lines if line.entry.by == agent and line.entry.is_decision]
    assert decisions == []


def test_stock_prices_claims_and_edits_are_told(weavers, bob):
    product = make.draft(of=weavers, status="published")
    variant, now = product.variants.get(), timezone.now
    before = len(lines(weavers))
    stock.move(variant, 2, reason="spoiled", note="Kena hujan", by=bob, at=now())
    variant.price_at(Money(60_000), by=bob, at=now())
    claims.make(product, "recycled", claims.Proof(note="Sisa kain"), by=bob, at=now())
    editing.version_of(product, by=bob, at=now())
    found = lines(weavers)[before:]
    assert [who for *_rest, who in found] == ["Bob"] * 4
    assert [detail for _what, detail, _who in found] == ["Selendang. Kena hujan", "Selendang", "Selendang", "Selendang"]
    assert "-2" in found[0][0]
    assert "Rp50.000" in found[1][0] and "Rp60.000" in found[1][0]

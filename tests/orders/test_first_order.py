import pytest
from django.utils import timezone

from marketplace import ledger
from marketplace.models import Account, Notice
from marketplace.money import Money
from orders import checkout, fulfilment, handover, reconciliation, earnings
from orders.models import Order
from tests import make


def test_smoke(weavers, farmers, bob, carol, django_assert_num_queries):
    make.fee_rule()
    point = make.pickup_point(); day = make.market_day(point)
    scarf = make.variant(of=weavers, price=75_000)
    kale = make.variant("Kangkung", of=farmers, price=4_005, category="sayur")
    cart = make.cart((scarf, 2), (kale, 3))
    now = timezone.now()
    with django_assert_num_queries(60, exact=False) as q:
        order = checkout.place(cart, wishes=make.wishes(point, market_day=day), by=None, at=now)
    print(len(q.captured_queries))
    for x in q.captured_queries: print(x["sql"][:110])
    order = Order.objects.detailed().get(pk=order.pk)
    for p in order.sub_orders.all():
        fulfilment.accept(p, by=bob, at=now); fulfilment.mark_ready(p, by=bob, at=now)
    from marketplace.notices import outbox
    outbox.dispatch()
    handover.hand_over(order, code=order.pickup_code, by=carol, at=now)
    outbox.dispatch()
    for n in Notice.objects.all(): print(n, n.status, n.guest, n.user, n.subject, "\n", n.body if n.channel!="email" else "")
    from django.core import mail
    print(len(mail.outbox))
    assert list(reconciliation.differences()) == []
    print(ledger.trial_balance(), earnings.of(weavers, at=now))
    order.refresh_from_db(); assert order.status == "completed"

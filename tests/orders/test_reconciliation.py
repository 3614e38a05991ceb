"""`check_ledger` names each fault that is planted, and nothing where there is none."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from orders import fulfilment, handover
from tests import make


@pytest.fixture
def order(weavers, bob, carol):
    """An order that was handed over: one scarf for Rp50.000, fee Rp5.000."""
    make.fee_rule()
    made = make.order((make.variant(of=weavers), 1))
    part = made.sub_orders.get()
    fulfilment.accept(part, by=bob, at=timezone.now())
    fulfilment.mark_ready(part, by=bob, at=timezone.now())
    handover.hand_over(made, code=made.pickup_code, by=carol, at=timezone.now())
    return made


def check(capsys):
    try:
        call_command("check_ledger")
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_a_sound_market_has_no_differences(order, capsys):
    assert check(capsys) == (0, "Ledger, orders and stock agree.\n")


FAULTS = {
    "a capture that is gone": (
        "DELETE FROM marketplace_transfer WHERE code = 'capture'",
        "the ledger does not have it",
    ),
    "a capture too small": (
        "UPDATE marketplace_transfer SET amount = 1 WHERE code = 'capture'",
        "still holds -Rp49.999",
    ),
    "an earning that is gone": (
        "DELETE FROM marketplace_transfer WHERE code = 'earning'",
        "the ledger has Rp0 + Rp5.000",
    ),
    "a fee too large": ("UPDATE marketplace_transfer SET amount = 6000 WHERE code = 'fee'", "has Rp45.000 + Rp6.000"),
    "a capture from nowhere": (
        "INSERT INTO marketplace_transfer (key, code, debit_id, credit_id, amount, at, memo)"
        " SELECT 'capture:99', code, debit_id, credit_id, amount, at, ''"
        " FROM marketplace_transfer WHERE code = 'capture'",
        "has capture:99, and no share was captured",
    ),
    "a part with another total": ("UPDATE orders_suborder SET total = 49000", "is not the sum of its lines"),
    "an order with another total": ("UPDATE orders_order SET total = 49000", "is not the sum of its parts"),
    "a payment with another amount": ("UPDATE orders_payment SET amount = 49000", "is not the sum of its shares"),
    "a share that is due again": ("UPDATE orders_paymentshare SET captured_at = NULL", "1 of its shares are still due"),
    "stock promised to nobody": ("UPDATE catalog_variant SET reserved = 2", "has 2 reserved, and 0 are held"),
    "stock from nowhere": ("UPDATE catalog_variant SET on_hand = 12", "has 12 on hand, and its movements sum to 9"),
    "goods given but still held": ("UPDATE catalog_reservation SET status = 'held'", "its stock was not taken"),
}


@pytest.mark.parametrize(("fault", "difference"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_named(order, capsys, fault, difference):
    with connection.cursor() as cursor:
        cursor.execute(fault)
    code, said = check(capsys)
    assert code == 1
    assert difference in said

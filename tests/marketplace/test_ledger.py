"""The ledger: two sides in every row, each key once, nothing ever changed."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from marketplace import ledger
from marketplace.models import Account, Transfer
from marketplace.money import Money

Kind, Code = Account.Kind, Transfer.Code


def post(key="capture:1", amount=10_000):
    return ledger.post(
        key,
        code=Code.CAPTURE,
        debit=ledger.account(Kind.CASH, owner=1),
        credit=ledger.account(Kind.ORDER, owner=7),
        amount=Money(amount),
        at=timezone.now(),
        by=None,
    )


@pytest.mark.django_db
def test_a_transfer_moves_money_from_one_account_to_another():
    post()
    assert ledger.balance(ledger.account(Kind.CASH, owner=1)) == Money(-10_000)
    assert ledger.balance(ledger.account(Kind.ORDER, owner=7)) == Money(10_000)


@pytest.mark.django_db
def test_the_same_key_posts_once():
    assert post() == post()
    assert ledger.balance(ledger.account(Kind.ORDER, owner=7)) == Money(10_000)


@pytest.mark.django_db
def test_the_same_key_with_another_amount_is_a_fault():
    post()
    with pytest.raises(ledger.DifferentTransfer):
        post(amount=10_001)
    assert Transfer.objects.count() == 1


@pytest.mark.django_db
def test_nothing_writes_no_row():
    assert post(amount=0) is None
    assert Transfer.objects.count() == 0


@pytest.mark.django_db
def test_a_negative_amount_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        post(amount=-1)


@pytest.mark.django_db
def test_an_account_cannot_pay_itself():
    cash = ledger.account(Kind.CASH, owner=1)
    with pytest.raises(IntegrityError):
        ledger.post("x", code=Code.CAPTURE, debit=cash, credit=cash, amount=Money(1), at=timezone.now(), by=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: Transfer.objects.all().delete(),
        lambda row: Transfer.objects.update(amount=Money(1)),
    ],
)
def test_transfers_are_never_changed(change):
    row = post()
    with pytest.raises(TypeError, match="never"):
        change(row)
    assert Transfer.objects.get().amount == Money(10_000)


@pytest.mark.django_db
def test_all_accounts_sum_to_nothing():
    post()
    ledger.post(
        "fee:1",
        code=Code.FEE,
        debit=ledger.account(Kind.ORDER, owner=7),
        credit=ledger.account(Kind.FEES),
        amount=Money(1_000),
        at=timezone.now(),
        by=None,
    )
    assert dict(ledger.trial_balance()) == {
        "cash": Money(-10_000), "order": Money(9_000), "producer": Money(0), "fees": Money(1_000),
    }  # fmt: skip

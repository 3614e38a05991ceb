"""Producers in the API: who is shown, and of her people only what they agreed to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from producers.models import Producer
from tests import make
from tests.api import Program, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return Program()


def test_the_list(program, weavers, farmers, django_assert_num_queries):
    with django_assert_num_queries(1):
        status, page = program.get("producers/")
    assert page["results"] == [
        {
            "slug": producer.slug,
            "name": producer.name,
            "kind": "sewing_group",
            "is_group": True,
            "place": "Oebobo, Kota Kupang",
            "photo": None,
        }
        for producer in (farmers, weavers)
    ]
    assert results(program.get("producers/", kind="organic_farm"), "slug") == []


def test_one_producer_with_the_people_who_agreed_and_their_checked_certificates(
    program, weavers, carol, django_assert_num_queries
):
    person = weavers.people.get()
    person.consented_at = timezone.now()
    person.save()
    weavers.people.create(name="Hidden", role="maker")
    checked, _claimed = make.certificate(weavers), make.certificate(weavers)
    checked.confirm(by=carol, at=timezone.now())
    expired = make.certificate(weavers, expires_on=timezone.localdate() - timedelta(days=1))
    expired.confirm(by=carol, at=timezone.now())
    with django_assert_num_queries(3):
        status, shown = program.get(f"producers/{weavers.slug}/")
    assert status == 200
    assert shown["people"] == [
        {
            "name": "Bob",
            "role": "lead",
            "about": "",
            "certificates": [
                {
                    "code": checked.code,
                    "kind": "competency",
                    "programme": checked.cohort.programme.name,
                    "provider": "Balai Latihan",
                    "hours": 240,
                    "issued_on": "2026-03-10",
                    "expires_on": None,
                }
            ],
        }
    ]
    assert "whatsapp" not in shown and "bank_account_number" not in shown


@pytest.mark.parametrize("status", ["applied", "suspended", "closed"])
def test_who_is_not_verified_is_not_there(program, weavers, status):
    Producer.objects.update(status=status)
    assert results(program.get("producers/"), "slug") == []
    assert program.get(f"producers/{weavers.slug}/")[0] == 404

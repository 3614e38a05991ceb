"""The pages about who makes: the list of producers, and the check of a certificate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace import throttles
from producers.models import ProducerKind, ProducerPerson
from tests import make
from tests.conftest import speaking


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def paper(weavers):
    """A certificate of somebody who agreed to be shown."""
    ProducerPerson.objects.filter(producer=weavers).update(consented_at=timezone.now())
    return make.certificate(weavers, number="BPVP-7/2026")


def test_producers_are_listed_by_name(visitor, weavers, farmers):
    make.producer("Belum Diperiksa", status="applied")
    page = visitor.get("/producers/")
    assert [producer.name for producer in page.context["page"].rows] == ["Kebun Organik", "Kelompok Tenun"]


def test_producers_are_listed_by_kind(visitor, weavers):
    farm = make.producer("Kebun", kind=ProducerKind.objects.get(code="organic_farm"))
    page = visitor.get("/producers/?kind=organic_farm")
    assert list(page.context["page"].rows) == [farm]


def test_a_long_list_of_producers_has_pages(visitor, db, django_assert_num_queries):
    for number in range(30):
        make.producer(f"Kelompok {number:02d}")
    with django_assert_num_queries(3):
        first = visitor.get("/producers/")
    second = visitor.get("/producers/", {"cursor": first.context["page"].next})
    shown = [producer.name for page in (first, second) for producer in page.context["page"].rows]
    assert shown == [f"Kelompok {number:02d}" for number in range(30)]


def test_a_confirmed_certificate_says_who_checked_it_and_when(visitor, paper, carol):
    paper.confirm(by=carol, at=timezone.now())
    page = visitor.get(f"/certificates/{paper.code}/")
    assert page.status_code == 200
    for told in ("Bob", "Genuine and valid", "Carol", "BPVP-7/2026", "240 hours", "Balai Latihan", "Competency"):
        assert told in page.text
    assert page["X-Robots-Tag"] == "noindex"


def test_the_code_may_be_typed_in_small_letters(visitor, paper):
    assert visitor.get(f"/certificates/{paper.code.lower()}/").context["certificate"] == paper


def test_a_claim_is_not_called_genuine(visitor, paper):
    page = visitor.get(f"/certificates/{paper.code}/")
    assert "Not checked yet" in page.text
    assert "Genuine" not in page.text


def test_an_expired_or_withdrawn_certificate_says_so(visitor, paper, carol):
    paper.confirm(by=carol, at=timezone.now())
    type(paper).objects.filter(pk=paper.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert "its time is over" in visitor.get(f"/certificates/{paper.code}/").text
    paper.withdraw(by=carol, at=timezone.now(), reason="A mistake in the name")
    page = visitor.get(f"/certificates/{paper.code}/").text
    assert "no longer good" in page
    assert "A mistake in the name" in page


def test_an_unknown_code_is_told_kindly(visitor, db):
    page = visitor.get("/certificates/NOSUCHCODE/")
    assert page.status_code == 404
    assert "We know no certificate with this code" in page.text


def test_a_certificate_of_somebody_who_did_not_agree_is_not_shown(visitor, weavers, carol):
    paper = make.certificate(weavers)
    paper.confirm(by=carol, at=timezone.now())
    assert visitor.get(f"/certificates/{paper.code}/").status_code == 404


def test_a_certificate_does_not_lead_to_a_producer_who_is_not_shown(visitor, paper, weavers, carol):
    weavers.suspend(by=carol, at=timezone.now(), reason="test")
    page = visitor.get(f"/certificates/{paper.code}/")
    assert page.status_code == 200
    assert f"/producers/{weavers.slug}/" not in page.text


def test_whoever_tries_codes_is_slowed_down(visitor, paper, monkeypatch):
    monkeypatch.setitem(throttles.RATES, "unknown_links", throttles.Rate(2, 86_400))
    assert [visitor.get(f"/certificates/TRY{number}/").status_code for number in range(3)] == [404, 404, 429]
    assert visitor.get(f"/certificates/{paper.code}/").status_code == 200

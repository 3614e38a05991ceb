"""Claims: made with the proof that their kind needs, withdrawn, over by themselves, with what that takes off sale."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import claims, editing, listings, notices
from catalog.claims import ClaimRunOut, ClaimWaits, Proof, ProofMissing, WrongNumber
from catalog.models import Claim
from catalog.tasks import end_claims
from marketplace.models import Notice
from marketplace.notices import outbox
from marketplace.refusals import WrongStep
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=400)
FOOD = {"composition": "madu", "net_weight_grams": 350, "shelf_life_days": 90, "halal_status": "in_process"}


@pytest.fixture
def honey(weavers):
    return make.draft("Madu", of=weavers, category="madu-minyak", status="published", details=FOOD)


def proof(**given):
    known = {
        "number": "2053471010012-29", "issuer": "LSO", "note": "diuji", "issued_on": TODAY, "valid_until": LATER,
        "evidence": make.picture(),
    }  # fmt: skip
    return Proof(**known | given)


@pytest.mark.parametrize("kind", Claim.Kind.values)
def test_a_claim_waits_for_a_coordinator(honey, bob, kind):
    number = "MD 123456789012" if kind == "bpom_md" else "2053471010012-29"
    claim = claims.make(honey, kind, proof(number=number), by=bob, at=NOW)
    assert (claim.status, claim.kind, claim.number, claim.is_valid(on=TODAY)) == ("claimed", kind, number, False)
    assert [(step.before, step.after, step.by) for step in claim.steps.all()] == [("", "claimed", bob)]


@pytest.mark.parametrize("kind", Claim.Kind.values)
def test_nothing_that_its_kind_needs_may_be_missing(honey, bob, kind):
    for name in claims.NEEDED[kind]:
        number = "MD 123456789012" if kind == "bpom_md" else "2053471010012-29"
        with pytest.raises(ProofMissing):
            claims.make(honey, kind, proof(**{"number": number} | {name: ""}), by=bob, at=NOW)
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("pirt", "2053471010012-29", "2053471010012-29"),
        ("pirt", "P-IRT No. 2053471010012-29", "2053471010012-29"),
        ("pirt", "PIRT 205347101001229", "2053471010012-29"),
        ("pirt", " 2053 4710 10012 - 29 ", "2053471010012-29"),
        ("bpom_md", "BPOM RI MD 123456789012", "MD 123456789012"),
        ("bpom_md", "md123456789012", "MD 123456789012"),
        ("halal", "ID 5311 000", "ID 5311 000"),
    ],
)
def test_a_number_is_kept_as_it_is_written(kind, typed, kept):
    assert claims.written(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("pirt", "12345"), ("pirt", "9053471010012-29"), ("pirt", "2053471010012-2"), ("pirt", "20534710100-12-29"),
        ("pirt", "abc"), ("pirt", "2" * 70), ("pirt", "٢053471010012-29"), ("bpom_md", "MD 123"), ("bpom_md", "x" * 12),
    ],
)  # fmt: skip
def test_a_number_of_the_wrong_form_is_refused(honey, bob, kind, typed):
    with pytest.raises(WrongNumber):
        claims.make(honey, kind, proof(number=typed), by=bob, at=NOW)
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    "given", [{"valid_until": TODAY - timedelta(days=1)}, {"issued_on": TODAY + timedelta(days=1)}]
)
def test_dates_that_make_no_sense_are_refused(honey, bob, given):
    with pytest.raises(ClaimRunOut):
        claims.make(honey, "pirt", proof(**given), by=bob, at=NOW)
    assert Claim.objects.count() == 0


def test_the_same_waits_once(honey, bob):
    claims.make(honey, "pirt", proof(), by=bob, at=NOW)
    with pytest.raises(ClaimWaits):
        claims.make(honey, "pirt", proof(), by=bob, at=NOW)
    claims.make(honey, "halal", proof(), by=bob, at=NOW)
    assert Claim.objects.count() == 2


def confirmed(product, carol, kind="pirt", **fields):
    claim = make.claim(product, kind, **fields)
    claim.confirm(by=carol, at=NOW)
    return claim


def test_withdrawing_what_the_listing_needs_takes_it_off_sale(honey, bob, carol):
    claim = confirmed(honey, carol)
    revision = editing.version_of(honey, by=bob, at=NOW)
    claims.withdraw(claim, by=bob, at=NOW)
    honey.refresh_from_db()
    revision.refresh_from_db()
    assert (claim.status, honey.status, revision.status) == ("withdrawn", "changes_requested", "withdrawn")
    assert (honey.steps.last().by, honey.steps.last().codes) == (bob, ["food"])


def test_withdrawing_what_it_does_not_need_leaves_it_on_sale(honey, bob, carol):
    confirmed(honey, carol)
    claims.withdraw(make.claim(honey, "halal"), by=bob, at=NOW)
    honey.refresh_from_db()
    assert honey.status == "published"


@pytest.mark.parametrize("status", ["declined", "expired", "withdrawn"])
def test_what_is_over_is_not_withdrawn(honey, bob, status):
    claim = make.claim(honey, status=status)
    with pytest.raises(WrongStep):
        claims.withdraw(claim, by=bob, at=NOW)
    assert claim.steps.count() == 0


@pytest.mark.parametrize("status", ["published", "paused"])
def test_food_goes_off_sale_when_its_permit_ends(weavers, bob, carol, status):
    honey = make.draft("Madu", of=weavers, category="madu-minyak", status=status, details=FOOD)
    claim = confirmed(honey, carol, valid_until=TODAY)
    revision = editing.version_of(honey, by=bob, at=NOW)
    listings.submit(revision, by=bob, at=NOW)
    assert claims.expire(at=NOW) == 0
    tomorrow = NOW + timedelta(days=1)
    assert claims.expire(at=tomorrow) == 1
    assert claims.expire(at=tomorrow) == 0
    for row in (honey, claim, revision):
        row.refresh_from_db()
    assert (claim.status, honey.status, revision.status) == ("expired", "changes_requested", "withdrawn")
    step = honey.steps.last()
    assert (step.by, step.codes, step.at) == (None, ["food"], tomorrow)
    assert "P-IRT" in step.reason
    told = Notice.objects.filter(channel="inbox").values_list("event", "subject_id", "user")
    assert set(told) == {
        ("claim_decided", claim.steps.last().pk, bob.pk),
        ("listing_decided", step.pk, bob.pk),
    }


def test_what_says_organic_goes_off_sale_when_the_certificate_ends(farmers, carol):
    kale = make.draft("Kangkung organik", of=farmers, category="sayur", status="published")
    confirmed(kale, carol, "organic_certified", valid_until=TODAY)
    claims.expire(at=NOW + timedelta(days=1))
    kale.refresh_from_db()
    assert (kale.status, kale.steps.last().codes) == ("changes_requested", ["organic"])


def test_another_permit_that_is_valid_keeps_it_on_sale(honey, carol):
    confirmed(honey, carol, valid_until=TODAY)
    confirmed(honey, carol, "slhs")
    assert claims.expire(at=NOW + timedelta(days=1)) == 1
    honey.refresh_from_db()
    assert honey.status == "published"


def test_a_claim_that_only_decorates_ends_quietly(weavers, carol):
    scarf = make.draft(of=weavers, status="published")
    confirmed(scarf, carol, "geographical", valid_until=TODAY)
    claims.expire(at=NOW + timedelta(days=1))
    scarf.refresh_from_db()
    assert (scarf.status, Claim.objects.get().status) == ("published", "expired")


def test_one_that_breaks_does_not_stop_the_others(honey, weavers, carol, monkeypatch):
    other = make.draft("Madu lain", of=weavers, category="madu-minyak", status="published", details=FOOD)
    broken, whole = confirmed(honey, carol, valid_until=TODAY), confirmed(other, carol, valid_until=TODAY)
    expire = Claim.expire
    monkeypatch.setattr(Claim, "expire", lambda self, *, at: 1 / 0 if self.pk == broken.pk else expire(self, at=at))
    assert claims.expire(at=NOW + timedelta(days=1)) == 1
    assert list(Claim.objects.order_by("pk").values_list("status", flat=True)) == ["confirmed", "expired"]
    assert whole.pk == Claim.objects.last().pk


def test_thirty_days_ahead_she_is_told_once(honey, bob, carol):
    claim = confirmed(honey, carol, valid_until=TODAY + timedelta(days=30))
    confirmed(honey, carol, "halal", valid_until=TODAY + timedelta(days=31))
    make.claim(honey, "slhs", valid_until=TODAY + timedelta(days=3))
    for _hour in range(3):
        end_claims()
    owed = Notice.objects.filter(event="claim_ends_soon", channel="inbox")
    assert list(owed.values_list("subject_id", "user")) == [(claim.pk, bob.pk)]
    assert "P-IRT" in outbox.text_for(owed.get()).subject
    claim.withdraw(by=bob, at=NOW)
    assert outbox.text_for(owed.get()) is None


def test_every_notice_about_listings_has_its_words(honey, bob, carol):
    claim = confirmed(honey, carol, valid_until=TODAY)
    revision = editing.version_of(honey, by=bob, at=NOW)
    claims.expire(at=NOW + timedelta(days=1))
    notices.tell_of_revision(revision.steps.last())
    told = {notice.event: outbox.text_for(notice) for notice in Notice.objects.filter(channel="inbox")}
    assert set(told) == {"claim_decided", "listing_decided", "revision_decided"}
    for message in told.values():
        assert "Madu" in message.subject
        assert f"/sell/products/{honey.pk}/" in message.body
    assert claim.product == honey


def test_a_decision_is_told_even_after_she_has_moved_on(weavers, bob, carol):
    product = make.draft(of=weavers, status="in_review")
    product.request_changes(by=carol, at=NOW, reason="Foto kabur", codes=["photo"])
    notices.tell_of_listing(product.steps.last())
    notice = Notice.objects.first()
    listings.submit(product, by=bob, at=NOW)
    assert "Foto kabur" in outbox.text_for(notice).body

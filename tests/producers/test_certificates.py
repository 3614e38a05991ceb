"""Certificates run out by themselves, and whoever sees the QR code on a label finds out what it is worth."""

import re
from datetime import datetime, timedelta

import pytest
import segno
import zxingcpp
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from marketplace.models import Notice
from marketplace.notices import outbox
from producers import certificates, notices, tasks
from producers.models import Certificate
from tests import faces, make
from tests.conftest import speaking

pytestmark = pytest.mark.django_db

WITA = timezone.get_fixed_timezone(8 * 60)


@pytest.fixture
def paper(weavers, carol):
    """Checked by carol, of somebody who agreed to be shown."""
    weavers.people.update(consented_at=timezone.now())
    made = make.certificate(weavers, number="BPVP-7/2026")
    made.confirm(by=carol, at=datetime(2026, 11, 24, 9, tzinfo=WITA))
    return made


def ends(paper, *, in_days):
    Certificate.objects.filter(pk=paper.pk).update(expires_on=timezone.localdate() + timedelta(days=in_days))


# The sweep


@pytest.mark.parametrize(("in_days", "after"), [(-30, "expired"), (-1, "expired"), (0, "confirmed"), (1, "confirmed")])
def test_a_certificate_is_good_until_the_end_of_its_last_day(paper, in_days, after):
    ends(paper, in_days=in_days)
    assert certificates.expire(at=timezone.now()) == (after == "expired")
    paper.refresh_from_db()
    assert paper.status == after


def test_the_last_day_ends_at_midnight_in_kupang(paper):
    Certificate.objects.filter(pk=paper.pk).update(expires_on="2026-11-30")
    assert certificates.expire(at=datetime(2026, 11, 30, 23, 59, tzinfo=WITA)) == 0
    assert certificates.expire(at=datetime(2026, 12, 1, 0, 1, tzinfo=WITA)) == 1


def test_one_without_end_never_runs_out(paper):
    assert certificates.expire(at=timezone.now() + timedelta(days=20_000)) == 0


@pytest.mark.parametrize("status", ["claimed", "withdrawn", "expired"])
def test_only_confirmed_ones_run_out(paper, status):
    ends(paper, in_days=-1)
    Certificate.objects.filter(pk=paper.pk).update(status=status)
    assert certificates.expire(at=timezone.now()) == 0
    assert Notice.objects.count() == 0


def test_the_sweep_tells_the_producer_once(paper, bob):
    bob.introduce(name="Bob", language="en")
    ends(paper, in_days=-1)
    tasks.end_certificates()
    tasks.end_certificates()
    step = paper.steps.last()
    assert (paper.steps.count(), step.before, step.after, step.by) == (2, "confirmed", "expired", None)
    assert faces.owed("certificate_decided") == {(step.pk, bob.pk, "inbox"), (step.pk, bob.pk, "email")}
    told = outbox.text_for(Notice.objects.get(channel="inbox"))
    assert told.subject == "Certificate BPVP-7/2026 of Bob has expired"


def test_one_that_breaks_does_not_stop_the_others(paper, farmers, carol, monkeypatch, caplog):
    other = make.certificate(farmers)
    other.confirm(by=carol, at=timezone.now())
    ends(paper, in_days=-1)
    ends(other, in_days=-1)
    tell = notices.tell_of_certificate

    def broken(step):
        if step.certificate == paper:
            raise OSError("no space left")
        tell(step)

    monkeypatch.setattr(notices, "tell_of_certificate", broken)
    assert certificates.expire(at=timezone.now()) == 1
    paper.refresh_from_db()
    other.refresh_from_db()
    assert (paper.status, other.status) == ("confirmed", "expired")
    assert "could not be ended" in caplog.text
    monkeypatch.undo()
    assert certificates.expire(at=timezone.now()) == 1


def test_one_that_somebody_moved_first_is_left_alone(paper, carol, monkeypatch):
    ends(paper, in_days=-1)
    sweep = Certificate.objects.run_out(on=timezone.localdate())
    assert list(sweep) == [paper]
    monkeypatch.setattr(type(sweep), "run_out", lambda _self, *, on: sweep)
    certificates.withdraw(Certificate.objects.get(pk=paper.pk), by=carol, at=timezone.now(), reason="Not hers")
    Notice.objects.all().delete()
    assert certificates.expire(at=timezone.now()) == 0
    paper.refresh_from_db()
    assert (paper.status, Notice.objects.count()) == ("withdrawn", 0)


# The QR code


def decoded(svg):
    """What a telephone reads from the drawing: its squares, drawn as they stand in the SVG."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    image = Image.new("L", (size, size), 255)
    draw = ImageDraw.Draw(image)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r'stroke="#000" d="([^"]+)"', svg)[1]):
        given = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = given
        elif command == "m":
            x, y = x + given[0], y + given[1]
        else:
            draw.line([(x, y - 0.5), (x + given[0] - 1, y - 0.5)], fill=0)
            x += given[0]
    return [
        found.text for found in zxingcpp.read_barcodes(image.resize((size * 6, size * 6), Image.Resampling.NEAREST))
    ]


def test_the_qr_code_of_the_page_opens_the_page(paper, settings):
    page = speaking("en").get(f"/certificates/{paper.code}/")
    svg = re.search(r'<svg viewBox="[^"]+" class="qr">.*?</svg>', page.text)[0]
    assert decoded(svg) == [f"{settings.SITE_URL}/certificates/{paper.code}/"]


def test_each_label_has_the_qr_code_that_opens_the_page(paper, settings):
    page = speaking("en").get(f"/certificates/{paper.code}/label/")
    drawings = re.findall(r'<svg viewBox="[^"]+" class="qr">.*?</svg>', page.text)
    assert (len(drawings), len(set(drawings))) == (24, 1)
    assert decoded(drawings[0]) == [f"{settings.SITE_URL}/certificates/{paper.code}/"]


def test_the_qr_code_keeps_to_the_content_policy_and_its_quiet_zone(paper):
    svg = certificates.qr(paper, title="A <b> & c")
    assert "style=" not in svg
    assert "<title>A &lt;b&gt; &amp; c</title>" in svg
    modules = len(segno.make(certificates.address(paper), error="m", micro=False).matrix)
    assert f'viewBox="0 0 {modules + 8} {modules + 8}"' in svg


# Labels


@pytest.mark.parametrize(("query", "labels"), [("", 24), ("?paper=thermal", 1), ("?paper=nonsense", 24)])
def test_labels_say_whose_and_what(paper, query, labels):
    page = speaking("en").get(f"/certificates/{paper.code}/label/{query}")
    assert page.status_code == 200
    for told in ("<strong>Bob</strong>", "Competent: sewing", f'<span class="code">{paper.code}</span>'):
        assert page.text.count(told) == labels, told
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("kind", ["attendance", "course"])
def test_only_a_competency_certificate_earns_the_word(paper, kind):
    Certificate.objects.filter(pk=paper.pk).update(kind=kind)
    visitor = speaking("en")
    label, page = (
        visitor.get(f"/certificates/{paper.code}/label/").text,
        visitor.get(f"/certificates/{paper.code}/").text,
    )
    assert "Trained: sewing" in label
    assert "Competent" not in label
    assert "Took part in the training" in page
    assert "Competent<" not in page


@pytest.mark.parametrize("status", ["claimed", "expired", "withdrawn"])
def test_there_are_no_labels_for_what_is_not_confirmed(paper, status):
    Certificate.objects.filter(pk=paper.pk).update(status=status)
    assert Client().get(f"/certificates/{paper.code}/label/").status_code == 404


def test_there_are_no_labels_for_what_ran_out_today_or_is_hidden(paper, weavers):
    ends(paper, in_days=0)
    assert Client().get(f"/certificates/{paper.code}/label/").status_code == 200
    ends(paper, in_days=-1)
    assert Client().get(f"/certificates/{paper.code}/label/").status_code == 404
    ends(paper, in_days=1)
    weavers.people.update(consented_at=None)
    assert Client().get(f"/certificates/{paper.code}/label/").status_code == 404


# The page


def test_the_badge_says_who_checked_and_when(paper):
    page = speaking("en").get(f"/certificates/{paper.code}/").text
    assert "Checked by Carol, coordinator, 24 November 2026" in page
    assert "Competent</span>" in page


def test_a_claim_without_cohort_is_shown_as_it_was_made(weavers):
    weavers.people.update(consented_at=timezone.now())
    paper = make.certificate(weavers, cohort=None, training="Kursus di BLK")
    page = speaking("en").get(f"/certificates/{paper.code}/")
    assert page.status_code == 200
    assert "Kursus di BLK" in page.text
    assert "Not checked yet" in page.text
    assert "Competent<" not in page.text


def test_the_page_has_few_queries(paper, django_assert_num_queries):
    with django_assert_num_queries(4):  # the certificate and its steps; the co-op, for the page and for its footer
        Client().get(f"/certificates/{paper.code}/")
    with django_assert_num_queries(3):
        Client().get(f"/certificates/{paper.code}/label/")

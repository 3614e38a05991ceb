"""The pages and the API of spreadsheets: sending, the dry run, applying, the files, and what comes after."""

import pytest
from django.test import Client

from catalog import photos
from catalog.models import Product, Sheet
from catalog.spreadsheet import applying, checking
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

HEADER = ["Nama produk", "Pilihan", "Kategori", "Harga", "Stok"]
GOOD = ["Kain", None, "kain-tenun", 75_000, 3]
WRONG = ["Tas", None, "kain-tenun", "mahal", 3]


@pytest.fixture
def browser(bob, weavers):
    bob.introduce(name=bob.name, language="en")
    return signed_in(bob)


def send(browser, *rows, **more):
    answer = browser.post("/sell/sheets/", {"file": make.sheet_file(HEADER, *rows), **more})
    assert answer.status_code == 302
    return Sheet.objects.get(pk=int(answer["Location"].split("/")[-2]))


def page(browser, sheet):
    return browser.get(f"/sell/sheets/{sheet.pk}/").content.decode()


def test_a_sheet_is_sent_checked_and_applied(browser, bob):
    sheet = send(browser, GOOD)
    assert (sheet.status, sheet.made_by) == ("sent", bob)
    assert "data-progress" in page(browser, sheet) and 'http-equiv="refresh"' in page(browser, sheet)

    checking.check_sent()
    shown = page(browser, sheet)
    assert "data-progress" not in shown and 'value="all"' in shown
    assert not Product.objects.exists()

    assert browser.post(f"/sell/sheets/{sheet.pk}/application/", {"rows": "all"}).status_code == 302
    assert '<progress value="0" max="1"' in page(browser, sheet)

    applying.apply_waiting(seconds=60)
    assert "It is applied" in page(browser, sheet)
    result = browser.get(f"/sell/sheets/{sheet.pk}/result.xlsx")
    assert (result.status_code, result["Content-Disposition"]) == (200, f'attachment; filename="hasil-{sheet.pk}.xlsx"')


def test_mistakes_stand_there_by_row_and_column(browser):
    sheet = send(browser, GOOD, WRONG)
    checking.check_sent()
    shown = page(browser, sheet)
    assert "Row 3" in shown and "Write the price in rupiah, such as 75.000." in shown
    assert 'value="all"' not in shown and 'value="faultless"' in shown
    browser.post(f"/sell/sheets/{sheet.pk}/application/", {"rows": "all"})
    assert Sheet.objects.get().status == "checked"


def test_many_mistakes_stand_on_several_pages(browser):
    sheet = send(browser, *[[f"Tas {number}", *WRONG[1:]] for number in range(70)])
    checking.check_sent()
    assert len(browser.get(f"/sell/sheets/{sheet.pk}/").context["wrong"]) == 50
    assert len(browser.get(f"/sell/sheets/{sheet.pk}/?page=2").context["wrong"]) == 20


def test_a_sheet_can_be_dropped(browser):
    sheet = send(browser, GOOD)
    checking.check_sent()
    browser.post(f"/sell/sheets/{sheet.pk}/removal/")
    assert Sheet.objects.get().status == "dropped"
    assert not Product.objects.exists()


def test_what_is_no_spreadsheet_is_refused_at_once(browser):
    file = make.photo()
    answer = browser.post(
        "/sell/sheets/", {"file": file}, headers={"referer": "http://testserver/sell/sheets/"}, follow=True
    )
    assert "This is not a spreadsheet that we can read." in answer.content.decode()
    assert not Sheet.objects.exists()


def test_without_a_file_nothing_is_sent(browser):
    answer = browser.post("/sell/sheets/", follow=True)
    assert "Choose a file first." in answer.content.decode()
    assert not Sheet.objects.exists()


def test_who_works_for_two_says_for_which(browser, bob, farmers):
    farmers.people.create(user=bob, name="Bob", role="helper")
    sheet = send(browser, GOOD, producer=farmers.pk)
    assert sheet.producer == farmers
    assert len(browser.get("/sell/sheets/").context["producers"]) == 2


def test_the_sheet_of_another_producer_is_not_there(browser, farmers):
    other = make.sheet(farmers)
    for address in ("", "application/", "removal/", "submission/", "result.xlsx"):
        method = browser.post if address.endswith("n/") or address == "removal/" else browser.get
        assert method(f"/sell/sheets/{other.pk}/{address}").status_code == 404


def test_of_another_producer_nothing_is_exported(browser, weavers, farmers):
    make.variant("Kain", of=weavers)
    make.variant("Bayam", of=farmers)
    mine = browser.get(f"/sell/sheets/products.csv?producer={weavers.slug}")
    assert "Kain" in mine.content.decode() and "Bayam" not in mine.content.decode()
    assert mine["Content-Type"] == "text/csv; charset=utf-8"
    assert browser.get(f"/sell/sheets/products.csv?producer={farmers.slug}").status_code == 404


def test_what_is_complete_is_sent_for_review(browser, bob, weavers):
    sheet = send(browser, GOOD, ["Tas", None, "kain-tenun", 9_000, 1])
    checking.check_sent()
    browser.post(f"/sell/sheets/{sheet.pk}/application/", {"rows": "all"})
    applying.apply_waiting(seconds=60)
    photos.attach(Product.objects.get(name="Kain"), [make.picture(by=bob)])
    assert "Send for review what is complete" in page(browser, sheet)

    browser.post(f"/sell/sheets/{sheet.pk}/submission/")

    assert dict(Product.objects.values_list("name", "status")) == {"Kain": "in_review", "Tas": "draft"}


def test_a_list_of_sheets_takes_a_fixed_number_of_queries(browser, weavers, django_assert_max_num_queries):
    for _each in range(15):
        make.sheet(weavers)
    browser.get("/sell/sheets/")
    with django_assert_max_num_queries(10):
        assert len(browser.get("/sell/sheets/").context["page"].rows) == 15


# The API


@pytest.fixture
def program(bob, weavers):
    return Client(headers={"authorization": f"Token {make.api_token(bob)}", "accept-language": "en"})


def test_the_whole_way_by_api(program, bob):
    sent = program.post("/api/v1/selling/sheets/", {"file": make.sheet_file(HEADER, GOOD, WRONG)})
    assert sent.status_code == 201
    address = f"/api/v1/selling/sheets/{sent.json()['id']}/"
    assert program.get(address).json()["status"] == "sent"

    bob.introduce(name=bob.name, language="en")
    checking.check_sent()
    checked = program.get(address).json()
    assert (checked["status"], checked["counts"]) == ("checked", {"new": 1})
    assert checked["mistakes"] == [
        {"row": 3, "column": "Harga", "message": "Write the price in rupiah, such as 75.000."}
    ]

    refused = program.post(f"{address}application/", {"rows": "all"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "sheet_has_mistakes")
    begun = program.post(f"{address}application/", {"rows": "faultless"}, content_type="application/json")
    assert (begun.status_code, begun.json()["status"]) == (200, "applying")

    applying.apply_waiting(seconds=60)
    done = program.get(address).json()
    assert (done["status"], done["done"], done["rows"]) == ("applied", 2, 2)
    assert [each["id"] for each in program.get("/api/v1/selling/sheets/").json()["results"]] == [done["id"]]


def test_what_is_no_spreadsheet_is_refused_by_api(program):
    refused = program.post("/api/v1/selling/sheets/", {"file": make.photo()})
    assert (refused.status_code, refused.json()["code"]) == (400, "sheet_unknown")
    assert not Sheet.objects.exists()


def test_for_somebody_elses_producer_nothing_can_be_sent(program, farmers):
    refused = program.post("/api/v1/selling/sheets/", {"file": make.sheet_file(HEADER, GOOD), "producer": farmers.slug})
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["producer"])
    assert not Sheet.objects.exists()

"""A graduate's first listing, by programs against a whole market: she applies, lists, mends, is approved, is found."""

import pytest

from tests import make
from tests.running_market import Market, eventually
from tests.visitor import Program, Visitor, told

GRADUATE, COORDINATOR = "pembeli@pasarkarya.example", "koordinator@pasarkarya.example"
NAME = "Celemek Bolok Ceria"


@pytest.fixture
def people(running_market: Market) -> dict[str, Program]:
    programs = {"guest": Program(running_market)}
    for name, address in {"ayu": GRADUATE, "carol": COORDINATOR}.items():
        visitor = Visitor(running_market)
        visitor.sign_in(address)
        programs[name] = Program(running_market, token=visitor.make_token())
    return programs


def apply(ayu: Program, *, photo: bytes) -> dict:
    """Begin an application with little, be told what is missing, and complete it."""
    begun = ayu.post("selling/applications/", {"name": "Jahit Bolok Ceria", "kind": "sewing_group"}, status=201)
    assert (begun["status"], begun["missing"] != []) == ("draft", True)
    address = f"selling/applications/{begun['id']}/"
    assert ayu.post(f"{address}submission/", status=409)["code"] == "application_incomplete"
    ayu.change(
        address,
        {
            "village": "53.71.04.1010",
            "story": "Kami tiga orang lulusan pelatihan menjahit. Kami menjahit celemek dan tas di Liliba.",
            "whatsapp": "081200000901",
            "bank_name": "Bank NTT",
            "bank_account_number": "0123456789",
            "bank_account_name": "Ayu Tasufe",
        },
    )
    ayu.send(f"{address}photo/", photo=photo)
    ayu.post(f"{address}people/", {"name": "Beatriks Lopokoi", "agreed": True}, status=201)
    sent = ayu.post(f"{address}submission/")
    assert (sent["status"], sent["missing"]) == ("applied", [])
    return sent


def test_from_application_to_a_search_with_slips(running_market: Market, people: dict[str, Program]):
    ayu, carol, guest = people["ayu"], people["carol"], people["guest"]
    photo = make.snapshot()
    applied = apply(ayu, photo=photo)

    # A draft is allowed before anybody has verified her; sending it in is not.
    picture = ayu.send("pictures/", photo=photo)
    assert (picture["width"], picture["height"]) == (4000, 3000)
    drafted = {"name": NAME, "price": 45_000, "unit": "piece", "on_hand": 6, "pictures": [picture["id"]]}
    draft = ayu.post("selling/products/", drafted, status=201)
    address = f"selling/products/{draft['id']}/"
    assert ayu.post(f"{address}submission/", status=409)["code"] == "producer_not_verified"

    waiting = carol.get("desk/producers/", status="applied")["results"]
    assert applied["id"] in [each["id"] for each in waiting]
    carol.post(f"desk/producers/{applied['id']}/verification/")
    assert ayu.post(f"{address}submission/")["status"] == "in_review"
    assert guest.get("products/", search=NAME)["results"] == []

    returned = {"codes": ["name"], "note": "Tulis juga bahannya."}
    assert carol.post(f"desk/listings/{draft['id']}/changes-request/", returned)["status"] == "changes_requested"
    decision = ayu.get(address)["version"]["decision"]
    assert (decision["codes"], decision["note"]) == (["name"], "Tulis juga bahannya.")

    ayu.change(address, {"description": "Celemek katun tebal dengan saku, untuk dapur dan kebun."})
    assert ayu.post(f"{address}submission/")["status"] == "in_review"
    (case,) = [each for each in carol.get("desk/listings/")["results"] if each["id"] == draft["id"]]
    carol.post(f"desk/listings/{draft['id']}/approval/", {"fingerprint": case["fingerprint"]})

    for slip in ("celemk bolok", "Celemek bolk"):
        assert [row["name"] for row in guest.get("products/", search=slip)["results"]] == [NAME], slip
    public = guest.get(f"products/{draft['slug']}/")
    assert (public["price"], public["available"], public["producer"]["name"]) == (45_000, 6, "Jahit Bolok Ceria")
    eventually(lambda: guest.get(f"products/{draft['slug']}/")["photo"], within=60, what="the photo")

    # She was told of each decision, once, in her inbox and by mail.
    eventually(lambda: len(told(running_market, NAME)) == 2, within=60, what="two messages about the listing")
    assert {recipient for recipient, _subject in told(running_market, NAME)} == {GRADUATE}
    assert [recipient for recipient, _subject in told(running_market, "Jahit Bolok Ceria")] == [GRADUATE]

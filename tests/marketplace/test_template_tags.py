"""What the design system's tags and filters write."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from phonenumber_field.phonenumber import PhoneNumber

import marketplace
from marketplace.models.picture import Picture
from marketplace.money import Money
from marketplace.templatetags import market

ICONS = set(
    re.findall(
        r'<symbol id="([a-z-]+)"', (Path(marketplace.__file__).parent / "static/marketplace/icons.svg").read_text()
    )
)


def shown(text, language="id", **context):
    with translation.override(language):
        return Template(text).render(Context(context))


@pytest.mark.parametrize(
    ("value", "text"),
    [(Money(1_500_000), "Rp1.500.000"), (8000, "Rp8.000"), (Money(-1500), "-Rp1.500"), (0, "Rp0"), (None, "")],
)
def test_money(value, text):
    assert shown("{{ value|money }}", value=value) == text


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (Decimal("1.500"), "1,5", "1.5"),
        (Decimal("0.25"), "0,25", "0.25"),
        (1250, "1.250", "1,250"),
        (Decimal("1200.00"), "1.200", "1,200"),
        (100, "100", "100"),
        (None, "", ""),
    ],
)
def test_quantity(value, indonesian, english):
    assert shown("{{ value|quantity }}", value=value) == indonesian
    assert shown("{{ value|quantity }}", "en", value=value) == english


@pytest.mark.parametrize("value", ["+6281234567890", "081234567890", PhoneNumber.from_string("+6281234567890")])
def test_phone(value):
    assert shown("{{ value|phone }} {{ value|phone_digits }}", value=value) == "0812-3456-7890 6281234567890"


def test_phone_of_nobody_is_nothing():
    assert shown("{{ value|phone }}{{ value|phone_digits }}", value="") == ""


def test_times_are_told_in_kupang_whatever_they_are_stored_in():
    moment = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)
    assert shown("{{ at|wita }}", at=moment) == "24 November 2026, 01.05 WITA"
    assert shown("{{ at|wita }}", "en", at=moment) == "24 November 2026, 01:05 WITA"
    assert shown("{{ at|wita_day }}", at=moment) == "Selasa, 24 November 2026"
    assert shown("{{ at|wita_day }}", "en", at=moment) == "Tuesday, 24 November 2026"
    assert shown("{{ at|wita_short }} {{ at|wita_date }}", at=moment) == "24/11/2026 24 November 2026"


def test_days_and_hours_without_a_moment():
    assert (
        shown("{{ on|wita_date }} {{ at|wita_time }}", on=date(2026, 8, 17), at=time(8)) == "17 Agustus 2026 08.00 WITA"
    )
    assert shown("{{ on|wita_date }}{{ on|wita_time }}{{ on|wita }}", on=None) == ""


def test_a_state_is_colour_icon_and_word():
    order = SimpleNamespace(status="cancelled", get_status_display=lambda: "Dibatalkan")
    html = shown("{% state order %}", order=order)
    assert 'class="badge neutral"' in html
    assert re.search(r"icons[.a-z0-9]*\.svg#x\"", html)
    assert "Dibatalkan" in html
    assert "Batal &amp; selesai" in shown("{% state order label %}", order=order, label="Batal & selesai")


def test_every_look_has_its_icon():
    assert {drawing for _, drawing in market.LOOKS.values()} <= ICONS


def test_a_picture_offers_the_better_formats_first_and_keeps_its_place():
    picture = Picture(width=1600, height=1200, colour="#7a2e2a", status="ready", key="abc", widths=[320, 640])
    html = shown('{% picture p alt=name shape="natural" %}', p=picture, name="Tas <merah>")
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert 'viewBox="0 0 1600 1200"' in html
    assert 'fill="#7a2e2a"' in html
    assert 'alt="Tas &lt;merah&gt;"' in html
    assert 'loading="lazy"' in html
    assert "style=" not in html


def test_a_picture_that_is_not_rendered_yet_is_its_colour():
    picture = Picture(width=1600, height=1200, colour="#7a2e2a", widths=[])
    html = shown('{% picture p alt="Tas" %}', p=picture)
    assert 'aria-label="Tas"' in html
    assert "<img" not in html


def test_no_picture_is_an_empty_frame():
    assert 'class="photo empty"' in shown("{% picture p %}", p=None)


class Pickup(forms.Form):
    name = forms.CharField(label="Name", help_text="As friends call you.")
    note = forms.CharField(label="Note", required=False)
    point = forms.ChoiceField(label="Point", widget=forms.RadioSelect, choices=[("1", "Oesapa"), ("2", "Naikoten")])


def test_a_field_names_its_hint_and_its_error():
    html = shown("{% field form.name %}", form=Pickup({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_choices_are_cards_in_a_fieldset():
    html = shown("{% field form.point %}", form=Pickup({"point": "2"}))
    assert html.count('class="choice"') == 2
    assert "<legend>Point" in html
    assert html.count("checked") == 1


def test_the_summary_links_to_each_field_that_is_wrong():
    html = shown('{% include "ui/errors.html" %}', form=Pickup({"name": ""}))
    assert 'href="#id_name"' in html
    assert 'href="#id_point"' in html
    assert "id_note" not in html

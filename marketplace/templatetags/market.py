"""The design system's tags and filters, built into every template: how money, times, states and pictures look."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import phonenumbers
from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils import dateformat
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marketplace.models.picture import Picture
from marketplace.money import Money

register = template.Library()

# How each state looks, by its word: the tone of the badge and its icon. A word that is not here looks neutral.
LOOKS: Mapping[str, tuple[str, str]] = {
    "accepted": ("info", "check"),
    "applied": ("info", "inbox"),
    "approved": ("info", "check"),
    "archived": ("neutral", "inbox"),
    "cancelled": ("neutral", "x"),
    "changes_requested": ("warning", "edit"),
    "claimed": ("warning", "clock"),
    "closed": ("neutral", "x"),
    "completed": ("success", "check-circle"),
    "confirmed": ("success", "check"),
    "draft": ("neutral", "edit"),
    "dropped": ("neutral", "x"),
    "expired": ("neutral", "clock"),
    "failed": ("danger", "alert"),
    "given_up": ("danger", "alert"),
    "handed_over": ("success", "check-circle"),
    "in_review": ("info", "eye"),
    "new": ("warning", "bell"),
    "open": ("success", "clock"),
    "owed": ("info", "clock"),
    "paid": ("success", "coins"),
    "partly_refunded": ("info", "coins"),
    "paused": ("neutral", "pause"),
    "pending": ("warning", "clock"),
    "pending_payment": ("warning", "clock"),
    "published": ("success", "check-circle"),
    "ready": ("success", "box"),
    "received": ("success", "store"),
    "refunded": ("neutral", "coins"),
    "rejected": ("danger", "x"),
    "sent": ("success", "check"),
    "suspended": ("danger", "alert"),
    "verified": ("success", "shield-check"),
    "withdrawn": ("danger", "x"),
}

# How wide a picture is shown, by the place that it stands in: the `sizes` of its sources.
SIZES: Mapping[str, str] = {
    "thumb": "72px",
    "card": "(min-width: 75rem) 272px, (min-width: 48rem) 30vw, 48vw",
    "page": "(min-width: 75rem) 640px, (min-width: 48rem) 55vw, 100vw",
    "wide": "(min-width: 75rem) 1152px, 100vw",
}

SELECTED = mark_safe(" selected")

SHAPES: Mapping[str, tuple[int, int]] = {"square": (1, 1), "photo": (4, 3), "banner": (5, 2)}


@register.filter
def money(value: Money | int | None) -> str:
    """`Rp1.500.000`, in every language; nothing for None."""
    if value is None:
        return ""
    return str(value if isinstance(value, Money) else Money(value))


@register.filter
def quantity(value: Decimal | float | str | None) -> str:
    """`1,5` and `1.250` in Indonesian, `1.5` and `1,250` in English; no zeros at the end."""
    if value is None or value == "":
        return ""
    whole, _, fraction = f"{Decimal(str(value)):,f}".partition(".")
    text = f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole
    return text.translate(str.maketrans(",.", ".,")) if _is_indonesian() else text


@register.filter
def phone(value: Any) -> str:
    """`0812-3456-7890`; a number from abroad with its country."""
    number = _phone(value)
    if number is None:
        return str(value or "")
    form = phonenumbers.PhoneNumberFormat
    is_home = number.country_code == 62
    return phonenumbers.format_number(number, form.NATIONAL if is_home else form.INTERNATIONAL)


@register.filter
def phone_digits(value: Any) -> str:
    """`6281234567890`, as links to WhatsApp and `tel:+` want it."""
    number = _phone(value)
    return f"{number.country_code}{number.national_number}" if number else ""


@register.filter(expects_localtime=True)
def wita(value: datetime | None) -> str:
    """`24 November 2026, 14.30 WITA`."""
    return f"{wita_date(value)}, {wita_time(value)}" if value else ""


@register.filter(expects_localtime=True)
def wita_date(value: date | None) -> str:
    """`24 November 2026`."""
    return dateformat.format(value, "j F Y") if value else ""


@register.filter(expects_localtime=True)
def wita_day(value: date | None) -> str:
    """`Selasa, 24 November 2026`."""
    return dateformat.format(value, "l, j F Y") if value else ""


@register.filter(expects_localtime=True)
def wita_short(value: date | None) -> str:
    """`24/11/2026`."""
    return dateformat.format(value, "d/m/Y") if value else ""


@register.filter(expects_localtime=True)
def wita_time(value: datetime | time | None) -> str:
    """`14.30 WITA`, in English `14:30 WITA`."""
    if value is None or value == "":
        return ""
    return f"{value:%H.%M} WITA" if _is_indonesian() else f"{value:%H:%M} WITA"


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """A drawing from the sprite, silent to screen readers: the word beside it says what it means."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static("marketplace/icons.svg"),
        name,
    )


@register.simple_tag
def badge(tone: str, drawing: str, label: str) -> SafeString:
    """A state as colour, icon and word. Tones: neutral, info, success, warning, danger."""
    return format_html('<span class="badge {}">{}{}</span>', tone, icon(drawing), label)


@register.simple_tag
def state(noun: Any, label: str = "") -> SafeString:
    """The badge of a noun's `status`, with its own label or the one given."""
    tone, drawing = LOOKS.get(noun.status, ("neutral", "info"))
    return badge(tone, drawing, label or noun.get_status_display())


@register.simple_tag
def picture(
    shown: Picture | None, *, alt: str = "", sizes: str = "card", shape: str = "square", loading: str = "lazy"
) -> SafeString:
    """A picture in a frame of fixed shape, over its own colour until it has loaded.

    `shape` is square, photo, banner or natural; `sizes` a place of `SIZES` or a `sizes` value; `loading` lazy or eager.
    """
    if not shown:  # None, or the empty text that a template makes of a photo that is not there
        width, height = SHAPES.get(shape, (4, 3))
        return format_html('<span class="photo empty">{}{}</span>', _ground(width, height, ""), icon("photo"))
    width, height = SHAPES.get(shape, (shown.width, shown.height))
    ground = _ground(width, height, shown.colour)
    if not shown.fallback:
        return format_html('<span class="photo" role="img" aria-label="{}">{}</span>', alt, ground)
    # Of the parts only `alt` is anybody's words, and only it is escaped: a list has two dozen pictures.
    places = SIZES.get(sizes, sizes)
    sources = "".join(f'<source type="{one.type}" srcset="{one.srcset}" sizes="{places}">' for one in shown.sources)
    return mark_safe(
        f'<span class="photo">{ground}<picture>{sources}<img src="{shown.fallback}" srcset="{shown.fallback_srcset}"'
        f' sizes="{places}" width="{shown.width}" height="{shown.height}" alt="{conditional_escape(alt)}"'
        f' loading="{loading}" decoding="async"></picture></span>'
    )


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, label: str = "", hint: str = "", before: str = "", after: str = "") -> dict[str, Any]:
    """A form's field in the house's markup: label, hint, input and what is wrong with it.

    `before` and `after` are short texts that stand in the frame of the input, such as `Rp` and `kg`.
    """
    hint = hint or str(bound.help_text)
    described = [f"{bound.auto_id}_helptext"] if hint else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    kind = _kind(bound)
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint,
        "before": before,
        "after": after,
        "described": " ".join(described),
        "input": "" if kind == "choices" else _input(bound, attrs),
    }


def _input(bound: BoundField, attrs: dict[str, str | bool]) -> str:
    """The widget; a plain list to choose from is put together here, since Django renders a template for each choice."""
    widget = bound.field.widget
    # Read once, and not by `list`, which asks for the length first: the choices may be rows, and each reading a query.
    choices = [(value, label) for value, label in widget.choices] if type(widget) is Select else []  # noqa: C416 (ditto)
    if not choices or any(isinstance(label, list | tuple) for _value, label in choices):
        return bound.as_widget(attrs=attrs)
    named: dict[str, Any] = {"name": bound.html_name, "id": bound.auto_id}
    chosen = str(bound.value() or "")
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if str(value) == chosen else "", label) for value, label in choices),
    )
    own = widget.build_attrs(widget.attrs, bound.build_widget_attrs(named | attrs, widget))
    return format_html("<select{}>{}</select>", flatatt(own), options)


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, CheckboxInput) else "input"


@lru_cache(maxsize=2048)
def _ground(width: int, height: int, colour: str) -> SafeString:
    """What keeps the place of a picture, in its shape and colour; the CSP allows no style attribute."""
    return format_html(
        '<svg class="ground" viewBox="0 0 {0} {1}" aria-hidden="true">'
        '<rect width="{0}" height="{1}" fill="{2}"/></svg>',
        width,
        height,
        colour or "none",
    )


def _phone(value: Any) -> phonenumbers.PhoneNumber | None:
    if isinstance(value, phonenumbers.PhoneNumber):
        return value
    try:
        return phonenumbers.parse(str(value or ""), "ID")
    except phonenumbers.NumberParseException:
        return None


def _is_indonesian() -> bool:
    return (get_language() or "id").startswith("id")

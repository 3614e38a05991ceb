"""What search engines read of a page: schema.org facts as JSON-LD, in a `<script>` that is data and is never run.

Browsers apply a content security policy to scripts that they would run; a block of data is none.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalog.models import Category, Product, Variant
from marketplace.models import Cooperative, Picture
from producers.models import Producer

Facts = Mapping[str, Any]

# What could end the element early, or a line in an old reader of JSON.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
CONDITIONS = {True: "https://schema.org/InStock", False: "https://schema.org/OutOfStock"}


def block(*things: Facts) -> SafeString:
    """The element, whatever the texts in it are."""
    told = {"@context": "https://schema.org", "@graph": [_without_gaps(thing) for thing in things]}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def product(shown: Product, *, choices: Sequence[Variant], photos: Iterable[Picture], is_closed: bool) -> Facts:
    """A product with an offer for each variant; what cannot be ordered now is out of stock."""
    address = absolute(reverse("product", args=[shown.slug]))
    return {
        "@type": "Product",
        "@id": f"{address}#product",
        "name": shown.name,
        "description": shown.description,
        "url": address,
        "image": [absolute(photo.address(width=1280)) for photo in photos if photo.is_ready],
        "category": shown.category.name,
        "brand": {"@type": "Brand", "name": shown.producer.name},
        "offers": [
            {
                "@type": "Offer",
                "name": choice.name,
                "url": address,
                "price": choice.price.rupiah,
                "priceCurrency": "IDR",
                "availability": availability(choice, is_closed=is_closed),
                "itemCondition": "https://schema.org/NewCondition",
                "seller": seller(),
            }
            for choice in choices
        ],
    }


def availability(choice: Variant, *, is_closed: bool) -> str:
    if choice.is_made_to_order and choice.available and not is_closed:
        return "https://schema.org/MadeToOrder"
    return CONDITIONS[bool(choice.available) and not is_closed]


def way(*steps: tuple[str, str]) -> Facts:
    """Where the page is: names and addresses from the top down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def category_way(category: Category) -> list[tuple[str, str]]:
    """From its branch down to the category."""
    root = reverse("products")
    return [(each.name, f"{root}?category={each.slug}") for each in (category.parent, category) if each]


def seller() -> Facts:
    """The seller of record, by what the home page calls it."""
    return {"@type": "Organization", "@id": absolute("/#cooperative"), "url": absolute("/")}


def cooperative(shown: Cooperative) -> Facts:
    """Who runs the market and sells."""
    return {
        **seller(),
        "name": shown.name,
        "description": shown.story,
        "address": shown.address,
        "email": shown.email,
        "telephone": shown.phone.as_e164 if shown.phone else "",
    }


def producer(shown: Producer) -> Facts:
    """Who makes: a member's workshop or group."""
    return {
        "@type": "Organization",
        "name": shown.name,
        "url": absolute(reverse("producer", args=[shown.slug])),
        "description": shown.story,
        "image": absolute(shown.picture.address(width=1280)) if shown.picture and shown.picture.is_ready else "",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": shown.place,
            "addressRegion": "Nusa Tenggara Timur",
            "addressCountry": "ID",
        },
        "memberOf": seller(),
    }


def absolute(address: str) -> str:
    """With the name of the site; what has one already, such as a file in other storage, stays as it is."""
    return address if "://" in address else f"{settings.SITE_URL}{address}"


def _without_gaps(value: Any) -> Any:
    """Without what is empty."""
    if isinstance(value, Mapping):
        return {name: _without_gaps(inner) for name, inner in value.items() if inner not in ("", None, [])}
    return [_without_gaps(inner) for inner in value] if isinstance(value, list) else value

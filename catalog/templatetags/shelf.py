"""Cards of products in a page. There are many in a list, so they are put together here and not by a template each."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from marketplace.templatetags.market import picture

if TYPE_CHECKING:
    from catalog.shelf import Card

register = template.Library()


@register.simple_tag
def product_cards(cards: "Iterable[Card]") -> SafeString:
    """A list of cards: picture, name, maker, price, and what is to be known before."""
    items = "".join(f"<li>{_card(card)}</li>" for card in cards)
    return mark_safe(f'<ul class="grid products">{items}</ul>')


def _card(card: "Card") -> str:
    href, name = reverse("product", args=[card.slug]), escape(card.name)
    before = f"<small>{escape(card.before_price)}</small> " if card.before_price else ""
    note = f'<p class="tag {card.tone}">{escape(card.note)}</p>' if card.note else ""
    return (
        f'<article class="card product">{picture(card.picture, sizes="card", shape="square")}'
        f'<div class="body"><h3><a class="cover" href="{href}">{name}</a></h3>'
        f'<p class="maker">{escape(card.maker)}</p>'
        f'<p class="price">{before}{card.price} <small>/ {escape(card.unit)}</small></p>{note}</div></article>'
    )

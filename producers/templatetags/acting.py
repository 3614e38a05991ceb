"""The bar that tells somebody outside for whom she acts, by whose leave and until when."""

from typing import Any

from django import template
from django.utils import timezone

from producers.doors import WORKS_FOR_ALL
from producers.models import Grant

register = template.Library()


@register.inclusion_tag("producers/sell/acting.html", takes_context=True)
def acting(context: dict[str, Any]) -> dict[str, Any]:
    """A line for each producer for which the visitor acts without being one of its people."""
    user = context["request"].user
    if not user.is_authenticated or getattr(user, WORKS_FOR_ALL, False):
        return {"grants": []}
    grants = Grant.objects.acted_under(user, on=timezone.localdate())
    return {"grants": list({grant.producer_id: grant for grant in reversed(grants)}.values())}

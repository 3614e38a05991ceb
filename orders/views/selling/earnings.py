"""What a producer has earned, sale by sale."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.doors import PersonRequest
from orders import earnings
from producers.doors import for_producers
from producers.models import Producer


@require_safe
@for_producers
def sell_earnings(request: PersonRequest) -> HttpResponse:
    """Of one producer at a time, since each has an account of its own; the first, unless another one is asked for."""
    producers = list(Producer.objects.of(request.user).order_by("name", "pk"))
    asked = request.GET.get("producer", "")
    chosen = next((producer for producer in producers if producer.slug == asked), producers[0])
    context = {"producers": producers, "chosen": chosen, "earnings": earnings.of(chosen, at=timezone.now())}
    return render(request, "orders/sell/earnings.html", context)

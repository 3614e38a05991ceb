"""The addresses for producers."""

from django.urls import URLPattern, URLResolver, path

from orders.views.selling import earnings, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("sell/", work.sell, name="sell"),
    path("sell/orders/", work.sell_orders, name="sell_orders"),
    path("sell/orders/<int:pk>/", work.sell_order, name="sell_order"),
    path("sell/orders/<int:pk>/acceptance/", work.sell_acceptance, name="sell_acceptance"),
    path("sell/orders/<int:pk>/refusal/", work.sell_decline, name="sell_decline"),
    path("sell/orders/<int:pk>/readiness/", work.sell_readiness, name="sell_readiness"),
    path("sell/earnings/", earnings.sell_earnings, name="sell_earnings"),
]

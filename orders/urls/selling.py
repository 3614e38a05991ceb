"""The addresses for producers."""

from django.urls import URLPattern, URLResolver, path

from orders.views.selling import earnings, products, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("sell/", work.sell, name="sell"),
    path("sell/orders/", work.sell_orders, name="sell_orders"),
    path("sell/orders/<int:pk>/", work.sell_order, name="sell_order"),
    path("sell/orders/<int:pk>/acceptance/", work.sell_acceptance, name="sell_acceptance"),
    path("sell/orders/<int:pk>/refusal/", work.sell_decline, name="sell_decline"),
    path("sell/orders/<int:pk>/readiness/", work.sell_readiness, name="sell_readiness"),
    path("sell/products/", products.sell_products, name="sell_products"),
    path("sell/products/<int:pk>/", products.sell_product, name="sell_product"),
    path("sell/products/<int:pk>/photos/", products.sell_photos, name="sell_photos"),
    path("sell/products/<int:pk>/pause/", products.sell_pause, name="sell_pause"),
    path("sell/products/<int:pk>/publication/", products.sell_publication, name="sell_publication"),
    path("sell/variants/<int:pk>/stock/", products.sell_stock, name="sell_stock"),
    path("sell/variants/<int:pk>/price/", products.sell_price, name="sell_price"),
    path("sell/earnings/", earnings.sell_earnings, name="sell_earnings"),
]

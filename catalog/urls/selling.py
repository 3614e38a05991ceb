"""The addresses for producers."""

from django.urls import URLPattern, URLResolver, path

from catalog.views import selling

urlpatterns: list[URLPattern | URLResolver] = [
    path("sell/products/", selling.sell_products, name="sell_products"),
    path("sell/products/<int:pk>/", selling.sell_product, name="sell_product"),
    path("sell/products/<int:pk>/photos/", selling.sell_photos, name="sell_photos"),
    path("sell/products/<int:pk>/pause/", selling.sell_pause, name="sell_pause"),
    path("sell/products/<int:pk>/publication/", selling.sell_publication, name="sell_publication"),
    path("sell/variants/<int:pk>/stock/", selling.sell_stock, name="sell_stock"),
    path("sell/variants/<int:pk>/price/", selling.sell_price, name="sell_price"),
]

"""The addresses for everyone."""

from django.urls import URLPattern, URLResolver, path

from catalog.views import shop

urlpatterns: list[URLPattern | URLResolver] = [
    path("", shop.home, name="home"),
    path("products/", shop.products, name="products"),
    path("products/<slug:slug>/", shop.product, name="product"),
    path("producers/<slug:slug>/", shop.producer, name="producer"),
    path("market-days/", shop.market_days, name="market_days"),
]

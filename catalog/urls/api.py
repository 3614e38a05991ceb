"""The addresses for programs."""

from django.urls import URLPattern, URLResolver, path

from catalog.api import selling, shop

urlpatterns: list[URLPattern | URLResolver] = [
    path("products/", shop.Products.as_view()),
    path("products/<slug:slug>/", shop.ProductDetail.as_view()),
    path("categories/", shop.Categories.as_view()),
    path("market-days/", shop.MarketDays.as_view()),
    path("selling/products/", selling.OwnProducts.as_view()),
    path("selling/products/<int:pk>/photos/", selling.OwnPhotos.as_view()),
    path("selling/variants/<int:pk>/stock/", selling.OwnStock.as_view()),
]

"""The addresses of `catalog`."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("", views.home, name="home"),
    path("products/", views.products, name="products"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("producers/<slug:slug>/", views.producer, name="producer"),
    path("market-days/", views.market_days, name="market_days"),
]

"""Every address of the market; only this module knows them all."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("catalog.urls")),
    path("", include("producers.urls")),
    path("", include("orders.urls")),
    path("", include("marketplace.urls")),
    path("api/v1/", include("config.api")),
]

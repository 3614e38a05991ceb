"""Every address of the market; only this module knows them all."""

from django.urls import URLPattern, URLResolver, include, path

from config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("catalog.urls")),
    path("", include("producers.urls")),
    path("", include("orders.urls")),
    path("", include("marketplace.urls")),
    path("api/v1/", include("config.api")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
handler400 = "marketplace.http.bad_request"
handler404 = "marketplace.http.not_found"
handler500 = "marketplace.http.server_error"

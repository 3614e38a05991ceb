"""The addresses for everyone."""

from django.urls import URLPattern, URLResolver, path

from producers.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("producers/", public.producers, name="producers"),
    path("certificates/<str:code>/", public.certificate, name="certificate"),
]

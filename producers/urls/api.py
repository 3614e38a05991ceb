"""The addresses for programs."""

from django.urls import URLPattern, URLResolver, path

from producers.api import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("producers/", public.Producers.as_view()),
    path("producers/<slug:slug>/", public.ProducerDetail.as_view()),
]

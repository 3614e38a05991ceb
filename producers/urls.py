"""The addresses of `producers`."""

from django.urls import path

from producers import views

urlpatterns = [
    path("producers/", views.producers, name="producers"),
    path("certificates/<str:code>/", views.certificate, name="certificate"),
]

"""The addresses of `catalog`, by audience: everyone, producers and coordinators."""

from catalog.urls import desk, selling, shop

urlpatterns = [*shop.urlpatterns, *selling.urlpatterns, *desk.urlpatterns]

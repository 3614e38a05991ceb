"""The addresses of `catalog`, by audience: everyone, producers and coordinators."""

from catalog.urls import desk, selling, sheets, shop

urlpatterns = [*shop.urlpatterns, *selling.urlpatterns, *sheets.urlpatterns, *desk.urlpatterns]

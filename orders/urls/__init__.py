"""The addresses of `orders`, by audience: buyers, producers and coordinators."""

from orders.urls import buying, desk, selling

urlpatterns = [*buying.urlpatterns, *selling.urlpatterns, *desk.urlpatterns]

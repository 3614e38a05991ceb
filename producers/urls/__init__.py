"""The addresses of `producers`, by audience: everyone, their own people and coordinators."""

from producers.urls import desk, public, selling

urlpatterns = [*public.urlpatterns, *selling.urlpatterns, *desk.urlpatterns]

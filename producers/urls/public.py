"""The addresses for everyone."""

from django.urls import URLPattern, URLResolver, path

from producers.views import invitation, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("producers/", public.producers, name="producers"),
    path("certificates/<str:code>/", public.certificate, name="certificate"),
    path("certificates/<str:code>/label/", public.certificate_label, name="certificate_label"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("invitations/<str:token>/acceptance/", invitation.invitation_acceptance, name="invitation_acceptance"),
]

"""The addresses for programs."""

from django.urls import URLPattern, URLResolver, path

from producers.api import desk, public, selling

urlpatterns: list[URLPattern | URLResolver] = [
    path("producers/", public.Producers.as_view()),
    path("producers/<slug:slug>/", public.ProducerDetail.as_view()),
    path("selling/applications/", selling.Applications.as_view()),
    path("selling/applications/<int:pk>/", selling.Application.as_view()),
    path("selling/applications/<int:pk>/photo/", selling.ApplicationPhoto.as_view()),
    path("selling/applications/<int:pk>/people/", selling.ApplicationPeople.as_view()),
    path("selling/applications/<int:pk>/certificates/", selling.ApplicationCertificates.as_view()),
    path("selling/applications/<int:pk>/submission/", selling.ApplicationSubmission.as_view()),
    path("selling/cohorts/", selling.Trainings.as_view()),
    path("desk/producers/", desk.DeskProducers.as_view()),
    path("desk/producers/<int:pk>/verification/", desk.DeskVerification.as_view()),
    path("desk/producers/<int:pk>/changes-request/", desk.DeskChangesRequest.as_view()),
    path("desk/producers/<int:pk>/refusal/", desk.DeskRefusal.as_view()),
    path("desk/producers/<int:pk>/suspension/", desk.DeskSuspension.as_view()),
    path("desk/producers/<int:pk>/restoration/", desk.DeskRestoration.as_view()),
    path("desk/producers/<int:pk>/closure/", desk.DeskClosure.as_view()),
    path("desk/certificates/", desk.DeskCertificates.as_view()),
    path("desk/certificates/<int:pk>/confirmation/", desk.DeskCertificateConfirmation.as_view()),
    path("desk/certificates/<int:pk>/withdrawal/", desk.DeskCertificateWithdrawal.as_view()),
    path("desk/cohorts/", desk.DeskCohorts.as_view()),
]

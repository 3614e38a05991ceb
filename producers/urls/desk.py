"""The addresses for coordinators."""

from django.urls import URLPattern, URLResolver, path

from producers.views.desk import certificates, members, producers, training

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/producers/", producers.desk_producers, name="desk_producers"),
    path("desk/producers/<int:pk>/", producers.desk_producer, name="desk_producer"),
    path("desk/producers/<int:pk>/verification/", producers.desk_verification, name="desk_verification"),
    path("desk/producers/<int:pk>/changes-request/", producers.desk_changes_request, name="desk_changes_request"),
    path("desk/producers/<int:pk>/refusal/", producers.desk_refusal, name="desk_refusal"),
    path("desk/producers/<int:pk>/suspension/", producers.desk_suspension, name="desk_suspension"),
    path("desk/producers/<int:pk>/restoration/", producers.desk_restoration, name="desk_restoration"),
    path("desk/producers/<int:pk>/closure/", producers.desk_closure, name="desk_closure"),
    path("desk/producers/<int:pk>/trust/", producers.desk_trust, name="desk_trust"),
    path("desk/producers/<int:pk>/distrust/", producers.desk_distrust, name="desk_distrust"),
    path("desk/producers/<int:pk>/grants/", producers.desk_grants, name="desk_grants"),
    path("desk/grants/<int:pk>/revocation/", producers.desk_grant_revocation, name="desk_grant_revocation"),
    path("desk/certificates/", certificates.desk_certificates, name="desk_certificates"),
    path("desk/certificates/<int:pk>/", certificates.desk_certificate, name="desk_certificate"),
    path(
        "desk/certificates/<int:pk>/confirmation/",
        certificates.desk_certificate_confirmation,
        name="desk_certificate_confirmation",
    ),
    path(
        "desk/certificates/<int:pk>/withdrawal/",
        certificates.desk_certificate_withdrawal,
        name="desk_certificate_withdrawal",
    ),
    path("desk/training/", training.desk_training, name="desk_training"),
    path("desk/training/providers/", training.desk_training_provider_new, name="desk_training_provider_new"),
    path("desk/training/providers/<int:pk>/", training.desk_training_provider, name="desk_training_provider"),
    path("desk/training/programmes/", training.desk_programme_new, name="desk_programme_new"),
    path("desk/training/programmes/<int:pk>/", training.desk_programme, name="desk_programme"),
    path("desk/training/cohorts/", training.desk_cohort_new, name="desk_cohort_new"),
    path("desk/training/cohorts/<int:pk>/", training.desk_cohort, name="desk_cohort"),
    path("desk/members/", members.desk_members, name="desk_members"),
    path("desk/members/new/", members.desk_member_new, name="desk_member_new"),
    path("desk/members/register/", members.desk_register, name="desk_register"),
    path("desk/members/<int:pk>/", members.desk_member, name="desk_member"),
    path("desk/members/<int:pk>/link/", members.desk_member_link, name="desk_member_link"),
    path("desk/members/<int:pk>/leaving/", members.desk_member_leaving, name="desk_member_leaving"),
]

"""The addresses for producers and those who want to be."""

from django.urls import URLPattern, URLResolver, path

from producers.views import application, people, profile

applying: list[URLPattern | URLResolver] = [
    path("sell/application/", application.sell_start, name="sell_start"),
    path("sell/application/new/", application.sell_beginning, name="sell_beginning"),
    path("sell/application/<int:pk>/", application.sell_application, name="sell_application"),
    path("sell/application/<int:pk>/name/", application.sell_application_name, name="sell_application_name"),
    path("sell/application/<int:pk>/place/", application.sell_application_place, name="sell_application_place"),
    path("sell/application/<int:pk>/village/", application.sell_application_village, name="sell_application_village"),
    path("sell/application/<int:pk>/story/", application.sell_application_story, name="sell_application_story"),
    path("sell/application/<int:pk>/contact/", application.sell_application_contact, name="sell_application_contact"),
    path("sell/application/<int:pk>/submission/", application.sell_submission, name="sell_submission"),
]

profiles: list[URLPattern | URLResolver] = [
    path("sell/profile/", profile.sell_profile, name="sell_profile"),
    path("sell/profile/<int:pk>/", profile.sell_profile_of, name="sell_profile_of"),
    path("sell/profile/<int:pk>/story/", profile.sell_profile_story, name="sell_profile_story"),
    path("sell/profile/<int:pk>/contact/", profile.sell_profile_contact, name="sell_profile_contact"),
    path("sell/profile/<int:pk>/holiday/", profile.sell_holiday, name="sell_holiday"),
    path("sell/profile/<int:pk>/return/", profile.sell_return, name="sell_return"),
    path("sell/profile/<int:pk>/end/", profile.sell_end, name="sell_end"),
    path("sell/profile/<int:pk>/closure/", application.sell_closure, name="sell_closure"),
    path("sell/profile/<int:pk>/people/", people.sell_people, name="sell_people"),
    path("sell/profile/<int:pk>/invitations/", people.sell_invitations, name="sell_invitations"),
    path("sell/profile/<int:pk>/grants/", people.sell_grants, name="sell_grants"),
    path("sell/profile/<int:pk>/certificates/", profile.sell_certificates, name="sell_certificates"),
    path("sell/log/", profile.sell_log, name="sell_log"),
]

persons: list[URLPattern | URLResolver] = [
    path("sell/me/", people.sell_me, name="sell_me"),
    path("sell/people/<int:pk>/", people.sell_person, name="sell_person"),
    path("sell/people/<int:pk>/removal/", people.sell_person_removal, name="sell_person_removal"),
    path("sell/people/<int:pk>/consent/", people.sell_consent, name="sell_consent"),
    path("sell/people/<int:pk>/consent-withdrawal/", people.sell_consent_withdrawal, name="sell_consent_withdrawal"),
    path("sell/invitations/<int:pk>/revocation/", people.sell_invitation_revocation, name="sell_invitation_revocation"),
    path("sell/grants/<int:pk>/revocation/", people.sell_grant_revocation, name="sell_grant_revocation"),
    path(
        "sell/certificates/<int:pk>/withdrawal/",
        profile.sell_certificate_withdrawal,
        name="sell_certificate_withdrawal",
    ),
]

urlpatterns = [*applying, *profiles, *persons]

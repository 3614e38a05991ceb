"""The addresses of the commons."""

from allauth.account import views as allauth_views
from django.urls import path

from marketplace.views import about, account, inbox, pictures

urlpatterns = [
    path("about/", about.about, name="about"),
    path("language/", account.set_language, name="set_language"),
    path("account/", account.account, name="account"),
    path("account/inbox/", inbox.inbox, name="inbox"),
    path("account/pictures/", pictures.pictures, name="pictures"),
    path("account/pictures/<int:pk>/", pictures.picture, name="picture"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<uuid:handle>/revocation/", account.token_revocation, name="token_revocation"),
    # The names are those that allauth looks for; its pages about passwords are left out, since nobody has one.
    path("account/login/", account.SignIn.as_view(), name="account_login"),
    path("account/login/code/", account.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("account/signup/", account.SignUp.as_view(), name="account_signup"),
    path("account/logout/", allauth_views.logout, name="account_logout"),
    path("account/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("account/phone/", account.ChangePhone.as_view(), name="account_change_phone"),
    path("account/phone/verify/", allauth_views.verify_phone, name="account_verify_phone"),
    path("account/email/", account.change_email, name="account_email"),
    path("account/email/<str:key>/", allauth_views.confirm_email, name="account_confirm_email"),
]

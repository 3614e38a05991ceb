"""The pages at /account/: signing in and up, one's own name and language, tokens for programs."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import RateLimited
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as remember_language

from marketplace import throttles
from marketplace.accounts import NAME_GIVEN, Adapter, by_phone, note_email
from marketplace.forms import AccountForm, CodeForm, SignInForm, SignUpForm, TokenForm
from marketplace.http import from_this_site
from marketplace.language import speak
from marketplace.models import ApiToken, User


class SignIn(allauth_views.LoginView):
    """One field; then the code page. Coming back here begins anew, for a mistyped address or a code that got lost."""

    form_class = SignInForm
    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        clear_login(request)


class SignUp(allauth_views.SignupView):
    """Takes in whoever is new, and from there on is the same as signing in: the answer tells nobody who was new."""

    form_class = SignUpForm
    template_name = "account/signup.html"

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        address = form.cleaned_data["login"]
        User.objects.take_in(phone=address.phone, email=address.email, language=get_language() or "")
        self.request.session[NAME_GIVEN] = form.cleaned_data["name"]
        entrance = SignInForm({"login": str(address)}, request=self.request)
        if not entrance.is_valid():
            for error in entrance.errors["login"]:
                form.add_error("login", error)
            return cast(HttpResponse, self.form_invalid(form))
        return cast(HttpResponse, entrance.login(self.request, redirect_url=self.get_success_url()))


class ConfirmCode(allauth_views.ConfirmLoginCodeView):
    form_class = CodeForm
    template_name = "account/confirm_login_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if request.method == "POST" and not getattr(self, "_process", None) and not request.user.is_authenticated:
            messages.info(request, _("That code is no longer good. Ask for a new one."))
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # allauth counts wrong codes in the session, where tries in the same moment are counted as one.
        asked = self._process.state
        who = f"{asked.get('phone')} {asked.get('email')} {asked['at']}"
        try:
            throttles.spend_for(who, scope="sign_in_codes")
        except throttles.TooManyRequests as refusal:
            return throttles.too_many(request, refusal)
        return cast(HttpResponseBase, super().post(request, *args, **kwargs))


class ChangePhone(allauth_views.ChangePhoneView):
    template_name = "account/phone_change.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not by_phone():
            raise Http404
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return cast(HttpResponse, super().form_valid(form))
        except RateLimited:
            form.add_error("phone", Adapter.error_messages["too_many_login_attempts"])
            return cast(HttpResponse, self.form_invalid(form))


@login_required
def change_email(request: HttpRequest) -> HttpResponse:
    note_email(cast(User, request.user))
    return cast(HttpResponse, allauth_views.email(request))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        user.introduce(**form.cleaned_data)
        speak(request, user.language)
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "account/account.html", {"form": form, "by_phone": by_phone()})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttles.throttled("tokens")
def tokens(request: HttpRequest) -> HttpResponse:
    """A person's tokens; a new one is shown in the answer to the form that asked for it, and never again."""
    user = cast(User, request.user)
    form = TokenForm(request.POST or None, person=user)
    token = ""
    if request.method == "POST" and form.is_valid():
        good_for = timedelta(days=form.cleaned_data["days"])
        token = ApiToken.objects.make(user, name=form.cleaned_data["name"], good_for=good_for, at=timezone.now())
        form = TokenForm(person=user)
    usable = ApiToken.objects.filter(user=user).usable(at=timezone.now())
    return render(request, "account/tokens.html", {"form": form, "token": token, "tokens": usable})


@login_required
@require_POST
def token_revocation(request: HttpRequest, handle: UUID) -> HttpResponse:
    token = get_object_or_404(ApiToken, user=request.user, handle=handle)
    token.delete()
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("tokens")


@require_POST
@from_this_site
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language that a visitor chose: for this browser, and for whoever is signed in."""
    chosen = request.POST.get("language", "")
    user = request.user
    if user.is_authenticated and chosen in dict(settings.LANGUAGES):
        user.introduce(name=user.name, language=chosen)
    return remember_language(request)

"""Photos of a form: those that a script sent before it, and those that come with it where there is no script."""

from django.forms import Form
from django.utils.translation import gettext as _

from marketplace import pictures, throttles
from marketplace.doors import PersonRequest
from marketplace.models import Picture
from marketplace.pictures import PictureRefused


def kept_pictures(request: PersonRequest, form: Form, *, most: int) -> list[Picture]:
    """The person's pictures for the form, which has been cleaned; what is wrong with one is told at its field.

    All are kept for a day, so the form can be shown again with them.
    """
    kept = pictures.own(request.POST.getlist("pictures"), by=request.user)
    files = form.cleaned_data.get("photo") or []
    if files:
        throttles.spend("uploads", request=request)
    for upload in files[: max(0, most - len(kept))]:
        try:
            kept.append(pictures.receive(upload, by=request.user))
        except PictureRefused as refusal:
            form.add_error("photo", str(refusal))
    if len(kept) > most or len(files) > most:
        form.add_error("photo", _("There is room for %(most)s photos.") % {"most": most})
    return kept[:most]

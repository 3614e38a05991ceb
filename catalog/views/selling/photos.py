"""Photos of a listing's version: added, taken away, and put into their order."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import editing
from catalog.forms.listing import PhotosForm
from catalog.models import Product
from catalog.views.selling.uploads import kept_pictures
from marketplace.answers import back, correct
from marketplace.doors import PersonRequest
from producers.doors import for_producers


@require_POST
@for_producers
def sell_photos(request: PersonRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.of(request.user), pk=pk)
    there = reverse("sell_product_edit", args=[pk])
    room = editing.room_for_photos(product)
    form = PhotosForm(request.POST, request.FILES)
    form.full_clean()
    kept = kept_pictures(request, form, most=room)
    if kept:
        editing.add_photos(product, kept, by=request.user, at=timezone.now())
        messages.success(request, _("The photo has arrived. It is being prepared and shows in a moment."))
    elif not form.errors:
        form.add_error("photo", _("Choose a photo first."))
    return correct(request, form, there) if form.errors else back(request, there)


@require_POST
@for_producers
def sell_photo_removal(request: PersonRequest, pk: int, picture: int) -> HttpResponse:
    return _done(request, pk, picture, editing.remove_photo)


@require_POST
@for_producers
def sell_photo_up(request: PersonRequest, pk: int, picture: int) -> HttpResponse:
    return _done(request, pk, picture, editing.move_photo_up)


@require_POST
@for_producers
def sell_photo_down(request: PersonRequest, pk: int, picture: int) -> HttpResponse:
    return _done(request, pk, picture, editing.move_photo_down)


def _done(request: PersonRequest, pk: int, picture: int, deed: Callable[..., None]) -> HttpResponse:
    """The deed with one photo of the version, which is named by its picture: that stays the same in a revision."""
    product = get_object_or_404(Product.objects.of(request.user), pk=pk)
    placed = get_object_or_404(editing.current(product).photos.select_related("picture"), picture=picture)
    deed(product, placed.picture, by=request.user, at=timezone.now())
    return back(request, reverse("sell_product_edit", args=[pk]))

"""Own listings in the API: made, edited, photographed, sent for review, put on sale and off."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import details, editing, listings
from catalog.api.selling.shapes import (
    Own,
    OwnListingSerializer,
    OwnPhotoSerializer,
    OwnProductSerializer,
)
from catalog.details import WrongDetail
from catalog.forms.selling import DEAREST
from catalog.models import Category, Product, Variant
from catalog.models.product import ProductQuerySet
from marketplace import pictures
from marketplace.api import SlugOrNumberField
from marketplace.models import Picture, User
from marketplace.money import Money
from marketplace.throttles import Throttle
from producers.models import Producer

EXAMPLE = {"name": "Selendang tenun", "price": 75_000, "unit": "piece", "on_hand": 4, "pictures": [17]}


class FactsField(serializers.DictField):
    """The facts of a listing by their names, such as `{"composition": "madu hutan", "net_weight_grams": 350}`."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(help_text=f"Facts by name: `{'`, `'.join(details.FACTS)}`.", **rest)


class NewListingSerializer(serializers.Serializer[Any]):
    producer = SlugOrNumberField(
        required=False, queryset=Producer.objects.none(), help_text="Needed if you work for several."
    )
    name = serializers.CharField(max_length=100)
    price = serializers.IntegerField(min_value=1, max_value=DEAREST.rupiah, help_text="Whole rupiah.")
    unit = serializers.ChoiceField(choices=Variant.Unit.choices, default=Variant.Unit.PIECE)
    on_hand = serializers.IntegerField(min_value=0, max_value=99_999, default=0)
    lead_days = serializers.IntegerField(min_value=1, max_value=365, required=False, help_text="If made to order.")
    open_units_cap = serializers.IntegerField(min_value=1, max_value=9_999, required=False)
    category = SlugOrNumberField(
        required=False, queryset=Category.objects.all(), help_text="Else that of your last listing."
    )
    description = serializers.CharField(max_length=3_000, required=False, allow_blank=True, default="")
    details = FactsField(required=False)
    pictures = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        max_length=8,
        help_text="Numbers of pictures that you sent to `pictures/` before; the first is the cover.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if request := self.context.get("request"):
            cast(Any, self.fields["producer"]).queryset = Producer.objects.of(request.user)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        if ("lead_days" in sent) != ("open_units_cap" in sent):
            raise serializers.ValidationError({"open_units_cap": [_("Send both, or none of them.")]})
        return sent


class EditSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100, required=False)
    description = serializers.CharField(max_length=3_000, required=False, allow_blank=True)
    category = SlugOrNumberField(required=False, queryset=Category.objects.all())
    details = FactsField(required=False)


class UploadSerializer(serializers.Serializer[Any]):
    photo = serializers.FileField(
        allow_empty_file=True, max_length=None, help_text="JPEG, PNG, WebP or HEIC, as a phone takes it; 25 MB at most."
    )


def known_facts(given: Mapping[str, Any], category: Category) -> Mapping[str, Any]:
    """What was sent, if all of it belongs to the category and makes sense there."""
    try:
        details.kept(given, rules=category.rules)
        if strange := [name for name in given if name not in details.BELONGING[category.rules]]:
            raise WrongDetail(_("These do not belong to its category: %(names)s.") % {"names": ", ".join(strange)})
    except WrongDetail as wrong:
        raise serializers.ValidationError({"details": [str(wrong)]}) from wrong
    return given


class OwnProducts(Own, ListAPIView[Product]):
    serializer_class = OwnProductSerializer
    by = "-pk"

    def get_queryset(self) -> ProductQuerySet:
        mine = self.own_products().select_related("producer", "category")
        return mine.prefetch_related("variants", "photos__picture")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The products of the producers for whom you work, the newest first."""
        return self.list(request, *args, **kwargs)

    @extend_schema(
        request=NewListingSerializer,
        responses={201: OwnListingSerializer},
        examples=[OpenApiExample("A scarf, with a photo that was sent before", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Make a listing, as a draft. What it still needs before it can be reviewed stands in `version.missing`."""
        sent = NewListingSerializer(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        producer = said.get("producer") or self._only_producer()
        category = said.get("category") or listings.usual_category(producer)
        product = listings.make(
            producer,
            listings.Words(said["name"], category, said["description"], known_facts(said.get("details", {}), category)),
            offer=listings.Offer(
                price=Money(said["price"]),
                unit=said["unit"],
                on_hand=said["on_hand"],
                lead_days=said.get("lead_days"),
                open_units_cap=said.get("open_units_cap"),
            ),
            pictures=own_pictures(said.get("pictures", []), by=self.person),
            by=self.person,
            at=timezone.now(),
        )
        return Response(self.shown(product), status=201)

    def _only_producer(self) -> Producer:
        mine = list(Producer.objects.of(self.person)[:2])
        if len(mine) > 1:
            raise serializers.ValidationError({"producer": [_("You work for several: say for which.")]})
        return mine[0]


def own_pictures(numbers: list[int], *, by: User) -> list[Picture]:
    """All of the numbered pictures, which the person sent and nothing shows yet."""
    found = pictures.own(numbers, by=by)
    if len(found) < len(set(numbers)):
        raise serializers.ValidationError({"pictures": [_("Send the picture first; each can be used once.")]})
    return found


class OwnProduct(Own):
    serializer_class = EditSerializer

    def get_queryset(self) -> ProductQuerySet:
        return self.own_products()

    @extend_schema(responses=OwnListingSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """One of your listings, with the version that you edit."""
        return Response(self.shown(self.get_object()))

    @extend_schema(
        responses=OwnListingSerializer,
        examples=[OpenApiExample("Another name", {"name": "Selendang tenun Sabu"}, request_only=True)],
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Say something else. Once buyers can see the listing, they see the change when it was reviewed."""
        product, said, now = self.get_object(), self.sent(), timezone.now()
        category = said.get("category") or editing.current(product).category
        known_facts(said.get("details", {}), category)
        editing.change(editing.version_of(product, by=self.person, at=now), **said, by=self.person, at=now)
        return Response(self.shown(product))


class OwnPhotos(Own):
    parser_classes = [MultiPartParser]
    throttle_classes = [Throttle]
    throttle_scope = "uploads"
    serializer_class = UploadSerializer

    def get_queryset(self) -> ProductQuerySet:
        return self.own_products()

    @extend_schema(responses={201: OwnPhotoSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Put a photo after the others of your listing. It shows some seconds later, upright and without its place.

        Once buyers can see the listing, they see the new photo when it was reviewed.
        """
        product = self.get_object()
        photo = editing.add_photo(product, self.sent()["photo"], by=self.person, at=timezone.now())
        return Response(OwnPhotoSerializer(photo, context=self.get_serializer_context()).data, status=201)


class OwnPhoto(Own):
    serializer_class = serializers.Serializer[Any]

    def get_queryset(self) -> ProductQuerySet:
        return self.own_products()

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: int, photo: int) -> Response:
        """Take a photo out of the version that you edit; its number is that in `version.photos`."""
        product = self.get_object()
        placed = get_object_or_404(editing.current(product).photos.select_related("picture"), pk=photo)
        editing.remove_photo(product, placed.picture, by=self.person, at=timezone.now())
        return Response(status=204)


class Moved(Own):
    """Base of the steps of a listing: no body, one verb."""

    serializer_class = serializers.Serializer[Any]

    def get_queryset(self) -> ProductQuerySet:
        return self.own_products()

    def moved(self, deed: Callable[[Product, User, datetime], Any]) -> Response:
        product = self.get_object()
        deed(product, self.person, timezone.now())
        return Response(self.shown(product))


class OwnSubmission(Moved):
    @extend_schema(request=None, responses=OwnListingSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Send the listing, or your changes of it, for review. `listing_incomplete` says what is missing."""
        return self.moved(lambda product, by, at: listings.submit(editing.current(product), by=by, at=at))

    @extend_schema(request=None, responses=OwnListingSerializer)
    def delete(self, request: Request, pk: int) -> Response:
        """Take it back before it is decided."""
        return self.moved(lambda product, by, at: listings.take_back(editing.current(product), by=by, at=at))


class OwnChanges(Moved):
    @extend_schema(request=None, responses=OwnListingSerializer)
    def delete(self, request: Request, pk: int) -> Response:
        """Drop your changes: the listing stays as buyers see it."""
        return self.moved(lambda product, by, at: editing.drop(product, by=by, at=at))


class OwnPause(Moved):
    @extend_schema(request=None, responses=OwnListingSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Take it off sale until you put it back."""
        return self.moved(lambda product, by, at: product.pause(by=by, at=at))


class OwnPublication(Moved):
    @extend_schema(request=None, responses=OwnListingSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Put it back on sale after a pause."""
        return self.moved(lambda product, by, at: listings.resume(product, by=by, at=at))


class OwnArchive(Moved):
    @extend_schema(request=None, responses=OwnListingSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Put it away for good. What was ordered stays ordered."""
        return self.moved(lambda product, by, at: listings.archive(product, by=by, at=at))

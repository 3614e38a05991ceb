"""What every endpoint may use: fields for the values of this market, the door of coordinators; and pickup points."""

from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from phonenumber_field.phonenumber import PhoneNumber
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace import kept, pictures
from marketplace.models import District, PickupPoint, Picture, User, Village
from marketplace.models.people import parsed_phone
from marketplace.money import Money
from marketplace.throttles import Throttle

# Texts of the REST framework for which it brings no Indonesian: named here, they stand in the site's own translation.
BORROWED = (
    gettext_noop("Invalid data. Expected a dictionary, but got {datatype}."),
    gettext_noop("Must be a valid boolean."),
    gettext_noop("Not a valid string."),
    gettext_noop("Null characters are not allowed."),
    gettext_noop("String value too large."),
    gettext_noop("The submitted data was not a file. Check the encoding type on the form."),
)


class Coordinators(BasePermission):
    """For market coordinators; to anybody else who has signed in, the address does not exist."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if not request.user.is_coordinator:
            raise Http404
        return True


class Private(APIView):
    """Base of endpoints whose answers are one person's business: no cache keeps them."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finished = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(finished)
        return finished


M = TypeVar("M", bound=Model)


class Personal(Private, GenericAPIView[M]):
    """Base of endpoints at which a person who has signed in does something."""

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def sent(self) -> Any:
        """What was sent, once it is known to be right."""
        serializer = self.get_serializer(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


class RupiahField(serializers.IntegerField):
    """Money as whole rupiah."""

    def to_representation(self, value: Money) -> int:  # type: ignore[override]  # money instead of a number
        return value.rupiah


@extend_schema_field(OpenApiTypes.URI)
class PictureField(serializers.Field[Picture, Any, str | None, Any]):
    """The address of a JPEG; null until the picture is rendered."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **rest)

    def to_representation(self, value: Picture) -> str | None:
        request: Request = self.context["request"]
        return request.build_absolute_uri(value.fallback) if value.is_ready else None


class PictureSerializer(serializers.Serializer[Picture]):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Picture.Status.choices)
    colour = serializers.CharField(help_text="The main one, such as `#8a3324`, to show until the picture is ready.")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    address = PictureField(source="*")


class PictureUploadSerializer(serializers.Serializer[Any]):
    photo = serializers.FileField(
        allow_empty_file=True, max_length=None, help_text="JPEG, PNG, WebP or HEIC, as a phone takes it; 25 MB at most."
    )


@extend_schema_field(OpenApiTypes.STR)
class PhoneField(serializers.CharField):
    """A phone number in any spelling usual in Indonesia in, `+6281234567890` out."""

    default_error_messages = {"wrong": _("Enter a phone number such as 0812-3456-7890.")}

    def to_internal_value(self, data: Any) -> str:
        number = parsed_phone(super().to_internal_value(data))
        if number is None:
            self.fail("wrong")
        return str(number.as_e164)

    def to_representation(self, value: PhoneNumber | str) -> str:
        return str(value.as_e164) if isinstance(value, PhoneNumber) else value


class NumberField(serializers.PrimaryKeyRelatedField[Any]):
    """One of the rows that may be named, by its number."""

    default_error_messages = {
        "does_not_exist": _("There is none with this number."),
        "incorrect_type": _("Send its number."),
    }

    def __init__(self, **rest: Any) -> None:
        if "queryset" in rest:
            rest["pk_field"] = serializers.IntegerField(error_messages={"invalid": _("Send its number.")})
        super().__init__(**rest)


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}]})
class SlugOrNumberField(serializers.RelatedField[Any, Any, Any]):
    """One of the rows that may be named, by its slug or by its number."""

    default_error_messages = {"does_not_exist": _("There is none with this name or number.")}

    def to_internal_value(self, data: Any) -> Model:
        rows = cast(QuerySet[Any], self.get_queryset())
        is_number = type(data) is int
        if is_number or isinstance(data, str):
            found: Model | None = (rows.filter(pk=data) if is_number else rows.filter(slug=data)).first()
            if found is None and isinstance(data, str) and data.isascii() and data.isdigit() and len(data) < 19:
                found = rows.filter(pk=int(data)).first()
            if found:
                return found
        self.fail("does_not_exist")

    def use_pk_only_optimization(self) -> bool:
        return False


class VillageSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    district = serializers.CharField(source="district.name")
    regency = serializers.CharField(source="district.regency")


class VillageBriefSerializer(serializers.Serializer[Village]):
    code = serializers.CharField()
    name = serializers.CharField()


class DistrictSerializer(serializers.Serializer[District]):
    code = serializers.CharField(help_text="Of a kecamatan, such as `53.71.04`.")
    name = serializers.CharField()
    regency = serializers.CharField()
    villages = VillageBriefSerializer(many=True, help_text="Its kelurahan; none where they are not known.")


class PickupPointBriefSerializer(serializers.Serializer[PickupPoint]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()


class PickupPointSerializer(PickupPointBriefSerializer):
    address = serializers.CharField()
    village = VillageSerializer()
    hours = serializers.CharField()
    keeper = serializers.CharField()
    instructions = serializers.CharField()


class Pictures(Private, GenericAPIView[Picture]):
    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser]
    throttle_classes = [Throttle]
    throttle_scope = "uploads"
    serializer_class = PictureUploadSerializer

    @extend_schema(responses={201: PictureSerializer})
    def post(self, request: Request) -> Response:
        """Send a photo for something that will show it. What nothing shows within a day is erased."""
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        kept = pictures.receive(sent.validated_data["photo"], by=cast(User, request.user))
        return Response(PictureSerializer(kept, context=self.get_serializer_context()).data, status=201)


@kept.page
class PickupPoints(ListAPIView[PickupPoint]):
    """The places where orders can be collected."""

    serializer_class = PickupPointSerializer
    by = "name"

    def get_queryset(self) -> QuerySet[PickupPoint]:
        return PickupPoint.objects.active().select_related("village__district")


@kept.page
class Districts(ListAPIView[District]):
    """The kecamatan around Kupang with their kelurahan, by code: where producers work."""

    serializer_class = DistrictSerializer
    by = "code"

    def get_queryset(self) -> QuerySet[District]:
        return District.objects.prefetch_related("villages")

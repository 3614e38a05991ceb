"""Spreadsheets in the API for producers: send one, see what it would do, let it be applied."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import Sheet
from catalog.spreadsheet import sending
from marketplace.api import Private
from marketplace.models import User
from marketplace.throttles import Throttle
from producers.api.public import ProducerBriefSerializer, Producing
from producers.models import Producer

ALL, FAULTLESS = "all", "faultless"


class MistakeSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="As a spreadsheet counts: the headings are row 1.")
    column = serializers.CharField(help_text="The heading, as the file names it.")
    message = serializers.CharField()


class SheetSerializer(serializers.Serializer[Sheet]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=Sheet.Status.choices)
    producer = ProducerBriefSerializer()
    made_at = serializers.DateTimeField()
    rows = serializers.IntegerField(help_text="Known once it is checked.")
    done = serializers.IntegerField(help_text="How many rows are applied.")
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many rows are `new`, `changed` and `unchanged`."
    )


class SheetDetailSerializer(SheetSerializer):
    mistakes = MistakeSerializer(many=True)
    ignored = serializers.ListField(child=serializers.CharField(), help_text="Headings that are not known.")
    failure = serializers.CharField(help_text="Why the file cannot be used; empty if it can.")


class SendingSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, help_text="XLSX or CSV; 5,000 rows and 5 MB at most.")
    producer = serializers.SlugField(required=False, help_text="For whom, if you may act for several.")


class ApplicationSerializer(serializers.Serializer[Any]):
    rows = serializers.ChoiceField(
        choices=[ALL, FAULTLESS],
        default=ALL,
        help_text="`all` of a sheet without mistakes, or the `faultless` ones of a sheet that has some.",
    )


class OwnSheets(Private, ListAPIView[Sheet]):
    permission_classes = [Producing]
    parser_classes = [MultiPartParser]
    serializer_class = SheetSerializer
    by = "-pk"

    def get_throttles(self) -> list[Any]:
        return [Throttle()] if self.request.method == "POST" else []

    throttle_scope = "uploads"

    def get_queryset(self) -> QuerySet[Sheet]:
        return Sheet.objects.of(cast(User, self.request.user)).select_related("producer")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The spreadsheets that were sent for the producers for whom you work, the newest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(request=SendingSerializer, responses={201: SheetSerializer})
    def post(self, request: Request) -> Response:
        """Send a spreadsheet of listings. It is checked within seconds; nothing changes before you have it applied."""
        given = SendingSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        person, file = cast(User, request.user), given.validated_data["file"]
        over = [Producer.Status.CLOSED, Producer.Status.REFUSED]
        producers = Producer.objects.of(person).exclude(status__in=over).order_by("name", "pk")
        if slug := given.validated_data.get("producer"):
            producers = producers.filter(slug=slug)
        producer = producers.first()
        if producer is None:
            raise serializers.ValidationError({"producer": ["You have no producer with this slug."]})
        sheet = sending.send(producer, file, name=file.name, size=file.size, by=person, at=timezone.now())
        return Response(SheetSerializer(sheet, context=self.get_serializer_context()).data, status=201)


class OwnSheet(Private, RetrieveAPIView[Sheet]):
    """A spreadsheet: what is wrong in it, how much it would change, how far it is applied."""

    permission_classes = [Producing]
    serializer_class = SheetDetailSerializer

    def get_queryset(self) -> QuerySet[Sheet]:
        return Sheet.objects.of(cast(User, self.request.user)).select_related("producer")


class OwnSheetApplication(Private, GenericAPIView[Sheet]):
    permission_classes = [Producing]
    serializer_class = ApplicationSerializer

    def get_queryset(self) -> QuerySet[Sheet]:
        return Sheet.objects.of(cast(User, self.request.user)).select_related("producer")

    @extend_schema(
        responses=SheetDetailSerializer,
        examples=[OpenApiExample("Leave out the rows with mistakes", {"rows": FAULTLESS}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Apply a checked spreadsheet. Ask for it again to see how far it is."""
        sheet = self.get_object()
        chosen = self.get_serializer(data=request.data)
        chosen.is_valid(raise_exception=True)
        begin = sheet.begin if chosen.validated_data["rows"] == ALL else sheet.begin_faultless
        begin(by=cast(User, request.user), at=timezone.now())
        return Response(SheetDetailSerializer(sheet, context=self.get_serializer_context()).data)

"""Applications in the API: begun, filled in and sent by whoever wants to sell; the pages at /sell/ do the same."""

from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace import pictures
from marketplace.api import NumberField, Personal, PhoneField, PictureField, PictureUploadSerializer, Private
from marketplace.models import District, Village
from marketplace.parsers import JSONParser
from marketplace.throttles import Throttle
from producers import onboarding, people
from producers.forms.application import account_number
from producers.models import Certificate, Cohort, Producer, ProducerKind, ProducerPerson
from producers.models.producer import NotChangeable
from producers.onboarding import SHORTEST_STORY, Paper

# What leads alone may read in full and change.
FOR_LEADS = ("whatsapp", "bank_name", "bank_account_number", "bank_account_name")


class CodeField(serializers.PrimaryKeyRelatedField[Any]):
    """One of the rows that may be named, by its code."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(pk_field=serializers.CharField(max_length=50), **rest)


class AccountNumberField(serializers.CharField):
    """The digits of a bank account's number; spaces, dots and hyphens are taken out."""

    def to_internal_value(self, data: Any) -> str:
        return account_number(super().to_internal_value(data))


class ApplicationWishSerializer(serializers.Serializer[Any]):
    """What an application says; all of it but name and kind may come later."""

    name = serializers.CharField(max_length=80)
    kind = CodeField(queryset=ProducerKind.objects.all(), help_text="For example `sewing_group`.")
    is_group = serializers.BooleanField(required=False)
    district = CodeField(
        queryset=District.objects.all(), required=False, help_text="Code of a kecamatan, such as `53.71.04`."
    )
    village = CodeField(
        queryset=Village.objects.select_related("district"),
        required=False,
        help_text="Code of a kelurahan or desa, such as `53.71.04.1010`; its district comes with it.",
    )
    story = serializers.CharField(required=False, min_length=SHORTEST_STORY, max_length=3000)
    whatsapp = PhoneField(required=False)
    bank_name = serializers.CharField(required=False, max_length=60)
    bank_account_number = AccountNumberField(required=False, max_length=30, help_text="7 to 18 digits.")
    bank_account_name = serializers.CharField(required=False, max_length=80)


class ApplicantSerializer(serializers.Serializer[ProducerPerson]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=ProducerPerson.Role.choices)
    about = serializers.CharField()
    agreed = serializers.SerializerMethodField(help_text="To be shown to everybody.")

    def get_agreed(self, person: ProducerPerson) -> bool:
        return person.consented_at is not None


class ClaimedSerializer(serializers.Serializer[Certificate]):
    id = serializers.IntegerField()
    person = serializers.IntegerField(source="person_id")
    kind = serializers.ChoiceField(choices=Certificate.Kind.choices)
    number = serializers.CharField()
    cohort = serializers.IntegerField(source="cohort_id", allow_null=True)
    training = serializers.CharField()
    issued_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(choices=Certificate.Status.choices)


class MissingSerializer(serializers.Serializer[onboarding.Missing]):
    step = serializers.CharField()
    text = serializers.CharField()


class OwnApplicationSerializer(serializers.Serializer[Producer]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    status = serializers.ChoiceField(choices=Producer.Status.choices)
    reason = serializers.SerializerMethodField(help_text="Why it has this status, if somebody said so.")
    name = serializers.CharField()
    kind = serializers.CharField(source="kind_id")
    is_group = serializers.BooleanField()
    district = serializers.CharField(source="district_id", allow_null=True)
    village = serializers.CharField(source="village_id", allow_null=True)
    place = serializers.CharField()
    story = serializers.CharField()
    photo = PictureField(source="picture")
    whatsapp = PhoneField()
    bank_name = serializers.CharField()
    bank_account_number = serializers.SerializerMethodField(help_text="Its last three digits, for who does not lead.")
    bank_account_name = serializers.SerializerMethodField(help_text="Empty, for who does not lead.")
    people = ApplicantSerializer(many=True)
    certificates = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField(help_text="What is needed before it can be sent.")
    applied_at = serializers.DateTimeField(allow_null=True)

    def get_reason(self, producer: Producer) -> str:
        return next((step.reason for step in reversed(producer.steps.all())), "")

    def get_bank_account_number(self, producer: Producer) -> str:
        number = producer.bank_account_number
        return number if producer.pk in self.context["led"] else number[-3:]

    def get_bank_account_name(self, producer: Producer) -> str:
        return producer.bank_account_name if producer.pk in self.context["led"] else ""

    @extend_schema_field(ClaimedSerializer(many=True))
    def get_certificates(self, producer: Producer) -> Any:
        claimed = [each for person in producer.people.all() for each in person.certificates.all()]
        return [ClaimedSerializer(each).data for each in claimed]

    @extend_schema_field(MissingSerializer(many=True))
    def get_missing(self, producer: Producer) -> Any:
        missing = onboarding.missing(producer) if producer.is_applying else []
        return [MissingSerializer(each).data for each in missing]


class MakerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    about = serializers.CharField(required=False, max_length=300, allow_blank=True, default="")
    agreed = serializers.BooleanField(required=False, default=False, help_text="To be shown to everybody.")


class ClaimSerializer(serializers.Serializer[Any]):
    person = NumberField(queryset=ProducerPerson.objects.all())
    kind = serializers.ChoiceField(choices=Certificate.Kind.choices)
    number = serializers.CharField(max_length=60)
    cohort = NumberField(queryset=Cohort.objects.all(), required=False, help_text="From `selling/cohorts/`.")
    training = serializers.CharField(required=False, max_length=200, help_text="Instead: who trained her, in what.")
    issued_on = serializers.DateField()
    expires_on = serializers.DateField(required=False)
    paper = serializers.FileField(
        required=False,
        allow_empty_file=True,
        max_length=None,
        help_text="A photo of the paper, in a multipart form. Only coordinators see it.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("cohort") and not attrs.get("training"):
            raise ValidationError({"cohort": _("Name a cohort or a training.")}, code="required")
        if attrs["issued_on"] > timezone.localdate():
            raise ValidationError({"issued_on": _("This day is still to come.")})
        if attrs.get("expires_on") and attrs["expires_on"] < attrs["issued_on"]:
            raise ValidationError({"expires_on": _("It cannot end before it was given.")})
        return attrs | {"training": "" if attrs.get("cohort") else attrs["training"]}


class TrainingSerializer(serializers.Serializer[Cohort]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    programme = serializers.CharField(source="programme.name")
    provider = serializers.CharField(source="programme.provider.name")


class ApplicationView(Personal[Producer]):
    """Base of what people do with their applications; those of others are not there."""

    permission_classes = [IsAuthenticated]
    serializer_class: Any = OwnApplicationSerializer

    def get_queryset(self) -> QuerySet[Producer]:
        whole = Producer.objects.of(self.person).select_related("kind", "district", "village__district", "picture")
        papers = Certificate.objects.exclude(status=Certificate.Status.WITHDRAWN)
        return whole.prefetch_related("people", Prefetch("people__certificates", papers), "steps")

    def get_serializer_context(self) -> dict[str, Any]:
        led = set(Producer.objects.led_by(self.person).values_list("pk", flat=True))
        return {**super().get_serializer_context(), "led": led}

    def told(self, wish: type[serializers.Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        told = wish(data=self.request.data, partial=partial, context={"request": self.request})
        told.is_valid(raise_exception=True)
        checked: dict[str, Any] = told.validated_data
        return checked

    def shown(self, producer: Producer, *, status: int = 200) -> Response:
        """The application as it is now."""
        fresh = self.get_queryset().get(pk=producer.pk)
        return Response(OwnApplicationSerializer(fresh, context=self.get_serializer_context()).data, status=status)


class LedApplicationView(ApplicationView):
    """Base of what a lead alone may do."""

    def get_queryset(self) -> QuerySet[Producer]:
        return super().get_queryset().filter(pk__in=Producer.objects.led_by(self.person))


STORY = "Kami berlima, lulusan pelatihan menjahit 2024. Kami menjahit tas dan seragam di Liliba."
BEGUN = OpenApiExample(
    "A name and a kind",
    {"name": "Jahit Ceria", "kind": "sewing_group", "village": "53.71.04.1010"},
    request_only=True,
)
FILLED = OpenApiExample(
    "Story, contact and bank account",
    {
        "story": STORY,
        "whatsapp": "081234567890",
        "bank_name": "Bank NTT",
        "bank_account_number": "0123456789",
        "bank_account_name": "Maria Bere",
    },
    request_only=True,
)


class Applications(ApplicationView, ListAPIView[Producer]):
    by = "-pk"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The producers for whom you work or act and their applications, whatever their status; the newest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(request=ApplicationWishSerializer, responses={201: OwnApplicationSerializer}, examples=[BEGUN])
    def post(self, request: Request) -> Response:
        """Begin an application, which you lead. One at a time; what is missing may be told later, and is named."""
        told = self.told(ApplicationWishSerializer)
        begin = {name: told.pop(name) for name in ("name", "kind", "is_group") if name in told}
        with transaction.atomic():
            producer = onboarding.begin(by=self.person, at=timezone.now(), **begin)
            onboarding.change(producer, by=self.person, at=timezone.now(), **told)
        return self.shown(producer, status=201)


class Application(ApplicationView):
    @extend_schema(responses=OwnApplicationSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """One application: what it says, what is missing, and how it stands."""
        return self.shown(self.get_object())

    @extend_schema(request=ApplicationWishSerializer, responses=OwnApplicationSerializer, examples=[FILLED])
    def patch(self, request: Request, pk: int) -> Response:
        """Tell more, or something else. Not while the coordinators decide. How it is paid is for leads to tell."""
        producer = self.get_object()
        told = self.told(ApplicationWishSerializer, partial=True)
        if not producer.is_applying:
            raise NotChangeable
        if any(name in told for name in FOR_LEADS) and producer.pk not in self.get_serializer_context()["led"]:
            raise PermissionDenied
        onboarding.change(producer, by=self.person, at=timezone.now(), **told)
        return self.shown(producer)


class ApplicationPhoto(ApplicationView):
    parser_classes = [MultiPartParser]
    throttle_classes = [Throttle]
    throttle_scope = "uploads"
    serializer_class = PictureUploadSerializer

    @extend_schema(responses={201: OwnApplicationSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Send the photo, in place of the one before. It shows some seconds later."""
        producer = self.get_object()
        picture = pictures.receive(self.told(PictureUploadSerializer)["photo"], by=self.person)
        onboarding.change(producer, by=self.person, at=timezone.now(), picture=picture)
        return self.shown(producer, status=201)


class ApplicationPeople(LedApplicationView):
    @extend_schema(
        request=MakerSerializer,
        responses={201: ApplicantSerializer},
        examples=[OpenApiExample("A maker", {"name": "Yuliana Tefa", "agreed": True}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Name a person who has no account."""
        producer, told, now = self.get_object(), self.told(MakerSerializer), timezone.now()
        with transaction.atomic():
            person = people.add(producer, name=told["name"], about=told["about"], by=self.person, at=now)
            if told["agreed"]:
                people.consent(person, by=self.person, at=now)
        return Response(ApplicantSerializer(person).data, status=201)


class ApplicationCertificates(ApplicationView):
    parser_classes = [JSONParser, MultiPartParser]
    throttle_classes = [Throttle]
    throttle_scope = "uploads"

    @extend_schema(
        request=ClaimSerializer,
        responses={201: ClaimedSerializer},
        examples=[
            OpenApiExample(
                "Of a training that is not on the list",
                {
                    "person": 17,
                    "kind": "attendance",
                    "number": "112/BLK/2024",
                    "training": "Menjahit dasar, BLK Kupang",
                    "issued_on": "2024-08-17",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say that one of the people has a certificate, as JSON or, with a photo of the paper, as a form."""
        producer, told = self.get_object(), self.told(ClaimSerializer)
        person, upload = told.pop("person"), told.pop("paper", None)
        if person.producer_id != producer.pk:
            raise ValidationError({"person": NumberField.default_error_messages["does_not_exist"]})
        paper = pictures.receive(upload, by=self.person) if upload else None
        made = onboarding.claim(person, Paper(paper=paper, **told), by=self.person, at=timezone.now())
        return Response(ClaimedSerializer(made).data, status=201)


class ApplicationSubmission(LedApplicationView):
    @extend_schema(request=None, responses=OwnApplicationSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Send the application to the coordinators. Refused while something is missing."""
        producer = self.get_object()
        onboarding.send(producer, by=self.person, at=timezone.now())
        return self.shown(producer)


class Trainings(Private, ListAPIView[Cohort]):
    """The trainings of which a certificate can be."""

    permission_classes = [IsAuthenticated]
    serializer_class = TrainingSerializer
    by = "pk"

    def get_queryset(self) -> QuerySet[Cohort]:
        return Cohort.objects.select_related("programme__provider")

"""The coordinators' desk in the API: decide about producers, and check certificates."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api import Coordinators, NumberField, PhoneField, Private
from marketplace.models import User
from producers import certificates, verification
from producers.api.public import ProducerRowSerializer
from producers.forms.desk.producers import LONGEST_REASON
from producers.models import Certificate, Cohort, Producer

Endpoint = TypeVar("Endpoint", bound=Callable[..., Response])


class DeskProducerSerializer(ProducerRowSerializer):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Producer.Status.choices)
    is_trusted = serializers.BooleanField(help_text="Its listings are published without a review.")
    whatsapp = PhoneField()
    applied_at = serializers.DateTimeField()


class DeskProducerQuerySerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(required=False, choices=Producer.Status.choices)


class ProducerDecisionSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="The producer will read it.")


class DeskCertificateSerializer(serializers.Serializer[Certificate]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    status = serializers.ChoiceField(choices=Certificate.Status.choices)
    kind = serializers.ChoiceField(choices=Certificate.Kind.choices)
    number = serializers.CharField()
    person = serializers.CharField(source="person.name")
    producer = serializers.IntegerField(source="person.producer_id")
    cohort = serializers.IntegerField(source="cohort_id", allow_null=True)
    training = serializers.CharField(help_text="In the person's own words.")
    issued_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True)


class DeskCertificateQuerySerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(required=False, choices=Certificate.Status.choices)


class ConfirmationSerializer(serializers.Serializer[Any]):
    cohort = NumberField(
        queryset=Cohort.objects.all(),
        required=False,
        help_text="Of which it is; may be left out if the person named the right one.",
    )


class CohortSerializer(serializers.Serializer[Cohort]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    programme = serializers.CharField(source="programme.name")
    provider = serializers.CharField(source="programme.provider.name")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class DeskProducerView(Private, GenericAPIView[Producer]):
    """Base of what coordinators do with producers."""

    permission_classes = [Coordinators]
    serializer_class: Any = DeskProducerSerializer

    def get_queryset(self) -> QuerySet[Producer]:
        return Producer.objects.sent_in().select_related("kind", "district", "village__district", "picture")

    def decide(self, deed: Any, **facts: Any) -> Response:
        """Do it in the name of whoever asks, and show what became of the producer."""
        producer = self.get_object()
        deed(producer, by=cast(User, self.request.user), at=timezone.now(), **facts)
        return Response(DeskProducerSerializer(producer, context=self.get_serializer_context()).data)

    def decide_for_a_reason(self, deed: Any) -> Response:
        return self.decide(deed, reason=_sent(self, ProducerDecisionSerializer)["reason"])


class DeskProducers(DeskProducerView, ListAPIView[Producer]):
    by = "-applied_at"

    def get_queryset(self) -> QuerySet[Producer]:
        wanted = _wanted(self, DeskProducerQuerySerializer)
        return super().get_queryset().filter(**wanted)

    @extend_schema(parameters=[DeskProducerQuerySerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All that ever applied, the newest application first."""
        return super().get(request, *args, **kwargs)


class DeskVerification(DeskProducerView):
    @extend_schema(request=None)
    def post(self, request: Request, pk: int) -> Response:
        """Take in a producer that applied. Refused to a coordinator who belongs to it or acts for it."""
        return self.decide(verification.verify)


def deciding(title: str, reason: str) -> Callable[[Endpoint], Endpoint]:
    """The schema of a decision with a reason, with an example of one."""
    described: Callable[[Endpoint], Endpoint] = extend_schema(
        request=ProducerDecisionSerializer,
        responses=DeskProducerSerializer,
        examples=[OpenApiExample(title, {"reason": reason}, request_only=True)],
    )
    return described


class DeskChangesRequest(DeskProducerView):
    @deciding("A better photo", "Fotonya kurang jelas. Tolong kirim yang lain.")
    def post(self, request: Request, pk: int) -> Response:
        """Give an application back with what is missing."""
        return self.decide_for_a_reason(verification.request_changes)


class DeskRefusal(DeskProducerView):
    @deciding("Too far away", "Tempatnya di luar wilayah pasar kami.")
    def post(self, request: Request, pk: int) -> Response:
        """Turn an application down for good."""
        return self.decide_for_a_reason(verification.refuse)


class DeskSuspension(DeskProducerView):
    @deciding("Orders not answered", "Pesanan beberapa kali tidak dijawab.")
    def post(self, request: Request, pk: int) -> Response:
        """Take the goods of a verified producer off sale for a time."""
        return self.decide_for_a_reason(verification.suspend)


class DeskRestoration(DeskProducerView):
    @deciding("Settled", "Masalahnya sudah selesai.")
    def post(self, request: Request, pk: int) -> Response:
        """End a suspension. Refused to a coordinator who belongs to the producer or acts for it."""
        return self.decide_for_a_reason(verification.restore)


class DeskClosure(DeskProducerView):
    @deciding("Her own wish", "Sesuai permintaan Anda.")
    def post(self, request: Request, pk: int) -> Response:
        """End it for good; history, orders and what is owed stay."""
        return self.decide_for_a_reason(verification.close)


class DeskCertificateView(Private, GenericAPIView[Certificate]):
    """Base of what coordinators do with certificates."""

    permission_classes = [Coordinators]
    serializer_class: Any = DeskCertificateSerializer

    def get_queryset(self) -> QuerySet[Certificate]:
        return Certificate.objects.of_applicants().detailed()

    def decide(self, deed: Any, **facts: Any) -> Response:
        certificate = self.get_object()
        deed(certificate, by=cast(User, self.request.user), at=timezone.now(), **facts)
        return Response(DeskCertificateSerializer(certificate).data)


class DeskCertificates(DeskCertificateView, ListAPIView[Certificate]):
    by = "pk"

    def get_queryset(self) -> QuerySet[Certificate]:
        return super().get_queryset().filter(**_wanted(self, DeskCertificateQuerySerializer))

    @extend_schema(parameters=[DeskCertificateQuerySerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All certificates, the one that has waited longest first."""
        return super().get(request, *args, **kwargs)


class DeskCertificateConfirmation(DeskCertificateView):
    @extend_schema(
        request=ConfirmationSerializer,
        responses=DeskCertificateSerializer,
        examples=[OpenApiExample("Of a known cohort", {"cohort": 12}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """The paper was seen and is right. Refused to a coordinator who belongs to the producer or acts for it."""
        return self.decide(certificates.confirm, **_sent(self, ConfirmationSerializer))


class DeskCertificateWithdrawal(DeskCertificateView):
    @extend_schema(
        request=ProducerDecisionSerializer,
        responses=DeskCertificateSerializer,
        examples=[OpenApiExample("Another name", {"reason": "Nama di kertas bukan nama Anda."}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """It is not, or no longer, good."""
        return self.decide(certificates.withdraw, reason=_sent(self, ProducerDecisionSerializer)["reason"])


class DeskCohorts(Private, ListAPIView[Cohort]):
    """The cohorts that a certificate can be of, the latest first."""

    permission_classes = [Coordinators]
    serializer_class = CohortSerializer
    by = "-starts_on"

    def get_queryset(self) -> QuerySet[Cohort]:
        return Cohort.objects.select_related("programme__provider")


def _sent(view: GenericAPIView[Any], kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """What the body holds, once it is known to be right."""
    serializer = kind(data=view.request.data)
    serializer.is_valid(raise_exception=True)
    sent: dict[str, Any] = serializer.validated_data
    return sent


def _wanted(view: GenericAPIView[Any], kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """What the address asks for, likewise."""
    serializer = kind(data=view.request.query_params)
    serializer.is_valid(raise_exception=True)
    wanted: dict[str, Any] = serializer.validated_data
    return wanted

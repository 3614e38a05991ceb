"""Producers in the API: who makes, with the people who agreed to be shown and the certificates that were checked."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from marketplace import kept
from marketplace.api import PictureField
from producers.models import Certificate, Producer, ProducerPerson


class Producing(BasePermission):
    """For people who may act for a producer; to anybody else who has signed in, the address does not exist."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if not Producer.objects.of(request.user).exists():
            raise Http404
        return True


class ProducerBriefSerializer(serializers.Serializer[Producer]):
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField(source="kind_id", help_text="For example `sewing_group`.")


class ProducerRowSerializer(ProducerBriefSerializer):
    is_group = serializers.BooleanField()
    place = serializers.CharField()
    photo = PictureField(source="picture")


class CertificateSerializer(serializers.Serializer[Certificate]):
    code = serializers.CharField(help_text="Of its public check page, `/certificates/<code>/`.")
    kind = serializers.ChoiceField(choices=Certificate.Kind.choices)
    programme = serializers.CharField(source="cohort.programme.name")
    provider = serializers.CharField(source="cohort.programme.provider.name")
    hours = serializers.IntegerField(source="cohort.programme.hours")
    issued_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True)


class PersonSerializer(serializers.Serializer[ProducerPerson]):
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=ProducerPerson.Role.choices)
    about = serializers.CharField()
    certificates = CertificateSerializer(many=True)


class ProducerSerializer(ProducerRowSerializer):
    story = serializers.CharField()
    people = PersonSerializer(many=True, help_text="Those who agreed to be shown.")


class ProducerQuerySerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(required=False, max_length=50, help_text="For example `sewing_group`.")


@kept.page
class Producers(ListAPIView[Producer]):
    serializer_class = ProducerRowSerializer
    by = "name"

    def get_queryset(self) -> QuerySet[Producer]:
        wanted = ProducerQuerySerializer(data=self.request.query_params)
        wanted.is_valid(raise_exception=True)
        producers = Producer.objects.verified().listed()
        kind = wanted.validated_data.get("kind")
        return producers.filter(kind=kind) if kind else producers

    @extend_schema(parameters=[ProducerQuerySerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Verified producers, by name."""
        return super().get(request, *args, **kwargs)


@kept.page
class ProducerDetail(RetrieveAPIView[Producer]):
    """One producer, with the people who agreed to be shown and their checked certificates."""

    serializer_class = ProducerSerializer
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Producer]:
        valid = Certificate.objects.valid(on=timezone.localdate()).select_related("cohort__programme__provider")
        people = ProducerPerson.objects.shown().prefetch_related(Prefetch("certificates", valid))
        return Producer.objects.verified().listed().prefetch_related(Prefetch("people", people))

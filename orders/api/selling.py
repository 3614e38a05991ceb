"""Selling in the API: the parts of orders that your producers make, their steps, and what they earned."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api import Personal, PickupPointBriefSerializer, Private, RupiahField
from marketplace.models import User
from orders import cancellation, earnings, fulfilment
from orders.api.lines import MarketDayBriefSerializer, OrderLineSerializer
from orders.earnings import Earnings
from orders.models import SubOrder
from orders.models.order import SubOrderQuerySet
from producers.api.public import ProducerBriefSerializer, Producing
from producers.models import Producer


class OwnSubOrderSerializer(serializers.Serializer[SubOrder]):
    """What a producer needs to know: what to make, for whom by name, by when, for how much."""

    id = serializers.IntegerField()
    number = serializers.CharField(source="order.number")
    producer = ProducerBriefSerializer()
    status = serializers.ChoiceField(choices=SubOrder.Status.choices)
    buyer = serializers.CharField(source="order.first_name")
    placed_at = serializers.DateTimeField(source="order.placed_at")
    accept_by = serializers.DateTimeField()
    pickup_point = PickupPointBriefSerializer(source="order.pickup_point")
    market_day = MarketDayBriefSerializer(source="order.market_day", allow_null=True)
    total = RupiahField()
    fee = RupiahField()
    earning = RupiahField()
    lines = OrderLineSerializer(many=True)


class SubOrderQuerySerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(required=False, choices=SubOrder.Status.choices)


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, help_text="The buyer will read it.")


class SaleSerializer(serializers.Serializer[SubOrder]):
    id = serializers.IntegerField()
    number = serializers.CharField(source="order.number")
    handed_over_at = serializers.DateTimeField()
    total = RupiahField()
    fee = RupiahField()
    earning = RupiahField()


class EarningsSerializer(serializers.Serializer[Earnings]):
    balance = RupiahField(help_text="What the co-op owes the producer now.")
    last_week = RupiahField()
    last_month = RupiahField()
    on_its_way = RupiahField(help_text="Of orders that are not handed over yet.")
    sales = SaleSerializer(many=True, help_text="The latest fifty that were handed over.")


class ProducerEarningsSerializer(serializers.Serializer[Producer]):
    producer = ProducerBriefSerializer(source="*")
    earnings = serializers.SerializerMethodField()

    @extend_schema_field(EarningsSerializer)
    def get_earnings(self, producer: Producer) -> dict[str, Any]:
        return EarningsSerializer(earnings.of(producer, at=timezone.now())).data


def with_lines(parts: SubOrderQuerySet) -> SubOrderQuerySet:
    """With all that is shown of a part, in two queries."""
    whole = parts.select_related("order__pickup_point", "order__market_day", "producer", "share")
    return whole.prefetch_related("lines")


class OwnSubOrderView(Personal[SubOrder]):
    """Base of what is about the parts of your producers."""

    permission_classes = [Producing]
    serializer_class: Any = OwnSubOrderSerializer

    def get_queryset(self) -> QuerySet[SubOrder]:
        return with_lines(SubOrder.objects.of(self.request.user))

    def answer(self, part: SubOrder) -> Response:
        return Response(OwnSubOrderSerializer(part).data)


class OwnSubOrders(OwnSubOrderView, ListAPIView[SubOrder]):
    by = "-pk"

    def get_queryset(self) -> QuerySet[SubOrder]:
        wanted = SubOrderQuerySerializer(data=self.request.query_params)
        wanted.is_valid(raise_exception=True)
        return super().get_queryset().filter(**wanted.validated_data)

    @extend_schema(parameters=[SubOrderQuerySerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The parts of your producers, the newest first."""
        return super().get(request, *args, **kwargs)


class OwnSubOrderDetail(OwnSubOrderView, RetrieveAPIView[SubOrder]):
    """One part of your producers."""


class OwnSubOrderAcceptance(OwnSubOrderView):
    @extend_schema(request=None)
    def post(self, request: Request, pk: int) -> Response:
        """You will make it; the buyer is told."""
        part = self.get_object()
        fulfilment.accept(part, by=self.person, at=timezone.now())
        return self.answer(part)


class OwnSubOrderRefusal(OwnSubOrderView):
    serializer_class = ReasonSerializer

    @extend_schema(
        responses=OwnSubOrderSerializer,
        examples=[OpenApiExample("Sold out", {"reason": "Bahan habis."}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """You cannot make it: the part is cancelled, and the buyer is told why."""
        part = self.get_object()
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        cancellation.decline(part, by=self.person, at=timezone.now(), reason=sent.validated_data["reason"])
        return self.answer(part)


class OwnSubOrderReadiness(OwnSubOrderView):
    @extend_schema(request=None)
    def post(self, request: Request, pk: int) -> Response:
        """It is made and packed; once everything of the order is, the buyer is told to come."""
        part = self.get_object()
        fulfilment.mark_ready(part, by=self.person, at=timezone.now())
        return self.answer(part)


class OwnEarnings(Private, ListAPIView[Producer]):
    """What each of your producers has earned, and what the co-op owes her."""

    permission_classes = [Producing]
    serializer_class = ProducerEarningsSerializer
    by = "name"

    def get_queryset(self) -> QuerySet[Producer]:
        return Producer.objects.of(cast(User, self.request.user))

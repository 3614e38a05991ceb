"""The coordinators' desk in the API: parts on their way to the buyer, and notices that did not arrive."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api import Coordinators, Personal, PhoneField, Private, RupiahField
from marketplace.models import Channel, Notice
from marketplace.throttles import Throttle
from orders import cancellation, fulfilment, handover
from orders.api.selling import OwnSubOrderSerializer, ReasonSerializer, SubOrderQuerySerializer, with_lines
from orders.models import Order, SubOrder


class DeskSubOrderSerializer(OwnSubOrderSerializer):
    """All that a producer sees, and how to reach the buyer and what she still has to pay."""

    phone = PhoneField(source="order.phone")
    due = RupiahField(source="share.due", help_text="What is to be paid at hand-over.")
    handed_over_at = serializers.DateTimeField(allow_null=True)


class DeskSubOrderQuerySerializer(SubOrderQuerySerializer):
    number = serializers.CharField(required=False, max_length=20, help_text="Of the order, such as `KPG-000123`.")


class PickupCodeSerializer(serializers.Serializer[Any]):
    pickup_code = serializers.CharField(max_length=20)


class NoticeSerializer(serializers.Serializer[Notice]):
    id = serializers.IntegerField()
    event = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    status = serializers.ChoiceField(choices=Notice.Status.choices)
    due_at = serializers.DateTimeField()


class DeskSubOrderView(Personal[SubOrder]):
    """Base of what coordinators do with parts."""

    permission_classes = [Coordinators]
    serializer_class: Any = DeskSubOrderSerializer

    def get_queryset(self) -> QuerySet[SubOrder]:
        return with_lines(SubOrder.objects.visible_to(self.request.user))

    def answer(self, part: SubOrder) -> Response:
        return Response(DeskSubOrderSerializer(part).data)


class DeskSubOrders(DeskSubOrderView, ListAPIView[SubOrder]):
    by = "-pk"

    def get_queryset(self) -> QuerySet[SubOrder]:
        query = DeskSubOrderQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        parts, wanted = super().get_queryset(), query.validated_data
        if "status" in wanted:
            parts = parts.filter(status=wanted["status"])
        if "number" in wanted:
            parts = parts.filter(order__in=Order.objects.numbered(wanted["number"]))
        return parts

    @extend_schema(parameters=[DeskSubOrderQuerySerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All parts of all orders, the newest first."""
        return super().get(request, *args, **kwargs)


class DeskSubOrderDetail(DeskSubOrderView, RetrieveAPIView[SubOrder]):
    """One part of an order."""


class DeskReception(DeskSubOrderView):
    @extend_schema(request=None)
    def post(self, request: Request, pk: int) -> Response:
        """The part has come to its pickup point."""
        part = self.get_object()
        fulfilment.receive(part, by=self.person, at=timezone.now())
        return self.answer(part)


class DeskHandover(DeskSubOrderView):
    serializer_class = PickupCodeSerializer
    throttle_classes = [Throttle]
    throttle_scope = "pickup_codes"

    @extend_schema(
        responses=DeskSubOrderSerializer,
        examples=[OpenApiExample("The buyer's code", {"pickup_code": "K7QX"}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give the buyer this part for her pickup code and take what is due for it: now it is earned."""
        part = self.get_object()
        code = self.sent()["pickup_code"]
        handover.hand_over(part.order, code=code, by=self.person, at=timezone.now(), parts=[part])
        return self.answer(self.get_object())


class DeskCancellation(DeskSubOrderView):
    serializer_class = ReasonSerializer

    @extend_schema(
        responses=DeskSubOrderSerializer,
        examples=[OpenApiExample("Heavy rain", {"reason": "Hujan lebat, panen gagal."}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take the part out of its order; the buyer and the producer are told why."""
        part = self.get_object()
        cancellation.cancel_part(part, by=self.person, at=timezone.now(), reason=self.sent()["reason"])
        return self.answer(self.get_object())


class DeskNoticeRetry(Private, GenericAPIView[Notice]):
    permission_classes = [Coordinators]
    serializer_class = NoticeSerializer
    queryset = Notice.objects.all()

    @extend_schema(request=None)
    def post(self, request: Request, pk: int) -> Response:
        """Owe a notice that was given up once more, as if it were new."""
        notice = self.get_object()
        notice.owe_again(at=timezone.now())
        return Response(NoticeSerializer(notice).data)

"""What can be chosen of own listings in the API: added, described, counted, priced, sold out and there again."""

from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import stock, variants
from catalog.api.selling.shapes import MovementSerializer, Own, OwnVariantSerializer
from catalog.forms.selling import DEAREST, MovementForm
from catalog.models import StockMovement, Variant
from catalog.models.product import ProductQuerySet, VariantQuerySet
from marketplace.money import Money

SAID = ("name", "unit", "position", "lead_days", "open_units_cap", "low_at", "weight_grams")


class CountSerializer(serializers.Serializer[Any]):
    on_hand = serializers.IntegerField(min_value=0, max_value=99_999)


class PriceSerializer(serializers.Serializer[Any]):
    price = serializers.IntegerField(min_value=1, max_value=DEAREST.rupiah, help_text="Whole rupiah.")


class CameAndWentSerializer(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=MovementForm.REASONS)
    quantity = serializers.IntegerField(min_value=1, max_value=9_999)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class DescriptionSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60, allow_blank=True, required=False, help_text="Such as `L` or `1 kg`.")
    unit = serializers.ChoiceField(choices=Variant.Unit.choices, required=False)
    position = serializers.IntegerField(min_value=0, max_value=99, required=False)
    lead_days = serializers.IntegerField(
        min_value=1, max_value=365, required=False, allow_null=True, help_text="Null for what is sold from stock."
    )
    open_units_cap = serializers.IntegerField(min_value=1, max_value=9_999, required=False, allow_null=True)
    low_at = serializers.IntegerField(
        min_value=0, max_value=9_999, required=False, allow_null=True, help_text="You hear when so many are left."
    )
    weight_grams = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False, help_text="Whether it is offered.")


class NewVariantSerializer(DescriptionSerializer):
    price = serializers.IntegerField(min_value=1, max_value=DEAREST.rupiah, help_text="Whole rupiah.")
    on_hand = serializers.IntegerField(min_value=0, max_value=99_999, default=0)


class OwnVariants(Own):
    serializer_class = NewVariantSerializer

    def get_queryset(self) -> ProductQuerySet:
        return self.own_products()

    @extend_schema(
        responses={201: OwnVariantSerializer},
        examples=[OpenApiExample("A large one", {"name": "L", "price": 90_000, "on_hand": 3}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add a choice to your listing; where the listing is on sale, buyers can order it at once."""
        product, said = self.get_object(), self.sent()
        made = variants.add(
            product,
            _described(said, Variant()),
            price=Money(said["price"]),
            on_hand=said["on_hand"],
            by=self.person,
            at=timezone.now(),
        )
        return Response(OwnVariantSerializer(made).data, status=201)


class OwnVariant(Own):
    serializer_class = DescriptionSerializer

    def get_queryset(self) -> VariantQuerySet:
        return self.own_variants()

    @extend_schema(
        responses=OwnVariantSerializer,
        examples=[
            OpenApiExample("Made to order in two weeks", {"lead_days": 14, "open_units_cap": 5}, request_only=True)
        ],
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Describe a choice anew, or offer it no more; price and stock have their own addresses."""
        variant, said, now = self.get_object(), self.sent(), timezone.now()
        changed = variants.change(variant, _described(said, variant), at=now)
        if said.get("is_active", variant.is_active) != variant.is_active:
            (variants.put_back if said["is_active"] else variants.take_off)(changed, at=now)
        return Response(OwnVariantSerializer(self.get_object()).data)


def _described(said: dict[str, Any], variant: Variant) -> variants.Description:
    """The description with what was sent in it, and the rest as it is."""
    told = {name: said.get(name, getattr(variant, name)) for name in SAID}
    if told["lead_days"] is None:
        told["open_units_cap"] = None
    elif told["open_units_cap"] is None:
        raise serializers.ValidationError({"open_units_cap": [_("Needed where it is made to order.")]})
    return variants.Description(**told)


class OnVariant(Own):
    """Base of the deeds with one choice."""

    def get_queryset(self) -> VariantQuerySet:
        return self.own_variants()


class OwnStock(OnVariant):
    serializer_class = CountSerializer

    @extend_schema(
        responses=OwnVariantSerializer,
        examples=[OpenApiExample("Twelve are there", {"on_hand": 12}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say how many there are, counted by hand. Not fewer than are already ordered."""
        variant = self.get_object()
        stock.count(variant, self.sent()["on_hand"], by=self.person, at=timezone.now())
        return Response(OwnVariantSerializer(variant).data)


class OwnPrice(OnVariant):
    serializer_class = PriceSerializer

    @extend_schema(
        responses=OwnVariantSerializer, examples=[OpenApiExample("Rp80.000", {"price": 80_000}, request_only=True)]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask another price from now on. Orders that were placed keep theirs."""
        variant = self.get_object()
        variant.price_at(Money(self.sent()["price"]), by=self.person, at=timezone.now())
        return Response(OwnVariantSerializer(variant).data)


class OwnMovements(OnVariant, ListAPIView[Any]):
    serializer_class = CameAndWentSerializer
    by = "-pk"

    @extend_schema(responses=MovementSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """What came and went, by whom and why, the latest first."""
        variant = self.get_object()
        rows = StockMovement.objects.filter(variant=variant).select_related("by")
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(MovementSerializer(cast(Any, page), many=True).data)

    @extend_schema(
        responses=OwnVariantSerializer,
        examples=[OpenApiExample("Six more were woven", {"reason": "made", "quantity": 6}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say that some were made or harvested, were returned, or are spoiled."""
        variant, said = self.get_object(), self.sent()
        stock.move(
            variant, said["quantity"], reason=said["reason"], note=said["note"], by=self.person, at=timezone.now()
        )
        return Response(OwnVariantSerializer(variant).data)


class OwnSoldOut(OnVariant):
    serializer_class = serializers.Serializer[Any]

    @extend_schema(request=None, responses=OwnVariantSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """None is left for today but what is already ordered."""
        variant = self.get_object()
        stock.sell_out(variant, by=self.person, at=timezone.now())
        return Response(OwnVariantSerializer(variant).data)


class OwnBack(OnVariant):
    serializer_class = serializers.Serializer[Any]

    @extend_schema(request=None, responses=OwnVariantSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """What was sold out is there again, as many as before; refused with `count_needed` if that is not known."""
        variant = self.get_object()
        stock.bring_back(variant, by=self.person, at=timezone.now())
        return Response(OwnVariantSerializer(variant).data)

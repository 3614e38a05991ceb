"""The catalog in the API for everyone: products, categories and market days."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import Category, Claim, MarketDay, Photo, Product, Variant
from catalog.narrowing import Wanted
from catalog.signposts import Signposts
from marketplace import kept
from marketplace.api import PickupPointBriefSerializer, PictureField, RupiahField
from producers.api.public import ProducerBriefSerializer

ORDERINGS = {"newest": "-published_at", "price": "lowest_price", "-price": "-lowest_price", "name": "name"}
DEAREST = 1_000_000_000
CHEAPEST = "Whole rupiah, of the cheapest variant."


class CategoryBriefSerializer(serializers.Serializer[Category]):
    slug = serializers.CharField()
    name = serializers.CharField()


class CategorySerializer(CategoryBriefSerializer):
    parent = serializers.CharField(  # type: ignore[assignment]  # hides what a field itself calls so, once declared
        source="parent.slug", allow_null=True
    )
    by_market_day = serializers.BooleanField(help_text="Whether it can only be ordered for an open market day.")


class VariantSerializer(serializers.Serializer[Variant]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    price = RupiahField()
    unit = serializers.ChoiceField(choices=Variant.Unit.choices)
    available = serializers.IntegerField(help_text="How many can be ordered now.")
    lead_days = serializers.IntegerField(
        allow_null=True, help_text="Days that it takes where it is made to order; null for what is in stock."
    )


class PhotoSerializer(serializers.Serializer[Photo]):
    id = serializers.IntegerField()
    photo = PictureField(source="picture")
    width = serializers.IntegerField(source="picture.width")
    height = serializers.IntegerField(source="picture.height")


class ProductRowSerializer(serializers.Serializer[Product]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    producer = ProducerBriefSerializer()
    price = RupiahField(allow_null=True, help_text="Whole rupiah: of the cheapest variant that can be ordered.")
    unit = serializers.SerializerMethodField(help_text="What that price is for.")
    available = serializers.SerializerMethodField(help_text="How many can be ordered now, of all variants.")
    is_closed = serializers.SerializerMethodField(help_text="Whether its maker is away, so that it cannot be ordered.")
    closed_until = serializers.SerializerMethodField(
        help_text="The last day on which she is away; null if she is not, or if it is not known."
    )
    photo = PictureField(source="photo.picture")

    @extend_schema_field(serializers.ChoiceField(choices=Variant.Unit.choices, allow_null=True))
    def get_unit(self, product: Product) -> str | None:
        offer = product.best_offer
        return offer.unit if offer else None

    def get_available(self, product: Product) -> int:
        return 0 if is_closed(product) else sum(offer.available for offer in product.offers)

    def get_is_closed(self, product: Product) -> bool:
        return is_closed(product)

    def get_closed_until(self, product: Product) -> date | None:
        return product.producer.holiday_until if is_closed(product) else None


def is_closed(product: Product) -> bool:
    return product.producer.is_on_holiday(on=timezone.localdate())


class OfferSerializer(VariantSerializer):
    """A variant as buyers see it: nothing of it can be ordered while its maker is away."""

    available = serializers.SerializerMethodField(  # type: ignore[assignment]  # of the same type to a program
        help_text="How many can be ordered now."
    )

    def get_available(self, variant: Variant) -> int:
        return 0 if is_closed(variant.product) else variant.available


class ProductSerializer(ProductRowSerializer):
    description = serializers.CharField()
    category = CategorySerializer()
    variants = OfferSerializer(many=True, source="offers")
    photos = PhotoSerializer(many=True)
    published_at = serializers.DateTimeField()


class MarketDaySerializer(serializers.Serializer[MarketDay]):
    id = serializers.IntegerField()
    is_open = serializers.SerializerMethodField(help_text="Whether it takes orders now.")
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    pickup_on = serializers.DateField()
    pickup_from = serializers.TimeField()
    pickup_until = serializers.TimeField()
    pickup_points = PickupPointBriefSerializer(many=True)
    note = serializers.CharField()

    def get_is_open(self, day: MarketDay) -> bool:
        return day.is_open(at=timezone.now())


class ProductQuerySerializer(serializers.Serializer[Any]):
    search = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Words of the product, its maker or its category."
    )
    category = serializers.CharField(required=False, max_length=50, help_text="A slug; with all categories beneath it.")
    producer = serializers.CharField(required=False, max_length=50, help_text="A slug.")
    kind = serializers.CharField(required=False, max_length=50, help_text="Of the producer, such as `sewing_group`.")
    place = serializers.CharField(
        required=False, max_length=8, help_text="The code of the producer's district, such as `53.71.04`."
    )
    claim = serializers.ChoiceField(
        required=False, choices=Claim.Kind.choices, help_text="Only with such a claim, confirmed and valid today."
    )
    market_day = serializers.IntegerField(
        required=False, min_value=1, help_text="The id of a market day: only what can be collected on it."
    )
    price_from = serializers.IntegerField(required=False, min_value=0, max_value=DEAREST, help_text=CHEAPEST)
    price_until = serializers.IntegerField(required=False, min_value=0, max_value=DEAREST, help_text=CHEAPEST)
    available = serializers.BooleanField(required=False, default=False, help_text="Only what can be ordered now.")
    ordering = serializers.ChoiceField(required=False, default="newest", choices=list(ORDERINGS))


@kept.page
class Products(ListAPIView[Product]):
    serializer_class = ProductRowSerializer
    by = ORDERINGS["newest"]

    def get_queryset(self) -> QuerySet[Product]:
        query = ProductQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        self.by = ORDERINGS[wanted["ordering"]]
        named = {name: value for name, value in wanted.items() if name not in {"search", "ordering"}}
        found = Wanted(text=wanted.get("search", ""), **named).found(signposts=Signposts(at=timezone.now()))
        return found.offered().listed()

    @extend_schema(parameters=[ProductQuerySerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Products on sale."""
        return super().get(request, *args, **kwargs)


@kept.page
class ProductDetail(RetrieveAPIView[Product]):
    """One product on sale, with all that can be chosen."""

    serializer_class = ProductSerializer
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.on_sale().listed().select_related("category__parent")


@kept.page
class Categories(ListAPIView[Category]):
    """All categories, in the order in which they are shown."""

    serializer_class = CategorySerializer
    by = "position"

    def get_queryset(self) -> QuerySet[Category]:
        return Category.objects.select_related("parent")


@kept.page
class MarketDays(ListAPIView[MarketDay]):
    """Market days that are open or to come, the next pickup first."""

    serializer_class = MarketDaySerializer
    by = "pickup_on"

    def get_queryset(self) -> QuerySet[MarketDay]:
        return MarketDay.objects.coming(on=timezone.localdate()).prefetch_related("pickup_points")

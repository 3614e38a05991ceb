"""The catalog in the API for producers: their own products, photos and stock."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import photos, stock
from catalog.api.shop import CategoryBriefSerializer, PhotoSerializer, VariantSerializer
from catalog.models import Product, Variant
from marketplace.api import Private
from marketplace.models import User
from marketplace.throttles import Throttle
from producers.api.public import ProducerBriefSerializer, Producing


class OwnVariantSerializer(VariantSerializer):
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField(help_text="Ordered, and not yet handed over.")
    open_units_cap = serializers.IntegerField(allow_null=True)
    is_active = serializers.BooleanField()


class OwnProductSerializer(serializers.Serializer[Product]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=Product.Status.choices)
    producer = ProducerBriefSerializer()
    category = CategoryBriefSerializer()
    variants = OwnVariantSerializer(many=True)
    photos = PhotoSerializer(many=True)


class UploadSerializer(serializers.Serializer[Any]):
    photo = serializers.FileField(
        allow_empty_file=True, max_length=None, help_text="JPEG, PNG, WebP or HEIC, as a phone takes it; 25 MB at most."
    )


class CountSerializer(serializers.Serializer[Any]):
    on_hand = serializers.IntegerField(min_value=0, max_value=99_999)


class OwnProducts(Private, ListAPIView[Product]):
    """The products of the producers for whom you work, the newest first."""

    permission_classes = [Producing]
    serializer_class = OwnProductSerializer
    by = "-pk"

    def get_queryset(self) -> QuerySet[Product]:
        mine = Product.objects.of(cast(User, self.request.user)).select_related("producer", "category")
        return mine.prefetch_related("variants", "photos__picture")


class OwnPhotos(Private, GenericAPIView[Product]):
    permission_classes = [Producing]
    parser_classes = [MultiPartParser]
    throttle_classes = [Throttle]
    throttle_scope = "uploads"
    serializer_class = UploadSerializer

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.of(cast(User, self.request.user))

    @extend_schema(responses={201: PhotoSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Put a photo after the others of your product. It shows some seconds later, upright and without its place."""
        product = self.get_object()
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        photo = photos.add(product, sent.validated_data["photo"], by=cast(User, request.user))
        return Response(PhotoSerializer(photo, context=self.get_serializer_context()).data, status=201)


class OwnStock(Private, GenericAPIView[Variant]):
    permission_classes = [Producing]
    serializer_class = CountSerializer

    def get_queryset(self) -> QuerySet[Variant]:
        return Variant.objects.filter(product__in=Product.objects.of(cast(User, self.request.user)))

    @extend_schema(
        responses=OwnVariantSerializer,
        examples=[OpenApiExample("Twelve are there", {"on_hand": 12}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say how many there are, counted by hand. Not fewer than are already ordered."""
        variant = self.get_object()
        counted = self.get_serializer(data=request.data)
        counted.is_valid(raise_exception=True)
        stock.count(variant, counted.validated_data["on_hand"], by=cast(User, request.user), at=timezone.now())
        return Response(OwnVariantSerializer(variant).data)

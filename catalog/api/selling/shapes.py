"""How a producer's own things look in the API, and the base of the endpoints that act on them."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog import editing, rules
from catalog.api.shop import CategoryBriefSerializer, VariantSerializer
from catalog.models import Claim, Product, ReviewReason, Revision, StockMovement, Variant
from catalog.models.claim import ClaimQuerySet
from catalog.models.product import PlacedPhoto, ProductQuerySet, VariantQuerySet
from marketplace.api import Personal, PictureField
from producers.api.public import ProducerBriefSerializer, Producing

Version = Product | Revision


class OwnPhotoSerializer(serializers.Serializer[PlacedPhoto]):
    id = serializers.IntegerField()
    photo = PictureField(source="picture")
    width = serializers.IntegerField(source="picture.width")
    height = serializers.IntegerField(source="picture.height")


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
    photos = OwnPhotoSerializer(many=True)


class OwnClaimSerializer(serializers.Serializer[Claim]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)
    number = serializers.CharField()
    issuer = serializers.CharField()
    note = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(choices=Claim.Status.choices)


class OwnDecisionSerializer(serializers.Serializer[Any]):
    status = serializers.CharField(source="after")
    codes = serializers.ListField(child=serializers.ChoiceField(choices=ReviewReason.choices))
    reasons = serializers.ListField(child=serializers.CharField(), help_text="The codes in words.")
    note = serializers.CharField(source="reason")
    at = serializers.DateTimeField()


class OwnVersionSerializer(serializers.Serializer[Any]):
    """What is edited: the listing itself until buyers can see it, after that the changes that wait for review."""

    is_edit = serializers.SerializerMethodField(help_text="Whether buyers still see something else.")
    status = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    category = CategoryBriefSerializer()
    details = serializers.DictField()
    photos = OwnPhotoSerializer(many=True)
    missing = serializers.SerializerMethodField(help_text="What it still needs before it can be reviewed, in words.")
    decision = serializers.SerializerMethodField(help_text="The last time that it was sent back, and why.")

    def get_is_edit(self, version: Version) -> bool:
        return isinstance(version, Revision)

    def get_missing(self, version: Version) -> list[str]:
        return [lack.text for lack in rules.missing(version, on=timezone.localdate())]

    @extend_schema_field(OwnDecisionSerializer(allow_null=True))
    def get_decision(self, version: Version) -> Any:
        step = version.steps.last()
        sent_back = step is not None and step.after in {"changes_requested", "rejected"}
        return OwnDecisionSerializer(step).data if sent_back else None


class OwnListingSerializer(OwnProductSerializer):
    description = serializers.CharField()
    details = serializers.DictField()
    claims = OwnClaimSerializer(many=True)
    version = serializers.SerializerMethodField()

    @extend_schema_field(OwnVersionSerializer)
    def get_version(self, product: Product) -> Any:
        return OwnVersionSerializer(editing.current(product), context=self.context).data


class MovementSerializer(serializers.Serializer[StockMovement]):
    quantity = serializers.IntegerField(help_text="Less than nothing for what went.")
    reason = serializers.ChoiceField(choices=StockMovement.Reason.choices)
    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.name", allow_null=True, default=None)
    note = serializers.CharField()


class Own(Personal[Any]):
    """Base of endpoints for what belongs to the producers for whom somebody works: nothing else is there for her."""

    permission_classes = [Producing]

    def shown(self, product: Product) -> dict[str, Any]:
        """The listing as it stands now."""
        found = self.own_products().select_related("producer", "category").get(pk=product.pk)
        return OwnListingSerializer(found, context=self.get_serializer_context()).data

    def own_products(self) -> ProductQuerySet:
        return Product.objects.of(self.person)

    def own_variants(self) -> VariantQuerySet:
        return Variant.objects.filter(product__in=self.own_products()).select_related("product")

    def own_claims(self) -> ClaimQuerySet:
        return Claim.objects.of(self.person)

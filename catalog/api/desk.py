"""The review in the API: listings that wait for a coordinator, what she decides, and claims with their proof."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import comparison, review, vouching
from catalog.api.shop import CategoryBriefSerializer, PhotoSerializer, VariantSerializer
from catalog.forms.review import LONGEST_NOTE
from catalog.models import Category, Claim, Product, ReviewReason, Revision
from catalog.models.review import ReviewStep
from catalog.review import Case, Kind, Version
from marketplace.api import Coordinators, Personal, PictureField, Private
from producers.api.public import ProducerBriefSerializer
from producers.models import Producer

FINGERPRINT = "5b0c1d2e3f405162738495a6"
PRODUCER = {"slug": "kelompok-tenun", "name": "Kelompok Tenun", "kind": "sewing_group"}
DECIDED = {"id": 12, "slug": "selendang", "name": "Selendang", "kind": "first", "status": "published"}
CLAIM = {
    "id": 7,
    "product": 12,
    "kind": "pirt",
    "number": "2065371010123-29",
    "issuer": "",
    "note": "",
    "issued_on": None,
    "valid_until": "2029-05-31",
    "evidence": None,
    "status": "confirmed",
}


class CaseSerializer(serializers.Serializer[Case]):
    """One listing that waits: what the version says that would be public, not what is on sale meanwhile."""

    id = serializers.IntegerField(source="product.pk", help_text="Of the product.")
    kind = serializers.SerializerMethodField(help_text="A new listing, or changes to one that is public.")
    fingerprint = serializers.CharField(help_text="Of this version; send it with a decision about what you saw.")
    submitted_at = serializers.DateTimeField(source="product.submitted_at")
    producer = ProducerBriefSerializer(source="product.producer")
    is_trusted = serializers.BooleanField(source="product.producer.is_trusted")
    name = serializers.CharField(source="version.name")
    description = serializers.CharField(source="version.description")
    category = CategoryBriefSerializer(source="version.category")
    details = serializers.DictField(source="version.details")
    photos = PhotoSerializer(source="version.photos", many=True)
    variants = VariantSerializer(source="product.offers", many=True)
    changes = serializers.SerializerMethodField(help_text="What an edited version changes, in words.")

    @extend_schema_field(serializers.ChoiceField(choices=Kind.choices))
    def get_kind(self, case: Case) -> str:
        return Kind.EDITED if case.is_edit else Kind.FIRST

    def get_changes(self, case: Case) -> list[str]:
        if not isinstance(case.version, Revision):
            return []
        return [str(part) for part in comparison.parts(case.product, case.version)]


class CaseQuerySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(required=False, choices=Kind.choices)
    category = serializers.SlugRelatedField(
        required=False,
        slug_field="slug",
        queryset=Category.objects.all(),
        help_text="A slug; with all categories beneath it.",
    )
    producer = serializers.SlugRelatedField(
        required=False, slug_field="slug", queryset=Producer.objects.all(), help_text="A slug."
    )


class ApprovalSerializer(serializers.Serializer[Any]):
    fingerprint = serializers.CharField(
        required=False, max_length=64, help_text="Refuses any other version than the one that you saw."
    )


class GroundsSerializer(serializers.Serializer[Any]):
    codes = serializers.ListField(
        child=serializers.ChoiceField(choices=ReviewReason.choices), allow_empty=False, max_length=len(ReviewReason)
    )
    note = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_NOTE,
        help_text="The producer will read it. Needed with `other`.",
    )


class DecisionSerializer(GroundsSerializer, ApprovalSerializer):
    """Why, and about which version."""


class DecidedSerializer(serializers.Serializer[Any]):
    """What became of the version that waited."""

    id = serializers.IntegerField(help_text="Of the product.")
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    status = serializers.CharField(help_text="Of the product, or of its edited version.")
    codes = serializers.ListField(child=serializers.ChoiceField(choices=ReviewReason.choices))
    note = serializers.CharField()
    at = serializers.DateTimeField()


class DeskClaimSerializer(serializers.Serializer[Claim]):
    id = serializers.IntegerField()
    product = serializers.IntegerField(source="product_id")
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)
    number = serializers.CharField()
    issuer = serializers.CharField()
    note = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    evidence = PictureField()
    status = serializers.ChoiceField(choices=Claim.Status.choices)


class ClaimReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, help_text="The producer will read it.")


class DeskListings(Private, ListAPIView[Product]):
    permission_classes = [Coordinators]
    serializer_class: Any = CaseSerializer
    by = "submitted_at"

    def get_queryset(self) -> QuerySet[Product]:
        query = CaseQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return review.looked_at(review.queue(**query.validated_data))

    def paginate_queryset(self, queryset: Any) -> Any:
        return [review.case(product) for product in super().paginate_queryset(queryset) or []]

    @extend_schema(parameters=[CaseQuerySerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """New listings and changes to public ones that wait for a decision, who waits longest first."""
        return super().get(request, *args, **kwargs)


class DeskListingView(Personal[Product]):
    """Base of decisions: about the product's edited version if that is in review, else about the product itself."""

    permission_classes = [Coordinators]
    serializer_class: Any = DecisionSerializer

    def get_queryset(self) -> QuerySet[Product]:
        return review.submitted()

    def answer(self, product: Product, version: Version) -> Response:
        step: ReviewStep = version.steps.latest("pk")
        product.refresh_from_db()
        kind = Kind.EDITED if isinstance(version, Revision) else Kind.FIRST
        told = {"id": product.pk, "slug": product.slug, "name": version.name, "kind": kind, "status": step.after}
        return Response(DecidedSerializer({**told, "codes": step.codes, "note": step.reason, "at": step.at}).data)


class DeskListingApproval(DeskListingView):
    serializer_class = ApprovalSerializer

    @extend_schema(
        responses=DecidedSerializer,
        examples=[
            OpenApiExample("What was seen", {"fingerprint": FINGERPRINT}, request_only=True),
            OpenApiExample(
                "It is public",
                {**DECIDED, "codes": [], "note": "", "at": "2026-11-24T14:30:00+08:00"},
                response_only=True,
            ),
        ],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Approve: buyers see this version from now on, and the producer is told."""
        product = self.get_object()
        return self.answer(product, review.approve(product, by=self.person, at=timezone.now(), **self.sent()))


class DeskListingChanges(DeskListingView):
    @extend_schema(
        responses=DecidedSerializer,
        examples=[
            OpenApiExample(
                "A dark photo",
                {"codes": ["photo"], "note": "Foto terlalu gelap.", "fingerprint": FINGERPRINT},
                request_only=True,
            ),
            OpenApiExample(
                "It went back",
                {
                    **DECIDED,
                    "status": "changes_requested",
                    "codes": ["photo"],
                    "note": "Foto terlalu gelap.",
                    "at": "2026-11-24T14:30:00+08:00",
                },
                response_only=True,
            ),
        ],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask the producer to change something and send it again; what is on sale stays so."""
        product = self.get_object()
        return self.answer(product, review.request_changes(product, by=self.person, at=timezone.now(), **self.sent()))


class DeskListingRejection(DeskListingView):
    @extend_schema(
        responses=DecidedSerializer,
        examples=[OpenApiExample("Bought elsewhere", {"codes": ["not_own"], "note": ""}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Reject for good a new listing, or this version of a public one; the producer is told why."""
        product = self.get_object()
        return self.answer(product, review.reject(product, by=self.person, at=timezone.now(), **self.sent()))


class DeskListingRecall(DeskListingView):
    serializer_class = GroundsSerializer

    @extend_schema(
        responses=DecidedSerializer,
        examples=[OpenApiExample("No proof", {"codes": ["claim"], "note": "Izin sudah habis."}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take a public listing off sale until its producer changed it and it was reviewed again."""
        product = self.get_object()
        return self.answer(product, review.recall(product, by=self.person, at=timezone.now(), **self.sent()))


class DeskClaims(Private, ListAPIView[Claim]):
    """Claims whose proof waits to be looked at, who waits longest first."""

    permission_classes = [Coordinators]
    serializer_class = DeskClaimSerializer
    by = "made_at"

    def get_queryset(self) -> QuerySet[Claim]:
        return vouching.waiting()


class DeskClaimView(Personal[Claim]):
    """Base of decisions about a claim."""

    permission_classes = [Coordinators]
    serializer_class: Any = ClaimReasonSerializer
    queryset = Claim.objects.select_related("product", "evidence")

    def answer(self, claim: Claim) -> Response:
        return Response(DeskClaimSerializer(claim, context=self.get_serializer_context()).data)


class DeskClaimConfirmation(DeskClaimView):
    @extend_schema(
        request=None,
        responses=DeskClaimSerializer,
        examples=[OpenApiExample("Confirmed", CLAIM, response_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """You have seen the proof: buyers see the claim from now on."""
        claim = self.get_object()
        vouching.confirm(claim, by=self.person, at=timezone.now())
        return self.answer(claim)


class DeskClaimRejection(DeskClaimView):
    @extend_schema(
        responses=DeskClaimSerializer,
        examples=[OpenApiExample("Not to be read", {"reason": "Foto sertifikat tidak terbaca."}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """The proof does not show it: the producer is told why."""
        claim, reason = self.get_object(), self.sent()["reason"]
        vouching.decline(claim, by=self.person, at=timezone.now(), reason=reason)
        return self.answer(claim)


class DeskClaimWithdrawal(DeskClaimView):
    @extend_schema(
        responses=DeskClaimSerializer,
        examples=[OpenApiExample("Revoked", {"reason": "Izin dicabut dinas."}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """A confirmed claim holds no longer; a listing that may not be sold without it goes off sale."""
        claim, reason = self.get_object(), self.sent()["reason"]
        vouching.withdraw(claim, by=self.person, at=timezone.now(), reason=reason)
        return self.answer(claim)

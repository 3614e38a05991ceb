"""Claims of own listings in the API: made with their proof, and withdrawn."""

from dataclasses import fields
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import claims
from catalog.api.selling.listings import own_pictures
from catalog.api.selling.shapes import Own, OwnClaimSerializer
from catalog.models import Claim
from catalog.models.claim import ClaimQuerySet
from catalog.models.product import ProductQuerySet

EXAMPLE = {"kind": "pirt", "number": "2053471010012-29", "valid_until": "2029-05-31", "picture": 18}


class NewClaimSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)
    number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    issuer = serializers.CharField(max_length=120, required=False, allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    issued_on = serializers.DateField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True)
    picture = serializers.IntegerField(
        min_value=1, required=False, help_text="The photo of the paper: number of a picture sent to `pictures/` before."
    )


class OwnClaims(Own):
    serializer_class = NewClaimSerializer

    def get_queryset(self) -> ProductQuerySet:
        return self.own_products()

    @extend_schema(
        responses={201: OwnClaimSerializer},
        examples=[OpenApiExample("A P-IRT permit with the photo of its paper", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Claim something of your listing. Buyers see it once a coordinator has checked the proof."""
        product, said = self.get_object(), self.sent()
        papers = own_pictures([said["picture"]], by=self.person) if "picture" in said else [None]
        given = {field.name: said[field.name] for field in fields(claims.Proof) if field.name in said}
        proof = claims.Proof(**given, evidence=papers[0])
        claim = claims.make(product, said["kind"], proof, by=self.person, at=timezone.now())
        return Response(OwnClaimSerializer(claim).data, status=201)


class OwnClaim(Own):
    serializer_class = serializers.Serializer[Any]

    def get_queryset(self) -> ClaimQuerySet:
        return self.own_claims()

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Withdraw it. A listing on sale that needs it goes off sale until it is changed."""
        claims.withdraw(self.get_object(), by=self.person, at=timezone.now())
        return Response(status=204)

"""The API's schema: what endpoints take and give comes from their serializers, and all errors look the same."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer[Any]):
    """What was refused and why: a code for programs, a message for people in the language of `Accept-Language`."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(  # type: ignore[assignment]  # hides what a serializer itself calls so; only told of
        required=False, help_text="With code `invalid`: the fields that are wrong, each with its messages."
    )


ERROR = OpenApiResponse(
    ErrorSerializer,
    description="Refused: see the code and the message.",
    examples=[
        OpenApiExample("Refused", {"code": "out_of_stock", "message": "Selendang: only 1 left, you asked for 2."})
    ],
)


class Schema(AutoSchema):
    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        refused = self._get_response_for_code(  # type: ignore[no-untyped-call]  # it has no annotations
            ERROR, "4XX", direction=direction
        )
        return {**bodies, "4XX": refused}

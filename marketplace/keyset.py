"""The pages of the API's lists: `?cursor=` and `?page_size=` in, `{next, previous, results}` out.

A view says with `by` which column it is sorted by, as in `marketplace.paging`.
"""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from marketplace import paging

PAGE_SIZE = 24
MOST = 100


class Keyset(BasePagination):
    next: str | None
    previous: str | None

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        by: str = view.by  # type: ignore[union-attr]  # see the module's docstring
        cursor = request.query_params.get("cursor", "")
        if cursor and not paging.is_cursor(cursor, by=by):
            raise ValidationError({"cursor": [_("This cursor is not from this list. Start at the first page.")]})
        page = paging.page(cast(QuerySet[Any], queryset), by=by, size=page_size(request), cursor=cursor)
        self.next, self.previous = link(request, page.next), link(request, page.previous)
        return list(page.rows)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE_SIZE}
        return [
            parameter("cursor", {"type": "string"}, description="From `next` or `previous` of an earlier answer."),
            parameter("page_size", size, description="How many rows an answer has at most."),
        ]


def page_size(request: Request) -> int:
    given = request.query_params.get("page_size", str(PAGE_SIZE))
    if not (given.isascii() and given.isdigit() and len(given) < 4 and 1 <= int(given) <= MOST):
        raise ValidationError({"page_size": [_("Choose a number from 1 to 100.")]})
    return int(given)


def link(request: Request, cursor: str) -> str | None:
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor) if cursor else None


def parameter(name: str, schema: dict[str, Any], *, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}

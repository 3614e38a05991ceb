"""The addresses of the API, version 1, its schema, and a page that explains it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from marketplace import api as marketplace
from marketplace.refusals import Refusal


@cache
def document() -> Mapping[str, Any]:
    """The OpenAPI schema, in English, made once a process."""
    with translation.override("en"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # it has no annotations
        made: Mapping[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(document(), indent=1), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as a page without any script."""
    about = document()["info"]["description"]
    facts = {"about": about, "intro": marked(about), "rooms": rooms(), "refusals": refusals()}
    return render(request, "api.html", facts)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("catalog.urls.api")),
    path("", include("producers.urls.api")),
    path("", include("orders.urls.api")),
    path("districts/", marketplace.Districts.as_view()),
    path("pickup-points/", marketplace.PickupPoints.as_view()),
    path("pictures/", marketplace.Pictures.as_view()),
    path("schema/", schema, name="api_schema"),
    path("docs/", docs, name="api_docs"),
]


def rooms() -> dict[str, list[dict[str, Any]]]:
    """The operations of the schema as the page shows them, by the first part of their address."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in document()["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "address": address,
                    "text": marked(operation.get("description", "")),
                    "anyone": {} in operation.get("security", [{}]),
                    "takes": [*parameters(operation), *fields(operation)],
                    "examples": list(examples(operation)),
                }
            )
    return found


def parameters(operation: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What an address or the headers may hold beside the path: name, where, and what it is."""
    known = operation.get("parameters", [])
    return [(each["name"], each["in"], marked(each.get("description", ""))) for each in known if each["in"] != "path"]


def fields(operation: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What the body of a request may hold, likewise."""
    content = operation.get("requestBody", {}).get("content", {})
    for media in content.values():
        body = document()["components"]["schemas"][media["schema"]["$ref"].rpartition("/")[2]]
        where = dict.fromkeys(body.get("required", []), "body, required")
        return [
            (name, where.get(name, "body"), marked(about.get("description", "")))
            for name, about in body["properties"].items()
        ]
    return []


def marked(text: str) -> SafeString:
    """With what stands between backticks as code."""
    pieces = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", each) if at % 2 else each,) for at, each in pieces)
    )


def examples(operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Title and JSON of each example: first of what is sent, then of what comes back."""
    bodies = [operation.get("requestBody", {})]
    bodies += [body for status, body in operation["responses"].items() if status.startswith("2")][:1]
    for body in bodies:
        for media in body.get("content", {}).values():
            for example in media.get("examples", {}).values():
                yield example.get("summary", ""), json.dumps(example["value"], indent=2, ensure_ascii=False)


def refusals() -> list[tuple[str, int, str]]:
    """Code, status and message of everything that the market can refuse, by code."""
    waiting, found = [Refusal], set()
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        found.add((refusal.code, refusal.status, str(refusal.message)))
    return sorted(found)

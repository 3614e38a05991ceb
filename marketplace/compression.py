"""Compression of what is text: pages and answers to programs, not files, which are compressed in their own way."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/html", "application/json")


class CompressionMiddleware(GZipMiddleware):
    """Django's, whose answers vary in length, so that nobody learns a secret of a page from how well it shrinks."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)

"""Pictures, where the market keeps its files itself: renditions only, never what somebody sent."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseNotFound

from marketplace.models.picture import FORMATS

RENDITION = re.compile(rf"pictures/[0-9a-f]{{2}}/[0-9a-f]{{32}}-[0-9]{{1,5}}\.({'|'.join(FORMATS)})", re.ASCII)


class MediaMiddleware:
    """Answers for `MEDIA_URL` before sessions and languages are asked: pictures are many, and the same for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(settings.MEDIA_URL):
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return rendition(request.path_info.removeprefix(settings.MEDIA_URL))


def rendition(name: str) -> HttpResponseBase:
    """The file, good for ever, since each rendering draws its name anew; 404 for anything else in the storage."""
    known = RENDITION.fullmatch(name)
    try:
        file = default_storage.open(name) if known else None
    except FileNotFoundError:
        file = None
    if known is None or file is None:
        return HttpResponseNotFound(headers={"Cache-Control": "no-store"})
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return FileResponse(file, content_type=FORMATS[known[1]], headers=headers)

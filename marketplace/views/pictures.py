"""Photos are sent at /account/pictures/ one by one, apart from the form that shows them; the answers are JSON."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from marketplace import pictures as deeds
from marketplace import throttles
from marketplace.api import PictureSerializer
from marketplace.doors import PersonRequest, for_people
from marketplace.http import told
from marketplace.models import Picture
from marketplace.refusals import Refusal


@require_POST
@for_people
def pictures(request: PersonRequest) -> HttpResponse:
    """Keep one photo for a form that follows. Its number goes into the form as `pictures`."""
    try:
        throttles.spend("uploads", request=request)
        upload = request.FILES.get("photo")
        if upload is None:
            raise deeds.EmptyPicture
        return _shown(request, deeds.receive(upload, by=request.user), status=201)
    except Refusal as refusal:  # answered here, since the script that sends photos reads no page
        said = told(refusal.code, str(refusal))
        return JsonResponse(said, status=refusal.status, headers=refusal.headers)


@require_safe
@for_people
def picture(request: PersonRequest, pk: int) -> HttpResponse:
    """How far one's own photo is, and its address once it is ready."""
    return _shown(request, get_object_or_404(Picture, pk=pk, uploaded_by=request.user), status=200)


def _shown(request: PersonRequest, picture: Picture, *, status: int) -> HttpResponse:
    return JsonResponse(PictureSerializer(picture, context={"request": request}).data, status=status)

"""Categories at the desk: the tree by which buyers browse, a new one, and another name or place for one."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.forms.category import CategoryForm
from catalog.models import Category
from marketplace.doors import PersonRequest, for_coordinators


@require_safe
@for_coordinators
def desk_categories(request: PersonRequest) -> HttpResponse:
    """The whole tree, with how much is listed in each."""
    found = list(
        Category.objects.select_related("makers").annotate(listed=Count("products")).order_by("position", "pk")
    )
    branches = [
        (branch, [each for each in found if each.parent_id == branch.pk]) for branch in found if not branch.parent_id
    ]
    return render(request, "catalog/desk/categories.html", {"branches": branches})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_category_new(request: PersonRequest) -> HttpResponse:
    form = CategoryForm(request.POST or None, initial={"icon": "basket", "parent": request.GET.get("parent", "")})
    return _save(request, form, told=_("%(category)s is there now."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_category(request: PersonRequest, pk: int) -> HttpResponse:
    form = CategoryForm(request.POST or None, instance=get_object_or_404(Category, pk=pk))
    return _save(request, form, told=_("%(category)s is saved."))


def _save(request: PersonRequest, form: CategoryForm, *, told: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        messages.success(request, told % {"category": form.save()})
        return HttpResponseRedirect(reverse("desk_categories"), status=303)
    return render(request, "catalog/desk/category.html", {"form": form, "category": form.instance})

"""The producer's listings: all of them, a new one, one with all about it, what it says, and where it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import editing, listings, photos, rules
from catalog.forms.listing import ContentForm, DraftForm, ListingForm, PhotosForm
from catalog.forms.selling import PriceForm, StockForm
from catalog.models import Category, Photo, Product, ProductStep, Revision, RevisionStep, Variant
from catalog.models.product import ProductQuerySet
from catalog.views.selling.uploads import kept_pictures
from marketplace import paging
from marketplace.answers import back
from marketplace.doors import PersonRequest
from marketplace.refusals import Refusal
from producers.doors import for_producers
from producers.models import Producer

PAGE_SIZE = 48
Status = Product.Status
Version = Product | Revision

_REVISION = Revision.objects.filter(product=OuterRef("pk"))
SENT, UNSENT = Exists(_REVISION.in_review()), Exists(_REVISION.filter(status__in=["draft", "changes_requested"]))
TO_CHANGE = Q(status=Status.CHANGES_REQUESTED) | Exists(_REVISION.filter(status="changes_requested"))
# Where a listing stands, as its producer sees it: some are on sale and being reviewed at the same time.
TABS: dict[str, tuple[Any, Any]] = {
    "on_sale": (gettext_lazy("On sale"), Q(status=Status.PUBLISHED)),
    "in_review": (gettext_lazy("In review"), Q(status=Status.IN_REVIEW) | SENT),
    "to_change": (gettext_lazy("To change"), TO_CHANGE),
    "drafts": (gettext_lazy("Drafts"), Q(status=Status.DRAFT)),
    "off_sale": (
        gettext_lazy("Off sale"),
        Q(status__in=[Status.PAUSED, Status.REJECTED, Status.ARCHIVED]),
    ),
}


@require_safe
@for_producers
def sell_products(request: PersonRequest) -> HttpResponse:
    mine = Product.objects.of(request.user)
    counts = mine.aggregate(**{tab: Count("pk", filter=wanted) for tab, (_name, wanted) in TABS.items()})
    tab = request.GET.get("state", "")
    if tab not in TABS:
        tab = next((each for each in TABS if counts[each]), "on_sale")
    shown = _listed(mine.filter(TABS[tab][1]))
    context = {
        "page": paging.page(shown, by="name", size=PAGE_SIZE, cursor=request.GET.get("cursor", "")),
        "producers": list(Producer.objects.of(request.user).order_by("name", "pk")),
        "tabs": [(each, name, counts[each]) for each, (name, _wanted) in TABS.items()],
        "tab": tab,
        "has_any": any(counts.values()),
    }
    return render(request, "catalog/sell/products.html", context)


def _listed(products: ProductQuerySet) -> ProductQuerySet:
    return (
        products.annotate(is_edited=UNSENT, is_sent=SENT)
        .select_related("producer")
        .prefetch_related(
            Prefetch("variants", Variant.objects.active()),
            Prefetch("photos", Photo.objects.select_related("picture").order_by("position", "pk")),
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_producers
def sell_product_new(request: PersonRequest) -> HttpResponse:
    producers = _makers(request)
    category = _category(request, producers)
    if request.method != "POST":
        form = ListingForm(
            producers=producers,
            rules=category.rules,
            initial={"category": category, "producer": request.GET.get("producer"), "on_hand": ""},
        )
        return _new(request, form, [])
    kind = ListingForm if request.POST.get("deed") == "submission" else DraftForm
    form = kind(request.POST, request.FILES, producers=producers, rules=category.rules)
    form.full_clean()
    pictures = kept_pictures(request, form, most=photos.MOST)
    if kind is ListingForm and not pictures and "photo" not in form.errors:
        form.add_error("photo", _("Add a photo: buyers want to see it."))
    if kind is DraftForm and not form.errors and not (form.cleaned_data["name"] or pictures):
        form.add_error("name", _("Give it a name, or add a photo."))
    if form.errors:
        return _new(request, form, pictures)
    now = timezone.now()
    product = listings.make_once(
        form.producer, form.words(), offer=form.offer(), pictures=pictures, by=request.user, at=now
    )
    if kind is ListingForm and product.is_editable:
        _send(request, product, at=now)
    elif kind is DraftForm:
        messages.success(request, _("%(product)s is kept as a draft.") % {"product": _called(product)})
    # The page says that what the browser kept of the form is not needed any more.
    return redirect(f"{reverse('sell_product', args=[product.pk])}?made=yes")


def _new(request: PersonRequest, form: ListingForm, pictures: Sequence[Any]) -> HttpResponse:
    form.mark_needed()
    context = {"form": form, "pictures": pictures, "most_photos": photos.MOST}
    return render(request, "catalog/sell/new.html", context)


def _makers(request: PersonRequest) -> list[Producer]:
    """For whom this person may list something, the one that was asked for first."""
    over = [Producer.Status.CLOSED, Producer.Status.REFUSED]
    mine = Producer.objects.of(request.user).exclude(status__in=over).select_related("kind").order_by("name", "pk")
    producers = sorted(mine, key=lambda each: each.slug != request.GET.get("producer"))
    if not producers:
        raise Http404
    return producers


def _category(request: PersonRequest, producers: Sequence[Producer]) -> Category:
    """The one that was chosen, else what is most likely."""
    chosen = request.POST.get("category", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    return Category.objects.filter(pk=number).first() or listings.usual_category(producers[0])


@require_safe
@for_producers
def sell_product(request: PersonRequest, pk: int) -> HttpResponse:
    product = _detailed(request, pk)
    version = editing.current(product)
    today = timezone.localdate()
    lacks = rules.missing(version, on=today) if version.is_editable else []
    context = {
        "product": product,
        "version": version,
        "is_edit": version is not product,
        "lacks": lacks,
        "decision": _decision(product, version),
        "offers": [_offer(variant) for variant in product.variants.all()],
        "photos": list(version.photos.select_related("picture")),
        "most_photos": photos.MOST,
        "claims": product.claims.select_related("evidence").order_by("kind", "-pk"),
        "may_submit": version.is_editable and product.producer.is_verified,
        "is_new": "made" in request.GET,
    }
    return render(request, "catalog/sell/product.html", context)


def _offer(variant: Variant) -> tuple[Variant, StockForm, PriceForm]:
    stock = StockForm(initial={"on_hand": variant.on_hand}, auto_id=f"stock_{variant.pk}_%s")
    return variant, stock, PriceForm(initial={"price": variant.price}, auto_id=f"price_{variant.pk}_%s")


def _decision(product: Product, version: Version) -> ProductStep | RevisionStep | None:
    """The last time that a coordinator, or the end of a permit, sent the version or the listing back."""
    step: ProductStep | RevisionStep | None = version.steps.select_related("by").last()
    if isinstance(version, Product) and step and step.after == Status.PUBLISHED:
        last = RevisionStep.objects.filter(revision__product=product).select_related("by").last()
        step = last if last and last.at > step.at else None
    told = {"changes_requested", "rejected"}
    return step if step and step.after in told else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_producers
def sell_product_edit(request: PersonRequest, pk: int) -> HttpResponse:
    product = _detailed(request, pk)
    version = editing.current(product)
    if request.method == "POST":
        now = timezone.now()
        category = _category(request, [product.producer])
        form = ContentForm(request.POST, rules=category.rules)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("name", "description", "category")}
            editing.change(
                editing.version_of(product, by=request.user, at=now),
                **said,
                details=form.said(),
                by=request.user,
                at=now,
            )
            messages.success(request, _("Saved. Buyers see it once it was reviewed."))
            return redirect("sell_product", product.pk)
    else:
        said = {name: getattr(version, name) for name in ("name", "description", "category")}
        form = ContentForm(rules=version.category.rules, initial=said | version.details)
    context = {
        "product": product,
        "version": version,
        "form": form,
        "photos": list(version.photos.select_related("picture")),
        "photos_form": PhotosForm(),
        "most_photos": photos.MOST,
        "room": photos.MOST - version.photos.count(),
        "decision": _decision(product, version),
    }
    return render(request, "catalog/sell/edit.html", context)


@require_POST
@for_producers
def sell_submission(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    _send(request, product, at=timezone.now())
    return _there(product)


def _send(request: PersonRequest, product: Product, *, at: datetime) -> None:
    """To review, with words for what came of it; what is missing is told on the page of the listing."""
    try:
        sent = listings.submit(editing.current(product), by=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return
    facts = {"product": sent.name}
    if sent.status == Status.IN_REVIEW:
        messages.success(request, _("%(product)s is sent. A market coordinator looks at it, then you hear.") % facts)
    else:
        messages.success(request, _("%(product)s is public.") % facts)


@require_POST
@for_producers
def sell_take_back(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    version = editing.current(product)
    listings.take_back(version, by=request.user, at=timezone.now())
    messages.success(request, _("%(product)s is yours to change again.") % {"product": version.name})
    return _there(product)


@require_POST
@for_producers
def sell_drop(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    editing.drop(product, by=request.user, at=timezone.now())
    messages.success(request, _("Your changes are dropped. %(product)s stays as it was.") % {"product": product})
    return _there(product)


@require_POST
@for_producers
def sell_archive(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    listings.archive(product, by=request.user, at=timezone.now())
    messages.success(request, _("%(product)s is put away.") % {"product": _called(product)})
    return HttpResponseRedirect(reverse("sell_products"), status=303)


@require_POST
@for_producers
def sell_pause(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    product.pause(by=request.user, at=timezone.now())
    messages.success(request, _("%(product)s is off sale until you put it back.") % {"product": product})
    return back(request, reverse("sell_product", args=[product.pk]))


@require_POST
@for_producers
def sell_publication(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    listings.resume(product, by=request.user, at=timezone.now())
    messages.success(request, _("%(product)s is on sale again.") % {"product": product})
    return back(request, reverse("sell_product", args=[product.pk]))


def _called(product: Product) -> str:
    return product.name or _("The listing")


def _there(product: Product) -> HttpResponse:
    return HttpResponseRedirect(reverse("sell_product", args=[product.pk]), status=303)


def _product(request: PersonRequest, pk: int) -> Product:
    return get_object_or_404(Product.objects.of(request.user), pk=pk)


def _detailed(request: PersonRequest, pk: int) -> Product:
    mine = Product.objects.of(request.user).select_related("producer__kind", "category")
    return get_object_or_404(mine.prefetch_related("variants"), pk=pk)

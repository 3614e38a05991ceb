"""Products: what is listed, the variants that are bought, and the photos that show them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from catalog.models.category import Category
from catalog.models.review import ReviewStep
from marketplace.models import Picture, User
from marketplace.money import Money, MoneyField
from marketplace.refusals import Refusal, WrongStep
from marketplace.states import StateMachine, status_is_one_of
from producers.models import Producer


class ProductQuerySet(models.QuerySet["Product"]):
    def on_sale(self) -> Self:
        """Published, by a verified producer."""
        return self.filter(status=Product.Status.PUBLISHED, producer__status=Producer.Status.VERIFIED)

    def of(self, user: User) -> Self:
        """Of the producers for whom this person works, or acts under a grant."""
        return self.filter(producer__in=Producer.objects.of(user))

    def in_review(self) -> Self:
        return self.filter(status=Product.Status.IN_REVIEW)

    def public(self) -> Self:
        """Which buyers see, or may see again without a review."""
        return self.filter(status__in=[Product.Status.PUBLISHED, Product.Status.PAUSED])

    def at_work(self, *, on: date) -> Self:
        """Of producers whose shop is not closed for a holiday on that day."""
        return self.exclude(producer__in=Producer.objects.away(on=on))

    def reprice(self) -> None:
        """Note the lowest price of the active variants on each; call it after a change of prices or variants."""
        prices = Variant.objects.active().filter(product=models.OuterRef("pk")).order_by("price").values("price")
        self.update(lowest_price=models.Subquery(prices[:1]))

    def available(self) -> Self:
        """With at least one variant that can be ordered now."""
        return self.filter(models.Exists(Variant.objects.buyable().filter(product=models.OuterRef("pk"))))

    def offered(self) -> Self:
        """With something to choose, whether or not it can be ordered now."""
        return self.filter(models.Exists(Variant.objects.active().filter(product=models.OuterRef("pk"))))

    def in_category(self, slug: str) -> Self:
        """In that category or one beneath it."""
        return self.filter(Q(category__slug=slug) | Q(category__parent__slug=slug))

    def listed(self) -> Self:
        """Ready for a list of cards: with producer, category, first photo and variants in three queries."""
        return self.select_related("producer__kind", "category").prefetch_related(
            models.Prefetch("variants", Variant.objects.active()),
            models.Prefetch("photos", Photo.objects.select_related("picture").order_by("position", "pk")),
        )


# The statuses, of a listing and of its edited version alike, in which what it says can be edited in place.
EDITABLE = ("draft", "changes_requested")


class Content(models.Model):
    """What a listing says, and a coordinator reviews: the same of a product and of its edited version.

    `details` holds the facts that the rules of the category ask for, by the names in `catalog.details`.
    """

    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="%(class)ss")
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def say(self, **said: Any) -> None:
        """Say something else: a change of name, description, category, details. Refuses what cannot be edited now."""
        rows: Any = type(self)._base_manager
        if not rows.filter(pk=self.pk, status__in=EDITABLE).update(**said):
            raise WrongStep
        for name, value in said.items():
            setattr(self, name, value)


class Product(Content, StateMachine):
    """A listing: what a producer offers. Buyers see it only while it is published.

    Once it is published, what it says changes by a `Revision` only; price, stock and variants change at once. By
    `lowest_price`, in rupiah, of all its active variants it is sorted and filtered; `reprice` keeps it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        PUBLISHED = "published", _("Published")
        PAUSED = "paused", _("Paused")
        REJECTED = "rejected", _("Rejected")
        ARCHIVED = "archived", _("Archived")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.IN_REVIEW, Status.ARCHIVED}),
        Status.IN_REVIEW: frozenset({Status.PUBLISHED, Status.CHANGES_REQUESTED, Status.REJECTED, Status.DRAFT}),
        Status.CHANGES_REQUESTED: frozenset({Status.IN_REVIEW, Status.ARCHIVED}),
        Status.PUBLISHED: frozenset({Status.PAUSED, Status.CHANGES_REQUESTED, Status.ARCHIVED}),
        Status.PAUSED: frozenset({Status.PUBLISHED, Status.CHANGES_REQUESTED, Status.ARCHIVED}),
        Status.REJECTED: frozenset({Status.ARCHIVED}),
        Status.ARCHIVED: frozenset(),
    }

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="products")
    slug = models.SlugField(max_length=120, unique=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    lowest_price = models.BigIntegerField(null=True, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            status_is_one_of(
                "draft",
                "in_review",
                "changes_requested",
                "published",
                "paused",
                "rejected",
                "archived",
                name="product_status_is_known",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "-published_at", "-id"], name="product_newest"),
            models.Index(fields=["status", "lowest_price", "id"], name="product_cheapest"),
        ]

    def submit(self, *, by: User, at: datetime) -> None:
        self._move(self.Status.IN_REVIEW, by=by, at=at)

    def publish(self, *, by: User, at: datetime) -> None:
        """A coordinator approves it, or it comes back after a pause."""
        self._move(self.Status.PUBLISHED, by=by, at=at, published_at=self.published_at or at)

    def take_back(self, *, by: User, at: datetime) -> None:
        """The producer wants to edit it once more before it is reviewed."""
        self._move(self.Status.DRAFT, by=by, at=at)

    def request_changes(self, *, by: User | None, at: datetime, reason: str, codes: Sequence[str] = ()) -> None:
        """Back to the producer, from review or from sale; by a coordinator, or by nobody where a permit has run out."""
        self._move(self.Status.CHANGES_REQUESTED, by=by, at=at, reason=reason, told={"codes": list(codes)})

    def reject(self, *, by: User, at: datetime, reason: str, codes: Sequence[str] = ()) -> None:
        self._move(self.Status.REJECTED, by=by, at=at, reason=reason, told={"codes": list(codes)})

    def pause(self, *, by: User, at: datetime) -> None:
        """Off sale until it is published again."""
        self._move(self.Status.PAUSED, by=by, at=at)

    def resume(self, *, by: User, at: datetime) -> None:
        """The producer puts it back on sale after a pause; refuses any other state, in which a coordinator decides."""
        if self.status != self.Status.PAUSED:
            raise WrongStep
        self.publish(by=by, at=at)

    def archive(self, *, by: User, at: datetime) -> None:
        self._move(self.Status.ARCHIVED, by=by, at=at)

    def readdress(self, slug: str) -> None:
        """Take another address, while no buyer can know the old one."""
        if Product.objects.filter(pk=self.pk, published_at=None).update(slug=slug):
            self.slug = slug

    @property
    def is_on_sale(self) -> bool:
        return self.status == self.Status.PUBLISHED and self.producer.is_verified

    @property
    def is_public(self) -> bool:
        """Whether buyers see it or may see it again without a review, so that it is edited by a revision only."""
        return self.status in {self.Status.PUBLISHED, self.Status.PAUSED}

    @property
    def is_editable(self) -> bool:
        """Whether what it says can be edited in place."""
        return self.status in EDITABLE

    @property
    def offers(self) -> list["Variant"]:
        """What can be chosen: the active variants, the cheapest first."""
        active = [variant for variant in self.variants.all() if variant.is_active]
        return sorted(active, key=lambda variant: (variant.price, variant.position, variant.pk))

    @property
    def best_offer(self) -> "Variant | None":
        """The cheapest of what can be ordered now, else of what is offered at all."""
        offers = [variant for variant in self.offers if variant.available] or self.offers
        return offers[0] if offers else None

    @property
    def price(self) -> Money | None:
        return self.best_offer.price if self.best_offer else None

    @property
    def photo(self) -> "Photo | None":
        photos = list(self.photos.all())
        return photos[0] if photos else None


class ProductStep(ReviewStep):
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="steps")


class OutOfStock(Refusal):
    """Less is available than was asked for. Facts: `product`, `available`, `asked`."""

    code = "out_of_stock"
    message = _("%(product)s: only %(available)s left, you asked for %(asked)s.")


class VariantQuerySet(models.QuerySet["Variant"]):
    def active(self) -> Self:
        return self.filter(is_active=True).order_by("position", "pk")

    def on_sale(self) -> Self:
        """Active, of products that are on sale."""
        return self.active().filter(
            product__status=Product.Status.PUBLISHED, product__producer__status=Producer.Status.VERIFIED
        )

    def from_stock(self) -> Self:
        return self.filter(lead_days=None)

    def with_room_for(self, quantity: int | Combinable) -> Self:
        """Where that many more can be promised: from stock, or below the cap on open units where made to order."""
        from_stock = Q(lead_days=None, on_hand__gte=F("reserved") + quantity)
        to_order = Q(lead_days__isnull=False, open_units_cap__gte=F("reserved") + quantity)
        return self.filter(from_stock | to_order)

    def buyable(self) -> Self:
        return self.active().with_room_for(1)

    def low(self) -> Self:
        """Offered, with no more left than the number at which the producer wants to be told."""
        watched = self.filter(is_active=True, low_at__isnull=False)
        return watched.exclude(pk__in=watched.with_room_for(F("low_at") + 1))

    def hold(self, quantity: int) -> bool:
        """Promise that many, if they are there: check and act in one statement. False if they are not."""
        return bool(self.with_room_for(quantity).update(reserved=F("reserved") + quantity))

    def let_go(self, quantity: int) -> None:
        """Take back a promise of that many."""
        self.update(reserved=F("reserved") - quantity)


class Variant(models.Model):
    """The unit that is bought, with its own price and the one stock row that there is.

    From stock: `on_hand` are there, `reserved` of them promised. Made to order: it takes `lead_days`, and `reserved`
    open units never pass `open_units_cap`. The producer is told when what is available falls to `low_at`; a unit weighs
    about `weight_grams`, where buyers want to know.
    """

    class Unit(models.TextChoices):
        PIECE = "piece", _("piece")
        BUNCH = "bunch", _("bunch")
        KILO = "kg", _("kg")
        HALF_KILO = "half_kg", _("500 g")
        PACK = "pack", _("pack")
        BOTTLE = "bottle", _("bottle")
        TRAY = "tray", _("tray")
        SHEET = "sheet", _("sheet")
        SET = "set", _("set")
        HEAP = "heap", _("heap")
        TIN = "tin", _("tin")
        HEAD = "head", _("head")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants")
    name = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.PIECE)
    price = MoneyField()
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True)
    open_units_cap = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    low_at = models.PositiveIntegerField(null=True, blank=True)
    weight_grams = models.PositiveIntegerField(null=True, blank=True)

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(price__gt=0), name="variant_price_above_zero"),
            models.CheckConstraint(
                condition=Q(lead_days__isnull=False) | Q(reserved__lte=F("on_hand")), name="variant_not_oversold"
            ),
            models.CheckConstraint(
                condition=Q(lead_days__isnull=True, open_units_cap__isnull=True)
                | Q(lead_days__isnull=False, open_units_cap__isnull=False),
                name="variant_made_to_order_has_a_cap",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            Product.objects.filter(pk=self.product_id).reprice()

    def price_at(self, price: Money, *, by: User | None, at: datetime) -> None:
        """Ask another price from now on; orders that were placed keep theirs."""
        with transaction.atomic():
            # The product before its variants, as everywhere.
            Product.objects.select_for_update().get(pk=self.product_id)
            before = Variant.objects.select_for_update().get(pk=self.pk).price
            if price != before:
                Variant.objects.filter(pk=self.pk).update(price=price)
                self.price_changes.create(before=before, after=price, by=by, at=at)
                Product.objects.filter(pk=self.product_id).reprice()
        self.price = price

    def describe(self, **said: Any) -> None:
        """Change its name, unit, place in the list, weight, when to tell, or whether and how it is made to order."""
        for name, value in said.items():
            setattr(self, name, value)
        self.save(update_fields=list(said))

    def take_off(self) -> None:
        """Offer it no more; what is ordered of it stays ordered."""
        self.is_active = False
        self._offered()

    def put_back(self) -> None:
        self.is_active = True
        self._offered()

    def _offered(self) -> None:
        with transaction.atomic():
            self.save(update_fields=["is_active"])
            Product.objects.filter(pk=self.product_id).reprice()

    @property
    def full_name(self) -> str:
        return f"{self.product.name}, {self.name}" if self.name else self.product.name

    @property
    def available(self) -> int:
        """How many can be ordered now."""
        return max(
            0, (self.open_units_cap or 0) - self.reserved if self.is_made_to_order else self.on_hand - self.reserved
        )

    @property
    def is_made_to_order(self) -> bool:
        return self.lead_days is not None

    @property
    def is_low(self) -> bool:
        """Whether no more is left than the number at which the producer wants to be told."""
        return self.low_at is not None and self.available <= self.low_at


class PlacedPhoto(models.Model):
    """A picture in its place among the photos of a listing, or of an edited version of it."""

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]


class Photo(PlacedPhoto):
    """A picture of a product, in the order in which they are shown."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="photos")

    def __str__(self) -> str:
        return f"photo {self.position} of {self.product_id}"

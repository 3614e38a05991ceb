"""The page shell's own context: what the navigation and the footer need on every page, asked only when shown."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from marketplace import kept
from marketplace.models import Cooperative, User
from marketplace.notices import mailbox
from producers.models import Producer


@dataclass(frozen=True)
class Link:
    href: str
    label: str


@dataclass
class Shell:
    """What `base.html` shows around a page."""

    request: HttpRequest

    @property
    def room(self) -> str:
        """The first part of the address, by which the navigation knows where the visitor is; empty at home."""
        return self.request.path.partition("/")[2].partition("/")[0]

    @property
    def cart_count(self) -> int:
        count: int = self.request.session.get("cart_count", 0)
        return count

    @cached_property
    def is_producing(self) -> bool:
        user = self.request.user
        return user.is_authenticated and Producer.objects.of(user).exists()

    @cached_property
    def is_coordinating(self) -> bool:
        user = self.request.user
        return user.is_authenticated and user.is_coordinator

    @property
    def keeps_mail(self) -> bool:
        """Whether mail is kept as files, which the desk can read."""
        return mailbox.is_kept()

    @property
    def account_links(self) -> list[Link]:
        """Where the person's own things are, and where they work, for the page of their account."""
        own = [Link(reverse("my_orders"), _("My orders")), Link(reverse("inbox"), _("Messages"))]
        desk = [Link(reverse("desk"), _("Coordinators' desk"))] if self.is_coordinating else []
        return own + self._selling_links + desk

    @property
    def _selling_links(self) -> list[Link]:
        """Her work for producers and her application, or the way to one."""
        user = self.request.user
        is_applying = Producer.objects.led_by(user).undecided().exists()
        sell = [Link(reverse("sell"), _("My sales"))] if self.is_producing else []
        apply = [Link(reverse("sell_start"), _("My application") if is_applying else _("Sell with us"))]
        mine = [Link(reverse("sell_me"), _("My producers"))] if self.is_producing or _belongs(user) else []
        return sell + mine + (apply if is_applying or not self.is_producing else [])

    @cached_property
    def cooperative(self) -> Cooperative:
        return kept.part("cooperative", Cooperative.current)


def _belongs(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.producer_people.exists()


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor."""
    return {"shell": Shell(request)}

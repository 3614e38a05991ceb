"""The visitor's cart from one request to the next: the session keeps its token, and an account finds it again."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from marketplace.models import User
from orders.models import Cart, Order

CART, CART_COUNT, LAST_ORDER = "cart", "cart_count", "order"


def cart(request: HttpRequest) -> Cart | None:
    """The cart of the session, ordered or not; without one, what the person left in another browser."""
    user = request.user
    found = named(request, request.session.get(CART, ""))
    if found is None and isinstance(user, User):
        found = Cart.objects.open().filter(user=user).exclude(lines=None).order_by("-pk").first()
    if found and isinstance(user, User):
        found.belong_to(user)
    return found


def named(request: HttpRequest, token: str) -> Cart | None:
    """The cart with that token, unless it is somebody else's."""
    return Cart.objects.visible_to(request.user).filter(token=token).first() if token else None


def cart_to_fill(request: HttpRequest) -> Cart:
    """The cart of the session; a new one if there is none, or if it has been ordered."""
    found = cart(request)
    if found is None or order_of(found):
        user = request.user
        found = Cart.objects.create(user=user if isinstance(user, User) else None, made_at=timezone.now())
    return found


def keep(request: HttpRequest, cart: Cart) -> None:
    """Have the session know this cart, and how many different goods are in it."""
    count = cart.lines.count()
    if (request.session.get(CART), request.session.get(CART_COUNT)) != (cart.token, count):
        request.session[CART], request.session[CART_COUNT] = cart.token, count


def order_of(cart: Cart) -> Order | None:
    return Order.objects.filter(cart=cart).first()


def last_order(request: HttpRequest) -> Order | None:
    """What was last ordered in this session, until it is over: a phone may be lent to others."""
    token = request.session.get(LAST_ORDER)
    return Order.objects.live().filter(token=token).first() if token else None


def to_order(request: HttpRequest, order: Order) -> HttpResponseRedirect:
    """The cart has become this order: the next thing put into a cart makes a new one."""
    if request.session.get(CART) == order.cart.token:
        del request.session[CART]
        request.session[CART_COUNT] = 0
    request.session[LAST_ORDER] = order.token
    return HttpResponseRedirect(reverse("order", args=[order.token]), status=303)

"""Buying in the API: a cart, its lines, and the order that it becomes. Their tokens are the right to them."""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import MarketDay, Product, Variant
from marketplace import throttles
from marketplace.api import NumberField, PhoneField, PickupPointBriefSerializer, Private, RupiahField, SlugOrNumberField
from marketplace.models import PickupPoint, User
from orders import cancellation, checkout
from orders.api import examples
from orders.api.lines import MarketDayBriefSerializer, OrderLineSerializer
from orders.checkout import QuoteLine, QuotePart, Wishes
from orders.models import Cart, CartLine, Order, Payment, SubOrder
from producers.api.public import ProducerBriefSerializer

LONGEST_KEY = 255


class CartMadeSerializer(serializers.Serializer[Cart]):
    token = serializers.CharField()


class ProductBriefSerializer(serializers.Serializer[Product]):
    slug = serializers.CharField()
    name = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField(source="*")


class CartLineSerializer(serializers.Serializer[QuoteLine]):
    id = serializers.IntegerField(source="line.pk")
    variant = serializers.IntegerField(source="line.variant_id")
    product = ProductBriefSerializer(source="line.variant.product")
    producer = serializers.CharField(source="line.variant.product.producer.slug")
    name = serializers.CharField(source="line.variant.full_name")
    unit = serializers.ChoiceField(source="line.variant.unit", choices=Variant.Unit.choices)
    quantity = serializers.IntegerField(source="line.quantity")
    price = RupiahField(source="line.price", help_text="Of this moment.")
    price_seen = RupiahField(source="line.price_seen", help_text="When the line was put there.")
    total = RupiahField()
    problem = ProblemSerializer(allow_null=True, help_text="Why this line cannot be ordered now, if so.")


class CartPartSerializer(serializers.Serializer[QuotePart]):
    producer = ProducerBriefSerializer()
    total = RupiahField()
    fee = RupiahField(help_text="The co-op's part of the total.")
    earning = RupiahField(help_text="The producer's part of the total.")
    lines = serializers.SerializerMethodField(help_text="The ids of the lines of this producer.")

    def get_lines(self, part: QuotePart) -> list[int]:
        return [each.line.pk for each in part.lines]


class CartSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(source="cart.token")
    lines = CartLineSerializer(source="quote.lines", many=True)
    parts = CartPartSerializer(source="quote.parts", many=True)
    total = RupiahField(source="quote.total")
    fee = RupiahField(source="quote.fee")
    earning = RupiahField(source="quote.earning")
    quote = serializers.CharField(
        source="quote.digest", help_text="Names these goods at these prices: send it with the order that means them."
    )
    needs_market_day = serializers.BooleanField(source="quote.needs_market_day")
    can_be_ordered = serializers.BooleanField(source="quote.can_be_ordered")
    is_ordered = serializers.BooleanField(source="cart.is_ordered")


class QuantitySerializer(serializers.Serializer[Any]):
    quantity = serializers.IntegerField(help_text="From 1 to 999.")


class LineWishSerializer(QuantitySerializer):
    variant = NumberField(
        queryset=Variant.objects.on_sale().select_related("product__producer"),
        error_messages={"does_not_exist": _("This is not on sale at the moment.")},
    )


@extend_schema_field(OpenApiTypes.ANY)
class NotOfferedField(serializers.Field[Any, Any, Any, Any]):
    """What is planned and not to be had yet."""

    def __init__(self, message: str | Promise, **rest: Any) -> None:
        super().__init__(required=False, write_only=True, **rest)
        self.message = message

    def to_internal_value(self, data: Any) -> Any:
        raise ValidationError(str(self.message))


class OrderWishSerializer(serializers.Serializer[Any]):
    cart = serializers.CharField(max_length=40, help_text="Its token.")
    name = serializers.CharField(max_length=80, help_text="Who collects it.")
    phone = PhoneField(max_length=30, help_text="In any spelling usual in Indonesia.")
    email = serializers.EmailField(
        required=False, allow_blank=True, max_length=254, help_text="If there is one, news of the order goes there."
    )
    delivery = NotOfferedField(_("Delivery is not offered yet. Choose a pickup point."), help_text="Not offered yet.")
    pickup_point = SlugOrNumberField(queryset=PickupPoint.objects.all(), help_text="Its slug or id.")
    market_day = NumberField(
        queryset=MarketDay.objects.all(), required=False, allow_null=True, help_text="Its id; needed for fresh produce."
    )
    payment_method = serializers.CharField(max_length=20, help_text="`cash`.")
    quote = serializers.CharField(
        required=False, allow_blank=True, max_length=64, help_text="The cart's `quote` that the buyer agreed to."
    )

    @property
    def wishes(self) -> Wishes:
        given = self.validated_data
        return Wishes(
            name=given["name"],
            phone=given["phone"],
            email=given.get("email", ""),
            pickup_point=given["pickup_point"],
            market_day=given.get("market_day"),
            method=given["payment_method"],
            language=get_language() or "id",
        )


class PaymentSerializer(serializers.Serializer[Payment]):
    method = serializers.CharField()
    status = serializers.ChoiceField(choices=Payment.Status.choices)
    amount = RupiahField()
    due = RupiahField(source="order.to_collect", help_text="What is still to be paid.")
    paid_at = serializers.DateTimeField(allow_null=True)


class SubOrderSerializer(serializers.Serializer[SubOrder]):
    id = serializers.IntegerField()
    producer = ProducerBriefSerializer()
    status = serializers.ChoiceField(choices=SubOrder.Status.choices)
    total = RupiahField()
    fee = RupiahField()
    earning = RupiahField()
    accept_by = serializers.DateTimeField()
    lines = OrderLineSerializer(many=True)


class OrderSerializer(serializers.Serializer[Order]):
    number = serializers.CharField()
    token = serializers.CharField(help_text="The right to see and cancel this order.")
    status = serializers.ChoiceField(choices=Order.Status.choices)
    name = serializers.CharField()
    pickup_code = serializers.CharField(help_text="To be said at the pickup point.")
    pickup_point = PickupPointBriefSerializer()
    market_day = MarketDayBriefSerializer(allow_null=True)
    total = RupiahField()
    payment = PaymentSerializer()
    sub_orders = SubOrderSerializer(many=True)
    placed_at = serializers.DateTimeField()
    can_be_cancelled = serializers.SerializerMethodField()

    def get_can_be_cancelled(self, order: Order) -> bool:
        return cancellation.can_be_cancelled(order, at=timezone.now())


class CancellationSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class Carts(Private, GenericAPIView[Cart]):
    serializer_class = CartMadeSerializer
    throttle_classes = [throttles.Throttle]
    throttle_scope = "carts"

    @extend_schema(request=None, responses={201: CartMadeSerializer}, examples=[examples.CART_MADE])
    def post(self, request: Request) -> Response:
        """Take a cart. It holds no stock and needs no account."""
        user = request.user if isinstance(request.user, User) else None
        cart = Cart.objects.create(user=user, made_at=timezone.now())
        return Response(CartMadeSerializer(cart).data, status=201)


class CartDetail(Private, GenericAPIView[Cart]):
    serializer_class = CartSerializer

    @extend_schema(examples=[examples.CART])
    def get(self, request: Request, token: str) -> Response:
        """What is in the cart and costs now, by producer, and what speaks against ordering it."""
        cart = find_cart(request, token)
        return Response(CartSerializer({"cart": cart, "quote": checkout.quote(cart, at=timezone.now())}).data)


class CartLines(Private, GenericAPIView[Cart]):
    serializer_class = LineWishSerializer
    throttle_classes = [throttles.Throttle]
    throttle_scope = "carts"

    @extend_schema(responses={201: CartLineSerializer}, examples=[examples.LINE_WISHED, examples.LINE_PUT])
    def post(self, request: Request, token: str) -> Response:
        """Put so many more of a variant into the cart."""
        cart = find_cart(request, token)
        wish = self.get_serializer(data=request.data)
        wish.is_valid(raise_exception=True)
        line = cart.add(wish.validated_data["variant"], wish.validated_data["quantity"], at=timezone.now())
        return Response(quoted(line), status=201)


class CartLineDetail(Private, GenericAPIView[Cart]):
    serializer_class = QuantitySerializer
    throttle_classes = [throttles.Throttle]
    throttle_scope = "carts"

    @extend_schema(responses=CartLineSerializer, examples=[examples.QUANTITY_WISHED, examples.LINE_PUT])
    def patch(self, request: Request, token: str, pk: int) -> Response:
        """Have exactly that many."""
        cart = find_cart(request, token)
        line = find_line(cart, pk)
        wish = self.get_serializer(data=request.data)
        wish.is_valid(raise_exception=True)
        changed = cart.put(line.variant, wish.validated_data["quantity"], at=timezone.now())
        return Response(quoted(changed))

    def delete(self, request: Request, token: str, pk: int) -> Response:
        """Take the line out."""
        cart = find_cart(request, token)
        cart.remove(find_line(cart, pk))
        return Response(status=204)


class Orders(Private, GenericAPIView[Order]):
    serializer_class = OrderWishSerializer
    throttle_classes = [throttles.Throttle]
    throttle_scope = "orders"

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                {"type": "string", "maxLength": LONGEST_KEY},
                OpenApiParameter.HEADER,
                description="Any text of your own. Sent again with the same order, it gives the same answer.",
            )
        ],
        responses={
            201: OpenApiResponse(OrderSerializer, description="The order is placed."),
            200: OpenApiResponse(OrderSerializer, description="The order was placed by an earlier request."),
        },
        examples=[examples.ORDER_WISHED, examples.ORDER],
    )
    def post(self, request: Request) -> Response:
        """Order what is in a cart, once: a cart becomes one order at most, however often this is sent."""
        sent = OrderWishSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        cart, at = find_cart(request, sent.validated_data["cart"]), timezone.now()
        order = checkout.place(
            cart,
            wishes=sent.wishes,
            at=at,
            by=request.user,
            key=idempotency_key(request),
            seen=sent.validated_data.get("quote") or None,
        )
        is_new = order.placed_at == at
        return Response(shown(order), status=201 if is_new else 200)


class OrderDetail(Private, GenericAPIView[Order]):
    serializer_class = OrderSerializer

    @extend_schema(examples=[examples.ORDER])
    def get(self, request: Request, token: str) -> Response:
        """How the order stands."""
        return Response(shown(find_order(request, token)))


class OrderCancellation(Private, GenericAPIView[Order]):
    serializer_class = CancellationSerializer
    throttle_classes = [throttles.Throttle]
    throttle_scope = "orders"

    @extend_schema(responses=OrderSerializer, examples=[examples.CANCELLATION_WISHED])
    def post(self, request: Request, token: str) -> Response:
        """Cancel the whole order, while no producer has begun or the market day still takes orders."""
        order = find_order(request, token)
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        user = request.user if isinstance(request.user, User) else None
        reason = sent.validated_data.get("reason", "")
        cancellation.cancel_by_buyer(order, by=user, at=timezone.now(), reason=reason)
        return Response(shown(order))


def find_cart(request: Request, token: str) -> Cart:
    with throttles.misses("unknown_links", request=request):
        cart: Cart = get_object_or_404(Cart.objects.visible_to(request.user).select_related("order"), token=token)
    return cart


def find_line(cart: Cart, pk: int) -> CartLine:
    line: CartLine = get_object_or_404(cart.lines.select_related("variant__product__producer"), pk=pk)
    return line


def find_order(request: Request, token: str) -> Order:
    with throttles.misses("unknown_links", request=request):
        order: Order = get_object_or_404(Order.objects.all(), token=token)
    return order


def quoted(line: CartLine) -> dict[str, Any]:
    """The line as it costs now."""
    return CartLineSerializer(checkout.quote_line(line, at=timezone.now())).data


def shown(order: Order) -> dict[str, Any]:
    """The order as it is now, as its buyer sees it."""
    return OrderSerializer(Order.objects.told().get(pk=order.pk)).data


def idempotency_key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise ValidationError({"Idempotency-Key": [_("Send at most 255 characters.")]})
    return key

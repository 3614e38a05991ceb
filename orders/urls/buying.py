"""The addresses for buyers."""

from django.urls import URLPattern, URLResolver, path

from orders.views import buying

urlpatterns: list[URLPattern | URLResolver] = [
    path("cart/", buying.cart, name="cart"),
    path("cart/lines/<int:pk>/", buying.cart_line, name="cart_line"),
    path("checkout/", buying.checkout_page, name="checkout"),
    path("orders/<str:token>/", buying.order, name="order"),
    path("orders/<str:token>/cancellation/", buying.order_cancellation, name="order_cancellation"),
    path("account/orders/", buying.my_orders, name="my_orders"),
]

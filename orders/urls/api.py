"""The addresses for programs."""

from django.urls import URLPattern, URLResolver, path

from orders.api import buying, desk, selling

urlpatterns: list[URLPattern | URLResolver] = [
    path("carts/", buying.Carts.as_view()),
    path("carts/<str:token>/", buying.CartDetail.as_view()),
    path("carts/<str:token>/lines/", buying.CartLines.as_view()),
    path("carts/<str:token>/lines/<int:pk>/", buying.CartLineDetail.as_view()),
    path("orders/", buying.Orders.as_view()),
    path("orders/<str:token>/", buying.OrderDetail.as_view()),
    path("orders/<str:token>/cancellation/", buying.OrderCancellation.as_view()),
    path("selling/suborders/", selling.OwnSubOrders.as_view()),
    path("selling/suborders/<int:pk>/", selling.OwnSubOrderDetail.as_view()),
    path("selling/suborders/<int:pk>/acceptance/", selling.OwnSubOrderAcceptance.as_view()),
    path("selling/suborders/<int:pk>/refusal/", selling.OwnSubOrderRefusal.as_view()),
    path("selling/suborders/<int:pk>/readiness/", selling.OwnSubOrderReadiness.as_view()),
    path("selling/earnings/", selling.OwnEarnings.as_view()),
    path("desk/suborders/", desk.DeskSubOrders.as_view()),
    path("desk/suborders/<int:pk>/", desk.DeskSubOrderDetail.as_view()),
    path("desk/suborders/<int:pk>/reception/", desk.DeskReception.as_view()),
    path("desk/suborders/<int:pk>/handover/", desk.DeskHandover.as_view()),
    path("desk/suborders/<int:pk>/cancellation/", desk.DeskCancellation.as_view()),
    path("desk/notices/<int:pk>/retry/", desk.DeskNoticeRetry.as_view()),
]

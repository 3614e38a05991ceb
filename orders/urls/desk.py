"""The addresses for coordinators."""

from django.urls import URLPattern, URLResolver, path

from orders.views.desk import cash, handover, mail, notices, orders

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", orders.desk, name="desk"),
    path("desk/orders/", orders.desk_orders, name="desk_orders"),
    path("desk/orders/<str:number>/", orders.desk_order, name="desk_order"),
    path("desk/suborders/<int:pk>/reception/", orders.desk_reception, name="desk_reception"),
    path("desk/suborders/<int:pk>/cancellation/", orders.desk_part_cancellation, name="desk_part_cancellation"),
    path("desk/handover/", handover.desk_handover, name="desk_handover"),
    path("desk/cash/", cash.desk_cash, name="desk_cash"),
    path("desk/notices/", notices.desk_notices, name="desk_notices"),
    path("desk/notices/<int:pk>/retry/", notices.desk_notice_retry, name="desk_notice_retry"),
    path("desk/mail/", mail.desk_mail, name="desk_mail"),
    path("desk/mail/<str:name>/", mail.desk_letter, name="desk_letter"),
]

"""The story of one order as the schema tells it: a cart, what is put in, the order, its cancellation."""

from drf_spectacular.utils import OpenApiExample

TOKEN = "Tz0mC2n4VbqkXc8sYw1RpQ7dLfGh9jKe"
WEAVERS = {"slug": "tenun-ina-ndao", "name": "Tenun Ina Ndao", "kind": "sewing_group"}
PRICES = {"total": 150_000, "fee": 15_000, "earning": 135_000}

CART_MADE = OpenApiExample("A new cart", {"token": TOKEN}, response_only=True, status_codes=["201"])

LINE = {
    "id": 71,
    "variant": 12,
    "product": {"slug": "selendang-indigo", "name": "Selendang indigo"},
    "producer": "tenun-ina-ndao",
    "name": "Selendang indigo",
    "unit": "piece",
    "quantity": 2,
    "price": 75_000,
    "price_seen": 75_000,
    "total": 150_000,
    "problem": None,
}
LINE_WISHED = OpenApiExample("Two of a variant", {"variant": 12, "quantity": 2}, request_only=True)
LINE_PUT = OpenApiExample("The line", LINE, response_only=True)
QUANTITY_WISHED = OpenApiExample("Three instead", {"quantity": 3}, request_only=True)

CART = OpenApiExample(
    "A cart with one line",
    {
        "token": TOKEN,
        "lines": [LINE],
        "parts": [{"producer": WEAVERS, **PRICES, "lines": [71]}],
        **PRICES,
        "quote": "5f2b6f1f0c9d7e3a",
        "needs_market_day": False,
        "can_be_ordered": True,
        "is_ordered": False,
    },
    response_only=True,
)

ORDER_WISHED = OpenApiExample(
    "Cash at pickup",
    {
        "cart": TOKEN,
        "name": "Maria Bere",
        "phone": "081234567890",
        "pickup_point": "saboak-taman-nostalgia",
        "payment_method": "cash",
        "quote": "5f2b6f1f0c9d7e3a",
    },
    request_only=True,
)
ORDER = OpenApiExample(
    "The order",
    {
        "number": "KPG-000123",
        "token": "m3Vb8Qx1Zs6Tj0Lw4Yc9Rf2Hk7Np5Gda",
        "status": "confirmed",
        "name": "Maria Bere",
        "pickup_code": "K7QX",
        "pickup_point": {"id": 1, "slug": "saboak-taman-nostalgia", "name": "Saboak, Taman Nostalgia"},
        "market_day": None,
        "total": 150_000,
        "payment": {"method": "cash", "status": "pending", "amount": 150_000, "due": 150_000, "paid_at": None},
        "sub_orders": [
            {
                "id": 240,
                "producer": WEAVERS,
                "status": "new",
                **PRICES,
                "accept_by": "2026-11-25T14:30:00+08:00",
                "lines": [
                    {
                        "variant": 12,
                        "name": "Selendang indigo",
                        "unit": "piece",
                        "price": 75_000,
                        "quantity": 2,
                        "total": 150_000,
                    }
                ],
            }
        ],
        "placed_at": "2026-11-24T14:30:00+08:00",
        "can_be_cancelled": True,
    },
    response_only=True,
    status_codes=["200", "201"],
)
CANCELLATION_WISHED = OpenApiExample("Another time", {"reason": "Saya harus pergi."}, request_only=True)

"""The nouns of what is sold."""

from catalog.models.market_day import MarketDay
from catalog.models.product import Category, OutOfStock, Photo, Product, ProductStep, Variant
from catalog.models.stock import Reservation, StockMovement
from catalog.models.word import Word

__all__ = [
    "Category",
    "MarketDay",
    "OutOfStock",
    "Photo",
    "Product",
    "ProductStep",
    "Reservation",
    "StockMovement",
    "Variant",
    "Word",
]

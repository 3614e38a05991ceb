"""The nouns of what is sold."""

from catalog.models.category import Category
from catalog.models.claim import Claim, ClaimStep
from catalog.models.market_day import MarketDay
from catalog.models.product import Content, OutOfStock, Photo, Product, ProductStep, Variant
from catalog.models.review import ReviewReason
from catalog.models.revision import Revision, RevisionPhoto, RevisionStep
from catalog.models.sheet import Sheet, SheetRow, SheetStep
from catalog.models.stock import LowStock, PriceChange, Reservation, StockMovement
from catalog.models.word import Word

__all__ = [
    "Category",
    "Claim",
    "ClaimStep",
    "Content",
    "LowStock",
    "MarketDay",
    "OutOfStock",
    "Photo",
    "PriceChange",
    "Product",
    "ProductStep",
    "Reservation",
    "ReviewReason",
    "Revision",
    "RevisionPhoto",
    "RevisionStep",
    "Sheet",
    "SheetRow",
    "SheetStep",
    "StockMovement",
    "Variant",
    "Word",
]

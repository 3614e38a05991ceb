"""Finding products: the one place that turns what a visitor typed into a query."""

from django.db.models import Q

from catalog.models.product import ProductQuerySet

MOST_WORDS = 6


def matching(products: ProductQuerySet, text: str) -> ProductQuerySet:
    """Those that hold every word of `text` in their name, their maker's or their category's name."""
    for word in text.replace("\0", " ").split()[:MOST_WORDS]:
        products = products.filter(
            Q(name__icontains=word)
            | Q(producer__name__icontains=word)
            | Q(category__name_id__icontains=word)
            | Q(category__name_en__icontains=word)
        )
    return products

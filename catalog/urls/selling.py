"""The addresses for producers."""

from django.urls import URLPattern, URLResolver, path

from catalog.views.selling import claims, listings, photos, variants

urlpatterns: list[URLPattern | URLResolver] = [
    path("sell/products/", listings.sell_products, name="sell_products"),
    path("sell/products/new/", listings.sell_product_new, name="sell_product_new"),
    path("sell/products/<int:pk>/", listings.sell_product, name="sell_product"),
    path("sell/products/<int:pk>/edit/", listings.sell_product_edit, name="sell_product_edit"),
    path("sell/products/<int:pk>/edit/removal/", listings.sell_drop, name="sell_drop"),
    path("sell/products/<int:pk>/submission/", listings.sell_submission, name="sell_product_submission"),
    path("sell/products/<int:pk>/submission/removal/", listings.sell_take_back, name="sell_take_back"),
    path("sell/products/<int:pk>/archive/", listings.sell_archive, name="sell_archive"),
    path("sell/products/<int:pk>/pause/", listings.sell_pause, name="sell_pause"),
    path("sell/products/<int:pk>/publication/", listings.sell_publication, name="sell_publication"),
    path("sell/products/<int:pk>/photos/", photos.sell_photos, name="sell_photos"),
    path("sell/products/<int:pk>/photos/<int:picture>/removal/", photos.sell_photo_removal, name="sell_photo_removal"),
    path("sell/products/<int:pk>/photos/<int:picture>/up/", photos.sell_photo_up, name="sell_photo_up"),
    path("sell/products/<int:pk>/photos/<int:picture>/down/", photos.sell_photo_down, name="sell_photo_down"),
    path("sell/products/<int:pk>/variants/new/", variants.sell_variant_new, name="sell_variant_new"),
    path("sell/products/<int:pk>/claims/new/", claims.sell_claim_new, name="sell_claim_new"),
    path("sell/claims/<int:pk>/withdrawal/", claims.sell_claim_withdrawal, name="sell_claim_withdrawal"),
    path("sell/variants/<int:pk>/", variants.sell_variant, name="sell_variant"),
    path("sell/variants/<int:pk>/removal/", variants.sell_variant_off, name="sell_variant_off"),
    path("sell/variants/<int:pk>/return/", variants.sell_variant_on, name="sell_variant_on"),
    path("sell/variants/<int:pk>/stock/", variants.sell_stock, name="sell_stock"),
    path("sell/variants/<int:pk>/sold-out/", variants.sell_sold_out, name="sell_sold_out"),
    path("sell/variants/<int:pk>/back/", variants.sell_back, name="sell_back"),
    path("sell/variants/<int:pk>/price/", variants.sell_price, name="sell_price"),
    path("sell/variants/<int:pk>/movements/", variants.sell_movements, name="sell_movements"),
]

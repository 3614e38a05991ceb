"""The addresses for coordinators."""

from django.urls import URLPattern, URLResolver, path

from catalog.views.desk import categories, claims, listings

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/listings/", listings.desk_listings, name="desk_listings"),
    path("desk/listings/approval/", listings.desk_listings_approval, name="desk_listings_approval"),
    path("desk/listings/unreviewed/", listings.desk_unreviewed, name="desk_unreviewed"),
    path("desk/listings/<int:pk>/", listings.desk_listing, name="desk_listing"),
    path("desk/listings/<int:pk>/approval/", listings.desk_listing_approval, name="desk_listing_approval"),
    path("desk/listings/<int:pk>/changes-request/", listings.desk_listing_changes, name="desk_listing_changes"),
    path("desk/listings/<int:pk>/rejection/", listings.desk_listing_rejection, name="desk_listing_rejection"),
    path("desk/listings/<int:pk>/recall/", listings.desk_listing_recall, name="desk_listing_recall"),
    path("desk/claims/", claims.desk_claims, name="desk_claims"),
    path("desk/claims/<int:pk>/confirmation/", claims.desk_claim_confirmation, name="desk_claim_confirmation"),
    path("desk/claims/<int:pk>/rejection/", claims.desk_claim_rejection, name="desk_claim_rejection"),
    path("desk/claims/<int:pk>/withdrawal/", claims.desk_claim_withdrawal, name="desk_claim_withdrawal"),
    path("desk/categories/", categories.desk_categories, name="desk_categories"),
    path("desk/categories/new/", categories.desk_category_new, name="desk_category_new"),
    path("desk/categories/<int:pk>/", categories.desk_category, name="desk_category"),
]

"""The addresses for programs."""

from django.urls import URLPattern, URLResolver, path

from catalog.api import desk, shop
from catalog.api.selling import claims, listings, sheets, variants

urlpatterns: list[URLPattern | URLResolver] = [
    path("products/", shop.Products.as_view()),
    path("products/<slug:slug>/", shop.ProductDetail.as_view()),
    path("categories/", shop.Categories.as_view()),
    path("market-days/", shop.MarketDays.as_view()),
    path("selling/products/", listings.OwnProducts.as_view()),
    path("selling/products/<int:pk>/", listings.OwnProduct.as_view()),
    path("selling/products/<int:pk>/photos/", listings.OwnPhotos.as_view()),
    path("selling/products/<int:pk>/photos/<int:photo>/", listings.OwnPhoto.as_view()),
    path("selling/products/<int:pk>/submission/", listings.OwnSubmission.as_view()),
    path("selling/products/<int:pk>/changes/", listings.OwnChanges.as_view()),
    path("selling/products/<int:pk>/pause/", listings.OwnPause.as_view()),
    path("selling/products/<int:pk>/publication/", listings.OwnPublication.as_view()),
    path("selling/products/<int:pk>/archive/", listings.OwnArchive.as_view()),
    path("selling/products/<int:pk>/variants/", variants.OwnVariants.as_view()),
    path("selling/products/<int:pk>/claims/", claims.OwnClaims.as_view()),
    path("selling/claims/<int:pk>/", claims.OwnClaim.as_view()),
    path("selling/variants/<int:pk>/", variants.OwnVariant.as_view()),
    path("selling/variants/<int:pk>/stock/", variants.OwnStock.as_view()),
    path("selling/variants/<int:pk>/price/", variants.OwnPrice.as_view()),
    path("selling/variants/<int:pk>/movements/", variants.OwnMovements.as_view()),
    path("selling/variants/<int:pk>/sold-out/", variants.OwnSoldOut.as_view()),
    path("selling/variants/<int:pk>/back/", variants.OwnBack.as_view()),
    path("selling/sheets/", sheets.OwnSheets.as_view()),
    path("selling/sheets/<int:pk>/", sheets.OwnSheet.as_view()),
    path("selling/sheets/<int:pk>/application/", sheets.OwnSheetApplication.as_view()),
    path("desk/listings/", desk.DeskListings.as_view()),
    path("desk/listings/<int:pk>/approval/", desk.DeskListingApproval.as_view()),
    path("desk/listings/<int:pk>/changes-request/", desk.DeskListingChanges.as_view()),
    path("desk/listings/<int:pk>/rejection/", desk.DeskListingRejection.as_view()),
    path("desk/listings/<int:pk>/recall/", desk.DeskListingRecall.as_view()),
    path("desk/claims/", desk.DeskClaims.as_view()),
    path("desk/claims/<int:pk>/confirmation/", desk.DeskClaimConfirmation.as_view()),
    path("desk/claims/<int:pk>/rejection/", desk.DeskClaimRejection.as_view()),
    path("desk/claims/<int:pk>/withdrawal/", desk.DeskClaimWithdrawal.as_view()),
]

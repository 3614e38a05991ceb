"""The addresses for everyone."""

from django.urls import URLPattern, URLResolver, path

from catalog.views.shop import browse, crawlers, home, producer, product

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("products/", browse.products, name="products"),
    path("products/<slug:slug>/", product.product, name="product"),
    path("products/<slug:slug>/card.jpg", product.card, name="product_card"),
    path("producers/<slug:slug>/", producer.producer, name="producer"),
    path("market-days/", home.market_days, name="market_days"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap/pages.xml", crawlers.pages, name="sitemap_pages"),
    path("sitemap/producers-<int:number>.xml", crawlers.producers, name="sitemap_producers"),
    path("sitemap/products-<int:number>.xml", crawlers.products, name="sitemap_products"),
]

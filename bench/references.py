"""What a page costs at the least: a bare Django view, and a bare WSGI application, both with one query of the catalog.

They are served as the market is, by as many processes, and ask the same database. `plain_django` has no middleware,
one query of Django's ORM and one template pass of 24 cards; `plain_wsgi` the same query by psycopg and 20 kB that never
change.
"""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import environ
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

CARDS = 24
BODY = b"<p>Pasar Karya</p>" * 1138

CARD = """
<article class="card product">
  <span class="photo"><svg class="ground" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1"/></svg>
  <picture>
    <source type="image/webp" srcset="/media/{{ row.pk }}-160.webp 160w, /media/{{ row.pk }}-320.webp 320w">
    <img src="/media/{{ row.pk }}-640.jpg" width="640" height="480" alt="" loading="lazy" decoding="async">
  </picture></span>
  <div class="body">
    <h3><a class="cover" href="/products/{{ row.slug }}/">{{ row.name }}</a></h3>
    <p class="maker">{{ row.producer.name }}</p>
    <p class="price">Rp{{ row.lowest_price }} <small>/ buah</small></p>
  </div>
</article>
"""
PAGE = f"""<!DOCTYPE html><html lang="id"><head><title>Products</title></head><body><main><ul class="grid products">
{{% for row in rows %}}<li>{CARD}</li>{{% endfor %}}
</ul></main></body></html>"""

QUERY = """
SELECT product.id, product.slug, product.name, product.lowest_price, producer.name
FROM catalog_product AS product JOIN producers_producer AS producer ON producer.id = product.producer_id
WHERE product.status = 'published' AND producer.status = 'verified'
ORDER BY product.published_at DESC, product.id DESC LIMIT 24
"""


def plain_django() -> Callable[..., Iterable[bytes]]:
    """The application; Django is set up anew with nothing but a database."""
    database = {**environ.Env().db_url_config(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": 60}
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database},
        ROOT_URLCONF=__name__,
        SECRET_KEY="nothing is secret here",
        MIDDLEWARE=[],
        USE_TZ=True,
    )
    application = get_wsgi_application()

    class Producer(models.Model):
        name = models.TextField()
        status = models.TextField()

        class Meta:
            app_label = "bench"
            managed = False
            db_table = "producers_producer"

        def __str__(self) -> str:
            return self.name

    class Product(models.Model):
        slug = models.TextField()
        name = models.TextField()
        status = models.TextField()
        lowest_price = models.BigIntegerField()
        published_at = models.DateTimeField()
        producer = models.ForeignKey(Producer, on_delete=models.DO_NOTHING)

        class Meta:
            app_label = "bench"
            managed = False
            db_table = "catalog_product"

        def __str__(self) -> str:
            return self.name

    apps.clear_cache()
    page = Engine().from_string(PAGE)
    on_sale = Product.objects.filter(status="published", producer__status="verified").select_related("producer")

    def products(request: HttpRequest) -> HttpResponse:
        rows = on_sale.order_by("-published_at", "-pk")[:CARDS]
        body = page.render(Context({"rows": rows})).encode()
        return HttpResponse(body, headers={"Content-Length": str(len(body))})

    urlpatterns.append(path("", products))
    return application


urlpatterns: list[Any] = []


def plain_wsgi() -> Callable[..., Iterable[bytes]]:
    own = threading.local()
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        rows = own.connection.execute(QUERY).fetchall()
        assert len(rows) == CARDS
        start_response("200 OK", headers)
        return [BODY]

    return application


def __getattr__(name: str) -> Any:
    """`bench.references:django` and `:wsgi`, each made only in the processes that serve it."""
    if name == "django":
        return plain_django()
    if name == "wsgi":
        return plain_wsgi()
    raise AttributeError(name)

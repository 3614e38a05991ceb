"""A product that is put on sale in the moment in which its maker gets another name is found by the new one."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from catalog import search
from catalog.models import Category, Product
from tests import make
from tests.races.conftest import together

pytestmark = pytest.mark.postgres


def rename_while_listing():
    """Both begin before the other has ended; how many are found by the new name."""
    producer = make.producer("Kebun Lama")
    category = Category.objects.get(slug="sayur")

    def rename():
        with transaction.atomic():
            producer.name = "Kebun Baru"
            producer.save(update_fields=["name"])
            sleep(0.4)

    def list_product():
        sleep(0.2)
        Product.objects.create(
            producer=producer,
            category=category,
            slug="tomat",
            name="Tomat",
            status=Product.Status.PUBLISHED,
            made_at=timezone.now(),
            published_at=timezone.now(),
        )

    together([rename, list_product])
    return search.matching(Product.objects.on_sale(), "tomat baru").count()


def test_it_is_found_by_the_new_name():
    assert rename_while_listing() == 1


def test_control_without_the_lock_it_keeps_the_old_name():
    with trigger_without_locks():
        assert rename_while_listing() == 0


@contextmanager
def trigger_without_locks() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('catalog_write_document'::regproc)")
        whole = cursor.fetchone()[0]
        cursor.execute(whole.replace("FOR SHARE OF branch", "").replace("FOR SHARE", ""))
        try:
            yield
        finally:
            cursor.execute(whole)

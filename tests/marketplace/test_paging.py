"""Pages of a long list: each row on one page, forwards and backwards, whatever is added or gone in between."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace import paging
from marketplace.models import Picture


@pytest.fixture
def rows(db):
    """Ten rows, of which three each share the same time."""
    start = timezone.now()
    fields = {"width": 1, "height": 1, "colour": "#000000", "sha256": "0" * 64}
    for number in range(10):
        Picture.objects.create(made_at=start - timedelta(minutes=number // 3), **fields)
    return Picture.objects.all()


@pytest.mark.parametrize("by", ["made_at", "-made_at"])
def test_forwards_and_backwards_show_the_same_pages(rows, by):
    pages = [paging.page(rows, by=by, size=4)]
    while pages[-1].next:
        pages.append(paging.page(rows, by=by, size=4, cursor=pages[-1].next))
    assert [len(page.rows) for page in pages] == [4, 4, 2]
    shown = [row.pk for page in pages for row in page.rows]
    assert shown == [row.pk for row in rows.order_by(by, "-pk" if by.startswith("-") else "pk")]
    back = paging.page(rows, by=by, size=4, cursor=pages[2].previous)
    assert back.rows == pages[1].rows
    first = paging.page(rows, by=by, size=4, cursor=back.previous)
    assert (first.rows, first.previous) == (pages[0].rows, "")


def test_going_back_to_the_start_gives_a_whole_first_page(rows):
    second = paging.page(rows, by="-made_at", size=4, cursor=paging.page(rows, by="-made_at", size=4).next)
    rows.filter(pk__gte=second.rows[0].pk + 2).delete()
    first = paging.page(rows, by="-made_at", size=4, cursor=second.previous)
    assert (len(first.rows), first.previous) == (4, "")


@pytest.mark.parametrize("cursor", ["", "x", "a:b:c", "WzFd:1vN:x", "\0"])
def test_a_cursor_that_this_list_did_not_make_gives_the_first_page(rows, cursor):
    assert paging.page(rows, by="made_at", size=4, cursor=cursor) == paging.page(rows, by="made_at", size=4)


def test_a_page_costs_one_query(rows, django_assert_num_queries):
    cursor = paging.page(rows, by="-made_at", size=4).next
    with django_assert_num_queries(1):
        paging.page(rows, by="-made_at", size=4, cursor=cursor)

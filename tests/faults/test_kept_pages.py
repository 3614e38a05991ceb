"""Every process of a market shows at once what another one has changed, though each keeps pages of its own."""

import re

import requests

CHANGE = """
from catalog.models import Variant
print(Variant.objects.filter(product__slug={slug!r}).update(price=123_456))
"""


def seen(market, path):
    """What twenty visitors are shown: each comes anew, to one process or the other."""
    return [requests.get(market.url + path, timeout=20).text for _visitor in range(20)]


def test_a_new_price_is_shown_by_all_processes_at_once(running_market):
    path, slug = re.search(r'href="(/products/([a-z0-9-]+)/)"', seen(running_market, "/products/")[0]).groups()
    before = seen(running_market, path)
    assert len(set(before)) == 1
    assert "Rp123.456" not in before[0]
    running_market.demo.manage("shell", "--verbosity=0", "--command", CHANGE.format(slug=slug))
    assert all("Rp123.456" in page for page in seen(running_market, path))

"""Odd requests made from the schema: whatever they hold, the API answers, and never with a fault."""

from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from requests import Request
from schemathesis import GenerationMode

from config.api import document
from marketplace.models import Notice
from tests import make
from tests.api import Program, answer

pytestmark = pytest.mark.django_db

EXAMPLES = 5
NOT_SENT = {"Content-Length", "Content-Type", "Accept-Encoding"}


@pytest.fixture
def people(bob, carol):
    return [Program(), Program(bob), Program(carol)]


@pytest.fixture
def there(weavers):
    """What the names in an address may stand for, by the first part of the address that fits."""
    cloth = make.variant("Selendang", of=weavers)
    make.market_day(make.pickup_point())
    order, cart = make.order((cloth, 1)), make.cart((cloth, 1))
    notice = Notice.objects.order_by("pk")[0]
    listing = {"id": cloth.product.pk}
    claim, certificate = make.claim(cloth.product), make.certificate(weavers)
    return {
        "/api/v1/products/": {"slug": cloth.product.slug},
        "/api/v1/producers/": {"slug": weavers.slug},
        "/api/v1/carts/": {"token": cart.token, "id": cart.lines.get().pk},
        "/api/v1/orders/": {"token": order.token},
        "/api/v1/selling/products/": listing,
        "/api/v1/selling/claims/": {"id": claim.pk},
        "/api/v1/selling/applications/": {"id": weavers.pk},
        "/api/v1/selling/sheets/": {"id": make.sheet(weavers).pk},
        "/api/v1/selling/variants/": {"id": cloth.pk},
        "/api/v1/selling/suborders/": {"id": order.sub_orders.get().pk},
        "/api/v1/desk/listings/": listing,
        "/api/v1/desk/claims/": {"id": claim.pk},
        "/api/v1/desk/producers/": {"id": weavers.pk},
        "/api/v1/desk/certificates/": {"id": certificate.pk},
        "/api/v1/desk/suborders/": {"id": order.sub_orders.get().pk},
        "/api/v1/desk/notices/": {"id": notice.pk},
    }


def test_no_operation_has_a_fault(people, there):
    schema = schemathesis.openapi.from_dict(dict(document()))
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= 84
    for operation in operations:
        found = next((names for address, names in there.items() if operation.path.startswith(address)), {})
        for mode in GenerationMode:
            try_out(operation, mode, people, found)


def try_out(operation, mode, people, found):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        for program in people:
            sent = Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
            status, body = send(program, sent)
            assert status < 500, (sent.method, sent.url, sent.headers, sent.body, body)
            if names := found.keys() & case.path_parameters.keys():
                case.path_parameters.update({name: found[name] for name in names})  # the others get further with it

    with suppress(Unsatisfiable):  # nothing can be wrong where nothing is asked
        ask()


def send(program, sent):
    """As it would come over the wire."""
    headers = {name: value for name, value in sent.headers.items() if name not in NOT_SENT}
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    kind = sent.headers.get("Content-Type", "application/octet-stream")
    return answer(program.client.generic(sent.method, sent.path_url, body, kind, headers=headers))

"""A worker that is killed in the middle of a spreadsheet: nothing is half, the next ends it, nothing is twice."""

import json
import os
import signal

from tests.running_market import Demo, Market, eventually

ROWS = 600
SEND = f"""
from django.utils import timezone
from catalog.models import Sheet
from catalog.spreadsheet import checking, sending
from marketplace.models import User
from producers.models import Producer
import io
by = User.objects.get(email="tenun@pasarkarya.example")
rows = ["Nama produk;Pilihan;Kategori;Harga;Stok"]
rows += [f"Kain uji {{number // 2}};ukuran {{number % 2}};kain-tenun;75.000;4" for number in range({ROWS})]
file = io.BytesIO("\\n".join(rows).encode())
sheet = sending.send(
    Producer.objects.of(by).first(), file, name="produk.csv", size=len(file.getvalue()), by=by, at=timezone.now()
)
checking.check_sent()
sheet.refresh_from_db()
sheet.begin(by=by, at=timezone.now())
print(sheet.status)
"""
LOOK = """
import json
from catalog.models import Product, Sheet, StockMovement, Variant
sheet = Sheet.objects.get()
made = Variant.objects.filter(product__name__startswith="Kain uji ")
print(json.dumps({
    "status": sheet.status, "done": sheet.done, "outcomes": sheet.outcomes.count(),
    "variants": made.count(), "names": made.values("product__name", "name").distinct().count(),
    "products": Product.objects.filter(name__startswith="Kain uji ").count(),
    "movements": StockMovement.objects.filter(variant__in=made).count(),
}))
"""


def shell(demo: Demo, script: str) -> str:
    return demo.manage("shell", "--verbosity=0", "--command", script).strip()


def look(demo: Demo) -> dict[str, object]:
    found: dict[str, object] = json.loads(shell(demo, LOOK).splitlines()[-1])
    return found


def under_way(demo: Demo) -> dict[str, object] | None:
    found = look(demo)
    return found if 0 < int(str(found["done"])) < ROWS else None


def test_a_killed_worker_leaves_nothing_half_and_the_next_one_ends_it(running_market: Market) -> None:
    demo = running_market.demo
    assert shell(demo, SEND) == "applying"
    eventually(lambda: under_way(demo), within=60, what="the first rows")

    worker = running_market.pid("worker")
    os.killpg(worker, signal.SIGKILL)  # with the processes that do the work

    broken = look(demo)
    done = broken["done"]
    assert broken["status"] == "applying"
    assert (broken["outcomes"], broken["variants"], broken["names"], broken["movements"]) == (done,) * 4

    eventually(lambda: running_market.pid("worker") not in {0, worker}, what="a new worker")
    eventually(lambda: look(demo)["status"] == "applied", within=120, what="the end of the sheet")
    assert look(demo) == {
        "status": "applied", "done": ROWS, "outcomes": ROWS, "variants": ROWS, "names": ROWS, "products": ROWS // 2,
        "movements": ROWS,
    }  # fmt: skip

"""Draws photographs on all processors at once.

Its workers are new processes that import only this module and `drawing`: they never see the database.
"""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from orders.demo.drawing import draw
from orders.demo.sources import Shot


@contextmanager
def drawn(shots: Sequence[Shot]) -> Iterator[Iterator[bytes]]:
    """The JPEG of each shot, in order; drawing begins at once and ends with the block."""
    ignore_ctrl_c = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    with get_context("spawn").Pool(os.cpu_count(), initializer=ignore_ctrl_c) as pool:
        yield pool.imap(develop, shots)


def develop(shot: Shot) -> bytes:
    return draw(shot.subject, seed=shot.seed)

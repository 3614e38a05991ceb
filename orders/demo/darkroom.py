"""Draws photographs on all processors at once.

Its workers are new processes that import only this module and `drawing`: they never see the database.
"""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from orders.demo.drawing import draw
from orders.demo.sources import Shot

# Each takes about a hundred megabytes.
MOST_HANDS = 8


@contextmanager
def drawn(shots: Sequence[Shot]) -> Iterator[Iterator[bytes]]:
    """The JPEG of each shot, in order; drawing begins at once and ends with the block, whatever ended that."""
    hands = min(os.cpu_count() or 1, MOST_HANDS)
    # Ctrl-C in a terminal reaches the hands too: they leave it to their master.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    executor = ProcessPoolExecutor(hands, get_context("spawn"), initializer=signal.signal, initargs=ignore)
    try:
        yield executor.map(develop, shots)
    finally:
        executor.shutdown(cancel_futures=True)


def develop(shot: Shot) -> bytes:
    return draw(shot.subject, seed=shot.seed)

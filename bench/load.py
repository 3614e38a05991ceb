"""A closed loop: so many connections to one server, each with one request under way at any moment.

One process drives all connections of a loop and reads no more of an answer than it needs, so that little of the machine
goes into asking. What each connection asks for is a script: it yields requests and is sent their answers.
"""

import gzip
import json
import selectors
import socket
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

CONNECTIONS = 8
LONGEST_WAIT = 30.0


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    @property
    def json(self) -> Any:
        is_squeezed = b"content-encoding: gzip" in self.head.lower()
        return json.loads(gzip.decompress(self.body) if is_squeezed else self.body)


# Yields the bytes of requests; what it returns from time to time (True) is one round that counts.
Script = Generator["bytes | None", Answer, None]


@dataclass
class Outcome:
    """What a loop saw: how long it ran, how long each round took (in seconds), and how many requests there were."""

    seconds: float = 0.0
    rounds: list[float] = field(default_factory=list)
    requests: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.rounds) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.rounds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


def request(
    path: str, *, port: int, method: str = "GET", body: Any = None, form: str = "", headers: dict[str, str]
) -> bytes:
    """The bytes of a request that takes compressed answers; with a body in JSON, or a form as it is sent."""
    sent = form.encode() if body is None else json.dumps(body).encode()
    given = {"Host": f"localhost:{port}", "Accept-Encoding": "gzip", "Content-Type": "application/json"} | headers
    if sent:
        given["Content-Length"] = str(len(sent))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return "\r\n".join(lines).encode() + sent


def again_and_again(*requests: bytes, start: int = 0) -> Script:
    """The same requests in turn; each is a round."""
    number = start
    while True:
        yield requests[number % len(requests)]
        number += 1
        yield None


class Connection:
    """One connection and the script that it follows."""

    def __init__(self, script: Script, *, port: int) -> None:
        self.script = script
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.began = time.perf_counter()

    def begin(self) -> None:
        wanted = next(self.script)
        assert wanted is not None
        self.began = time.perf_counter()
        self.socket.sendall(wanted)

    def read(self, outcome: Outcome) -> None:
        """Take what has come; with a whole answer, go on in the script."""
        part = self.socket.recv(262144)
        if not part:
            raise ConnectionError("the server hung up")
        self.received += part
        answer = whole(self.received)
        if answer is None:
            return
        self.received = b""
        outcome.requests += 1
        if answer.status >= 400:
            outcome.failures.append(f"{answer.status} {answer.body[:200]!r}")
        wanted = self.script.send(answer)
        if wanted is None:
            now = time.perf_counter()
            outcome.rounds.append(now - self.began)
            self.began = now
            wanted = next(self.script)
        assert wanted is not None
        self.socket.sendall(wanted)


def whole(received: bytes) -> Answer | None:
    """The answer, once all of it is there; the servers here always say how long it is."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = received[:end]
    status = int(head[9:12])
    at = head.lower().find(b"content-length:")
    if at < 0 and status not in {204, 304}:
        raise ConnectionError(f"an answer that does not say how long it is: {received[:1000]!r}")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    body = received[end + 4 :]
    return Answer(status, head, body) if len(body) >= length else None


def run(make: Callable[[int], Script], *, port: int, seconds: float, connections: int = CONNECTIONS) -> Outcome:
    """Run the loop for so long; `make` gives each connection its script by number."""
    outcome = Outcome()
    with selectors.DefaultSelector() as ready:
        opened = [Connection(make(number), port=port) for number in range(connections)]
        for each in opened:
            ready.register(each.socket, selectors.EVENT_READ, each)
            each.begin()
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            found = ready.select(timeout=LONGEST_WAIT)
            if not found:
                raise TimeoutError("the server does not answer")
            for key, _events in found:
                key.data.read(outcome)
        outcome.seconds = time.perf_counter() - began
        for each in opened:
            each.socket.close()
    return outcome


def once(wanted: bytes, *, port: int) -> Answer:
    """One answer on a connection of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT) as connection:
        connection.sendall(wanted)
        received = b""
        while (answer := whole(received)) is None:
            received += connection.recv(262144)
    return answer

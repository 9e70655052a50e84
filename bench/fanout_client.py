"""N websocket clients in one process with one epoll: how late each event came, by the sender's monotonic clock.

`python -m bench.fanout_client PORT N`; a line `WANT TIMEOUT_S REST_S` on its input is answered by one JSON line. It
looks for the stamps in the stream and for nothing else, so that it costs far less than what it measures; `client_cpu`
says how much: above three quarters of a core a server's rate is only a lower bound. In a burst, where only the rate
counts, it rests between two looks and then reads what has gathered.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time

#: Before a stamp, and what ends a frame of one event or of several.
_MARK, _ENDS = b'"t":', (b'"}]', b'"}]}]')
_SHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
#: Longer than a stamp, so that one that was cut in two is found whole.
_TAIL = 40


def connect(port: int) -> socket.socket:
    """A client that is in the namespace."""
    plug = socket.create_connection(("127.0.0.1", port), timeout=60)
    plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    plug.sendall(_SHAKE.format(port=port).encode())
    heard = b""
    while b'"sid"' not in heard:  # Engine.IO's greeting
        heard += _more(plug)
    plug.sendall(b"\x81\x82\0\0\0\0" + b"40")
    heard = heard[heard.index(b'"sid"') + 5 :]
    while b'"sid"' not in heard:  # the namespace's
        heard += _more(plug)
    plug.setblocking(False)  # noqa: FBT003  that is its name
    return plug


def _more(plug: socket.socket) -> bytes:
    data = plug.recv(65536)
    if not data:
        raise ConnectionError("the server hung up")
    return data


def measure(
    poll: select.epoll, plugs: dict[int, socket.socket], want: int, timeout_s: float, rest_s: float
) -> dict[str, float]:
    """Read until so many stamps have come, or the time is over."""
    late: list[int] = []
    tails: dict[int, bytes] = {}
    first = last = 0
    receive = {number: plug.recv for number, plug in plugs.items()}
    cpu, end = time.process_time(), time.monotonic() + timeout_s
    while len(late) < want and time.monotonic() < end:
        for number, _event in poll.poll(0.1):
            try:
                data = receive[number](262_144)
            except BlockingIOError:
                continue
            now = time.monotonic_ns()
            if number in tails:
                data = tails.pop(number) + data
            read, at = 0, data.find(_MARK)
            while at >= 0 and (stop := data.find(b",", at)) >= 0:
                sent = int(data[at + len(_MARK) : stop])
                late.append(now - sent)
                first, last, read = min(first or sent, sent), now, stop
                at = data.find(_MARK, stop)
            if not data.endswith(_ENDS):  # a frame was cut in two, and perhaps its stamp
                tails[number] = data[max(read, len(data) - _TAIL) :] if at < 0 else data[at:]
        if rest_s:
            time.sleep(rest_s)
    late.sort()
    seconds = max(1e-9, (last - first) / 1e9)
    return {
        "got": len(late),
        "seconds": seconds,
        "per_s": len(late) / seconds,
        "p50_ms": late[len(late) // 2] / 1e6 if late else -1,
        "p99_ms": late[int(len(late) * 0.99)] / 1e6 if late else -1,
        "client_cpu": (time.process_time() - cpu) / seconds,
    }


def main() -> None:
    """Connect all, then measure whenever asked."""
    port, count = int(sys.argv[1]), int(sys.argv[2])
    began = time.monotonic()
    plugs = {plug.fileno(): plug for plug in (connect(port) for _ in range(count))}
    poll = select.epoll()
    for number in plugs:
        poll.register(number, select.EPOLLIN)
    print(json.dumps({"connected": len(plugs), "seconds": time.monotonic() - began}), flush=True)
    for line in sys.stdin:
        want, timeout_s, rest_s = line.split()
        print("ready", flush=True)
        print(json.dumps(measure(poll, plugs, int(want), float(timeout_s), float(rest_s))), flush=True)


if __name__ == "__main__":
    main()

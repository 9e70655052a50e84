"""Who is in a room as a plain list, and what one moment brings them: joined once, one call of the kernel a screen.

The loop over the screens is the dearest in the house: with 3,000 of them and twenty frames a second, each microsecond
in it is six per cent of a core. So it makes no object, asks no queue and looks up nothing (bench/part_c_fanout.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import gevent

from incident.realtime.wire import Owed, Wire, Wires

#: Frames of one moment leave together, at most so many bytes of them.
CORK = 64 * 1024


class Crowd:
    """The screens in a room at one time; who comes or goes makes another crowd."""

    def __init__(self, wires: Wires, there: Sequence[Wire], elsewhere: Sequence[str]) -> None:
        self._all = wires
        self.wires = there
        #: Engine.IO's ids of those whose websocket is not open any more, or not yet.
        self.elsewhere = elsewhere
        self._writes: list[Callable[[bytes], int]] = []
        self._writes_of = -1
        self._held: list[Owed] = []
        self._size = 0

    def hold(self, frame: Owed) -> bool:
        """Keep a frame for the end of the moment; whether it is the first."""
        self._held.append(frame)
        self._size += len(frame.data)
        return len(self._held) == 1

    def is_full(self) -> bool:
        """Whether what it holds should leave now."""
        return self._size > CORK

    def let_go(self) -> None:
        """Hand what has been held to every screen, and what the kernel does not take to the screen's backlog."""
        held, self._held, self._size = self._held, [], 0
        if not held:
            return
        if self._writes_of != self._all.turns:
            self._writes_of, self._writes = self._all.turns, [wire.write for wire in self.wires]
        data = held[0].data if len(held) == 1 else b"".join([frame.data for frame in held])
        size = len(data)
        for index, write in enumerate(self._writes):
            try:
                sent = write(data)
            except OSError:
                sent = 0  # full or gone: the drain finds out which
            if sent != size:
                self.wires[index].owe(held, sent)


class Crowds:
    """The crowds that hold frames of this moment; they let go when gevent's hub comes round."""

    def __init__(self) -> None:
        self._holding: list[Crowd] = []

    def tell(self, crowd: Crowd, frame: Owed) -> None:
        """Let everybody in the crowd have the frame before anything that is sent later."""
        if crowd.hold(frame):
            self._holding.append(crowd)
            if len(self._holding) == 1:
                gevent.get_hub().loop.run_callback(self.let_go)
        if crowd.is_full():
            self.let_go()

    def let_go(self) -> None:
        """Send what is held; call before anything else is sent to a single screen."""
        holding, self._holding = self._holding, []
        for crowd in holding:
            crowd.let_go()

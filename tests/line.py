"""A line to a server that a test can cut, for one browser and not for others."""

import socket
import threading
from contextlib import suppress


class Line:
    """Passes on what comes in at `url`, until it is cut; then nobody gets through, and nobody is told why."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._open: set[socket.socket] = set()
        self._up = True
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._receive, daemon=True).start()

    def cut(self) -> None:
        """Nothing gets through from now on, and what was open is closed."""
        self._up = False
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """It works again."""
        self._up = True

    def close(self) -> None:
        """End."""
        self.cut()
        self._door.close()

    def _receive(self) -> None:
        with suppress(OSError):  # the door was closed
            while True:
                caller, _where = self._door.accept()
                if not self._up:
                    caller.close()
                    continue
                callee = socket.create_connection(self._to)
                self._open |= {caller, callee}
                for one, other in ((caller, callee), (callee, caller)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for each in (one, other):
            self._open.discard(each)
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

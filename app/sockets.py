"""The sockets that the app listens on."""

from __future__ import annotations

import gc
import socket


def send_at_once() -> None:
    """Have small answers sent without waiting for more to send with them.

    Streamlit binds a socket that does not name its protocol, and for such asyncio leaves Nagle's algorithm on: an answer of a
    few kilobytes took 48 ms instead of 5. Connections take over what is set on the socket that they come in by.
    """
    for one in gc.get_objects():
        if type(one) is socket.socket and one.type == socket.SOCK_STREAM and one.family in (socket.AF_INET, socket.AF_INET6):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

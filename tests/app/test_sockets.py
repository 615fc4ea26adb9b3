"""Connections to the app send what is small at once."""

from __future__ import annotations

import socket

from app.sockets import send_at_once


def test_connections_take_it_over() -> None:
    with socket.socket() as listening, socket.socket() as caller:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        caller.connect(listening.getsockname())
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

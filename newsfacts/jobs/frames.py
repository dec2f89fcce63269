"""Objects through a pipe: eight bytes that say how long, then the pickled object.

Both ends are processes of one run: nothing that comes from outside is unpickled.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

_SIZE = struct.Struct("<Q")


class Closed(Exception):
    """The other end is gone."""


def send(stream: BinaryIO, message: Any) -> None:
    """Raises Closed where nobody reads any more."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    try:
        stream.write(_SIZE.pack(len(data)))
        stream.write(data)
        stream.flush()
    except (OSError, ValueError) as error:  # ValueError: this end was closed meanwhile
        raise Closed from error


def receive(stream: BinaryIO) -> Any:
    """The next object. Raises Closed where there is none, or half of one."""
    try:
        head = stream.read(_SIZE.size)
        data = stream.read(_SIZE.unpack(head)[0]) if len(head) == _SIZE.size else b""
    except (OSError, ValueError) as error:
        raise Closed from error
    if not data or len(data) < _SIZE.unpack(head)[0]:
        raise Closed
    return pickle.loads(data)

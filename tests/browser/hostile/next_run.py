"""Looks for what the program before has left."""

import time

import js
from pyodide.ffi import create_proxy

heard = []
channel = js.BroadcastChannel.new("left over")
channel.onmessage = create_proxy(lambda event: heard.append(event.data))
time.sleep(1)
print(heard or "clean")

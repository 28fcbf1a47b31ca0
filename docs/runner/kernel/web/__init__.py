"""Hosts outside the tab: what a program says in HTTP or over a WebSocket, the browser does for it."""

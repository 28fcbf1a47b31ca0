"""Hosts outside the tab: the browser carries out a program's HTTP requests and WebSockets."""

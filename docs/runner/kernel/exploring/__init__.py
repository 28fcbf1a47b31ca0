"""Exploration of other schedules: a program runs repeatedly, with a chosen order of its threads and events."""

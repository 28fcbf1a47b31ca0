"""Other schedules of a program: the order of its threads and events is chosen, and it is run again and again."""

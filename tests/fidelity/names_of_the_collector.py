"""All names of the collector's module, without asking for one by itself first."""

from gc import *

print(get_freeze_count())
print(len(get_objects()) > 1000, enable is not None)

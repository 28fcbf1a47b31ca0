"""zoneinfo"""

import importlib

module = importlib.import_module("zone" + "info")
try:
    print(module.ZoneInfo("Europe/Berlin"))
except module.ZoneInfoNotFoundError as error:
    print(error)
    print("as the table says")

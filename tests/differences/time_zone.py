"""TZ and time.tzset"""

import os
import time

os.environ["TZ"] = "Asia/Kathmandu"
try:
    time.tzset()
except OSError as error:
    print(error)
    print("as the table says")

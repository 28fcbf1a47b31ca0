"""years before 1000"""

import datetime
import time

print(datetime.date(5, 1, 2).strftime("%Y"), time.strftime("%Y", (5, 1, 2, 0, 0, 0, 0, 1, 0)))
if time.strftime("%Y", time.struct_time((5, 1, 2, 0, 0, 0, 0, 1, 0))) == "0005":
    print("as the table says")

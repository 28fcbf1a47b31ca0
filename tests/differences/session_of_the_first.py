"""os.getsid of the first program"""

import os

if os.getsid(0) == 0:
    print("as the table says")

"""the user"""

import os
import pwd

print(pwd.getpwuid(os.getuid()))
if (os.getuid(), pwd.getpwuid(os.getuid()).pw_name) == (1000, "reader"):
    try:
        os.setuid(0)
    except PermissionError as error:
        print(error)
        print("as the table says")

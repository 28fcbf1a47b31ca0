"""Does this Python run with the GIL?"""
# /// script
# requires-python = ">=3.13"
# ///

import sys
import sysconfig

free_threaded_build = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
print("free-threaded build:", free_threaded_build)
print("GIL enabled:", sys._is_gil_enabled())  # a free-threaded build can switch it on again

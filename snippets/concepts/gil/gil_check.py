"""Which Python is this: with or without the lock?"""
# /// script
# requires-python = ">=3.13"
# ///

import sys
import sysconfig

free_threaded_build = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
print("built without the lock:", free_threaded_build)
print("runs with the lock:", sys._is_gil_enabled())  # a free-threaded build may switch it on again
print("threads run Python code:", "one at a time" if sys._is_gil_enabled() else "in parallel")

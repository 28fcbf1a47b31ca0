"""a C function with variable arguments, called by ctypes"""

import ctypes

library = ctypes.CDLL(None)
text = ctypes.create_string_buffer(20)
library.snprintf(text, 20, b"%d", 5)
wrong = text.value
library.snprintf.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p]
library.snprintf(text, 20, b"%d", 5)
print(wrong, text.value)
if wrong == b"0" and text.value == b"5":
    print("as the table says")

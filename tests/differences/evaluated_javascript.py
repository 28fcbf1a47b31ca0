"""js.eval, js.Function, pyodide.code.run_js"""

import js
from pyodide.code import run_js

refused = 0
for evaluate in (js.eval, js.Function.new, run_js):
    try:
        evaluate("1 + 1")
    except Exception as error:
        print(error)
        refused += "EvalError" in str(error)
if refused == 3:
    print("as the table says")

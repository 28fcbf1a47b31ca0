"""Patches pyodide.asm.mjs of Pyodide 314.0.7 in eight ways.

The collector crash (its issue 6464): CPython's incremental garbage collector walks the frames of every thread state.
For a suspended one, some frames are on a stack that others use by then: "memory access out of bounds". Upstream's fix
(pull request 6466, merged two days after this version was published) gives a suspended thread no frames. But then
`sys._current_frames` couldn't report what it does, so here only the frames on that stack are skipped, by the functions
of docs/runner/process/thread-states.js, which suspension.js passes in.

libffi's calls through JavaScript, of C code and of Python callbacks by C, can't be suspended ("trying to suspend JS
frames" ends the interpreter). Most calls no longer use it (process/foreign-calls.js); during the others the interpreter
knows that it can't switch threads.

A JavaScript error becomes a Python exception by Python code that JavaScript calls (`JsException`, and a class for each
kind of error at its first use). Pyodide marks other such calls, but not this one, in which it can't switch either.

To put a JavaScript function into the table of C functions, Emscripten compiles a module that exports it: one for each
function, at each boot. One for each signature is enough, and saves a sixth of a child's start.

Errors of dlopen(3) and dlsym(3) have Linux's messages, which people search for.

A shared library in an image of an interpreter is loaded to the address that it had when the image was made
(docs/runner/process/shared-libraries.js).

An interpreter's own code is linked without what nobody may ever ask for (linking.js).

Times of files are milliseconds with a fraction. Truncating them would make them a nanosecond earlier than set.
"""

import re
from pathlib import Path

_SAVE = "return{threadState,stackState,suspender:suspenderGlobal.value}"
_RESTORE = "_restoreThreadState(state.threadState);"

_CALL = "var result=(0,getWasmTableEntry(fn).apply(null,args));"
_CALLBACK = (
    "getWasmTableEntry(HEAPU32[(closure>>2)+2>>>0])"
    "(HEAPU32[(closure>>2)+1>>>0],ret_ptr,args_ptr,HEAPU32[(closure>>2)+3>>>0]);"
)
_UNSUSPENDED = (
    "const suspends=validSuspender.value;validSuspender.value=false;try{{{0}}}finally{{validSuspender.value=suspends}}"
)

_ERROR = "let o=_JsProxy_create(t);_set_error(o),_Py_DecRef(o)"

_PASSED_ON = "var module=new WebAssembly.Module(bytes);"

_TIMES = {f"={name}%1e3*1e3*1e3;": f"=Math.round({name}%1e3*1e3)*1e3;" for name in ("atime", "mtime", "ctime")}

_MEMORY_BASE = "var memoryBase=metadata.memorySize?"
_TABLE_BASE = "var tableBase=metadata.tableSize?wasmTable.length:0;"
_TABLE_GROWS = "if(metadata.tableSize){wasmTable.grow(metadata.tableSize)}"

# The message of dlerror(3) on Linux, which names the program as it was called.
_UNKNOWN_SYMBOL = 'dlSetError(`Tried to lookup unknown symbol "${symbol}" in dynamic lib: ${lib.name}`)'
_UNKNOWN_LIBRARY = "dlSetError(`could not load dynamic lib: ${filename}\\n${e}`)"

_COMMENT = re.compile(r"\s*/\*.*?\*/", re.DOTALL)
_LINKING = _COMMENT.sub("", (Path(__file__).parent / "linking.js").read_text(encoding="utf-8"))
_CONVERTED = re.compile(r'wasmExports\["(\w+)"\]=(makeWrapper_\w+\(wasmExports\["\w+"\]\));')
_MAP = "functionsInTableMap=new WeakMap;updateTableMap(0,wasmTable.length)"

_REPLACEMENTS = {
    'mergeLibSymbols(wasmExports,"main");': "adoptExports(wasmExports);",
    "updateGOT(origExports);LDSO.init();": "LDSO.init();",
    'init(){newDSO("__main__",0,wasmImports)}': "init(){enterMain()}",
    "var existingEntry=GOT[symName]&&": "var existingEntry=symName in mainExports||GOT[symName]&&",
    _MAP: f"{_MAP};for(const [func,index] of placedFunctions)functionsInTableMap.set(func,index)",
    "return addFunction(trampolineInstance.": "return addNewFunction(trampolineInstance.",
    # It has none where it is imported from a Blob, and an error for each start.
    'try{scriptDirectory=new URL(".",_scriptName).href}catch{}': "",
    # The instance's own can't be overwritten, nor what inherits from them.
    "wasmExports=Object.assign({},wasmExports);": (
        "wasmExports=Object.create(wasmExports);"
        "const convert=(name,value)=>Object.defineProperty(wasmExports,name,{value});"
    ),
    _UNKNOWN_SYMBOL: 'dlSetError(`${lib.name==="__main__"?"python3":lib.name}: undefined symbol: ${symbol}`)',
    _UNKNOWN_LIBRARY: "dlSetError(`${filename}: cannot open shared object file: No such file or directory`)",
    _SAVE: (
        "const entries=Module.unlinkEntries(Module,threadState);"
        "return{threadState,entries,stackState,suspender:suspenderGlobal.value}"
    ),
    _RESTORE: f"{_RESTORE}Module.linkEntries(Module,state.threadState,state.entries);",
    _CALL: _UNSUSPENDED.format(_CALL),
    _CALLBACK: _UNSUSPENDED.format(_CALLBACK),
    _ERROR: _UNSUSPENDED.format(_ERROR),
    _PASSED_ON: "var module=(convertJsFunctionToWasm.modules??={})[sig]??=new WebAssembly.Module(bytes);",
    _MEMORY_BASE: "var memoryBase=flags.place?flags.place.memory:metadata.memorySize?",
    _TABLE_BASE: "var tableBase=flags.place?flags.place.table:metadata.tableSize?wasmTable.length:0;",
    _TABLE_GROWS: "if(metadata.tableSize&&!flags.place){wasmTable.grow(metadata.tableSize)}",
    **_TIMES,
}


def mend(text: str) -> str:
    """Patch the text of pyodide.asm.mjs. Raises ValueError unless each patched text occurs exactly once."""
    for old, new in _REPLACEMENTS.items():
        if text.count(old) != 1:
            raise ValueError(
                f"pyodide.asm.mjs is not the one that docs/_site/pyodide_patch.py mends: {old!r} stands in it "
                f"{text.count(old)} times, not once. A newer Pyodide may need no patch: see its issue 6464"
            )
        text = text.replace(old, new)
    text = _CONVERTED.sub(r'convert("\1",\2);', text)
    former = text.index("var reportUndefinedSymbols=")
    end = text.index("var loadDylibs=", former)
    return f"{text[:former]}{_LINKING}{text[end:]}"

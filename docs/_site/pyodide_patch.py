"""Mends Pyodide 314.0.7's collector crash (its issue 6464) in pyodide.asm.mjs.

CPython's incremental garbage collector walks the frames of every thread state. Those of a suspended one lie on a
stack that others use by then: "memory access out of bounds". The cure is upstream's (pull request 6466, merged two
days after this version was published): while a thread is suspended, its thread state has no current frame.
"""

# Where PyThreadState.current_frame stands, in bytes: `_Py_DebugOffsets`, thread_state.current_frame, of CPython 3.14.2.
CURRENT_FRAME = 52

_SAVE = "return{threadState,stackState,suspender:suspenderGlobal.value}"
_RESTORE = "_restoreThreadState(state.threadState);"

_REPLACEMENTS = {
    _SAVE: (
        f"const currentFrame=HEAPU32[threadState+{CURRENT_FRAME}>>>2];"
        f"HEAPU32[threadState+{CURRENT_FRAME}>>>2]=0;"
        "return{threadState,currentFrame,stackState,suspender:suspenderGlobal.value}"
    ),
    _RESTORE: f"{_RESTORE}HEAPU32[state.threadState+{CURRENT_FRAME}>>>2]=state.currentFrame;",
}


def mend(text: str) -> str:
    """The text of pyodide.asm.mjs with the cure. Raises ValueError unless each place is there exactly once."""
    for old, new in _REPLACEMENTS.items():
        if text.count(old) != 1:
            raise ValueError(
                f"pyodide.asm.mjs is not the one that docs/_site/pyodide_patch.py mends: {old!r} stands in it "
                f"{text.count(old)} times, not once. A newer Pyodide may need no patch: see its issue 6464"
            )
        text = text.replace(old, new)
    return text

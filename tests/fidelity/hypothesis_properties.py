"""Hypothesis: a property that holds, one that fails and is shrunk, a state machine."""

# /// script
# dependencies = ["hypothesis"]
# ///
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

PLAIN = settings(
    max_examples=60, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


@PLAIN
@given(st.lists(st.integers()))
def holds(items):
    assert sorted(sorted(items)) == sorted(items)


@PLAIN
@given(st.lists(st.integers()), st.text())
def fails(items, text):
    assert sum(items) < 100


@PLAIN
@given(st.dictionaries(st.text(), st.floats(allow_nan=False)), st.datetimes(), st.from_regex(r"\A[a-z]{2,4}\Z"))
def many(mapping, when, word):
    assert 2 <= len(word) <= 4


class Counter(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.n = 0

    @rule(by=st.integers(1, 3))
    def add(self, by):
        self.n += by

    @invariant()
    def small(self):
        assert self.n < 5


holds()
many()
print("hold")
try:
    fails()
except AssertionError as error:
    print("fails", *getattr(error, "__notes__", []), sep="\n")
try:
    run_state_machine_as_test(Counter, settings=PLAIN)
except AssertionError as error:
    print("machine", *getattr(error, "__notes__", []), sep="\n")

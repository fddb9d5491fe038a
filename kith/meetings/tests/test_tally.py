"""The one function that counts: it never counts who may not vote, and agrees with a slow count by hand."""

from hypothesis import given
from hypothesis import strategies as st

from kith.meetings.tallying import tally

people = st.integers(min_value=1, max_value=8)
votes = st.dictionaries(people, st.sampled_from(["yes", "no", "abstain"]), max_size=8)


def by_hand(members, barred, said, needed):
    """The outcome, vote by vote, as somebody would count it at the table."""
    counted, balance = 0, 0
    for person in said:
        if person not in members or person in barred:
            continue
        counted += 1
        if said[person] == "yes":
            balance += 1
        elif said[person] == "no":
            balance -= 1
    if counted < needed:
        return "no_quorum"
    return "carried" if balance >= 1 else "rejected"


@given(st.sets(people), st.sets(people), votes, st.integers(min_value=1, max_value=8))
def test_the_outcome_is_what_one_counts_by_hand(members, barred, said, needed):
    assert tally(members, barred, said.items(), needed).outcome == by_hand(members, barred, said, needed)


@given(st.sets(people), st.sets(people), votes, votes, st.integers(min_value=1, max_value=8))
def test_what_the_barred_and_those_who_left_say_changes_nothing_that_counts(members, barred, said, other, needed):
    may = members - barred
    one = tally(members, barred, said.items(), needed)
    changed = {
        **{who: what for who, what in other.items() if who not in may},
        **{who: what for who, what in said.items() if who in may},
    }
    two = tally(members, barred, changed.items(), needed)
    assert (one.yes, one.no, one.abstain, one.outcome) == (two.yes, two.no, two.abstain, two.outcome)
    assert one.valid == len(may & set(said))
    assert one.void == len(set(said) - may)
    assert one.valid <= one.entitled <= one.members


@given(st.sets(people, min_size=1), st.sets(people), st.integers(min_value=1, max_value=8))
def test_a_quorum_that_cannot_be_reached_is_never_reached(members, barred, needed):
    all_for_it = dict.fromkeys(members, "yes")
    count = tally(members, barred, all_for_it.items(), needed)
    assert count.reachable == (count.outcome == "carried")
    assert count.complete

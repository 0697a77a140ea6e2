import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhinan.engines.transparency import (
    ChainFault,
    Line,
    canonical_bytes,
    chain_digest,
    first_chain_fault,
)


def chain(length, previous=""):
    lines = []
    for position in range(1, length + 1):
        fields = {"position": position, "action": f"第{position}步"}
        lines.append(Line(position, fields, previous, chain_digest(fields, previous=previous)))
        previous = lines[-1].digest
    return lines


def faults(lines, length=None):
    whole = chain(5)
    return first_chain_fault(lines, length=5 if length is None else length, head=whole[-1].digest)


def changed(line, **over):
    parts = {
        name: getattr(line, name) for name in ("position", "fields", "previous_digest", "digest")
    }
    return Line(**{**parts, **over})


def resealed(line, previous=None):
    fields = {**line.fields, "action": "改"}
    before = line.previous_digest if previous is None else previous
    return Line(line.position, fields, before, chain_digest(fields, previous=before))


def test_first_chain_fault_of_a_whole_chain_is_none():
    assert faults(chain(5)) is None
    assert first_chain_fault([], length=0, head="") is None


@pytest.mark.parametrize("at", range(5))
def test_first_chain_fault_names_the_altered_line(at):
    lines = chain(5)
    lines[at] = changed(lines[at], fields={**lines[at].fields, "action": "改"})

    assert faults(lines) == ChainFault("altered", at + 1)


@pytest.mark.parametrize("at", range(5))
def test_first_chain_fault_names_a_line_rewritten_with_a_new_digest(at):
    lines = chain(5)
    lines[at] = resealed(lines[at])

    assert faults(lines) == ChainFault("rewritten", at + 1)


@pytest.mark.parametrize("at", range(4))
def test_first_chain_fault_names_the_missing_line(at):
    lines = chain(5)
    del lines[at]

    assert faults(lines) == ChainFault("missing", at + 1)


@pytest.mark.parametrize("kept", range(5))
def test_first_chain_fault_names_where_the_chain_was_cut(kept):
    assert faults(chain(5)[:kept]) == ChainFault("truncated", kept + 1)


def test_first_chain_fault_names_lines_that_changed_places():
    lines = chain(5)
    two, three = lines[1], lines[2]
    lines[1] = changed(three, position=2, fields={**three.fields, "position": 2})
    lines[2] = changed(two, position=3, fields={**two.fields, "position": 3})

    assert faults(lines) == ChainFault("reordered", 2, was=3)


def test_first_chain_fault_names_the_head():
    lines = chain(5)

    assert faults(lines, length=4) == ChainFault("head", 5)
    assert first_chain_fault(lines, length=None, head=None) == ChainFault("head", 5)
    assert first_chain_fault(lines, length=5, head="0" * 64) == ChainFault("rewritten", 5)


def test_first_chain_fault_refuses_a_chain_that_does_not_begin_with_nothing():
    lines = chain(2, previous="f" * 64)

    assert first_chain_fault(lines, length=2, head=lines[-1].digest) == ChainFault("altered", 1)


def test_first_chain_fault_takes_content_that_could_not_be_written_as_altered():
    lines = chain(2)
    lines[1] = changed(lines[1], fields={"position": 2, "score": 1.5})

    assert first_chain_fault(lines, length=2, head=lines[1].digest) == ChainFault("altered", 2)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), values, max_size=5))
def test_canonical_bytes_do_not_depend_on_the_order_of_keys(value):
    assert canonical_bytes(value) == canonical_bytes(dict(reversed(value.items())))


@pytest.mark.parametrize("value", [1.0, [1.0], {"a": {"b": 2.5}}, {1: "a"}, {"a": object()}])
def test_canonical_bytes_refuse_what_has_no_one_writing(value):
    with pytest.raises(TypeError):
        canonical_bytes(value)


def test_canonical_bytes_keep_text_as_given():
    assert canonical_bytes("e\u0301") != canonical_bytes("\u00e9")


def test_chain_digest_refuses_a_second_previous_digest():
    with pytest.raises(ValueError, match="previous_digest"):
        chain_digest({"previous_digest": ""}, previous="")

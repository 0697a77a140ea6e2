"""Which exception goes before which: the more specific one; a tie is an error, never a choice of ours."""

from collections.abc import Sequence

from .building import Unfit
from .rule import ExceptionClause
from .tree import Compare, Constant, Every, Node, Not, Within


def ordered(exceptions: Sequence[ExceptionClause]) -> tuple[ExceptionClause, ...]:
    """The exceptions, the most general first, so that the last that holds decides.

    One is more specific where its guard holds every part of the other's, or where both give a rank
    (1 goes before 2). Two that can both hold with different conditions, and neither more specific, tie.

    Raises:
        Unfit: ``RULE-EXCEPTION-TIE``.
    """
    for place, one in enumerate(exceptions):
        for other in exceptions[place + 1 :]:
            if _ties(one, other):
                raise Unfit(
                    "RULE-EXCEPTION-TIE",
                    f"例外“{one.source or 1}”与“{other.source or 2}”可能同时适用，条件不同，分不出先后",
                    "在例外里写 优先: 1、2，或把其中一个的适用写得更具体",
                )
    done: list[ExceptionClause] = []
    waiting = list(exceptions)
    while waiting:
        general = next(
            (
                one
                for one in waiting
                if not any(_before(one, other) for other in waiting if other is not one)
            ),
            None,
        )
        if general is None:
            named = "、".join(f"“{one.source or place}”" for place, one in enumerate(waiting, 1))
            raise Unfit(
                "RULE-EXCEPTION-TIE",
                f"例外{named}的先后绕成了一圈",
                "给每一个都写 优先: 1、2、3，或都不写",
            )
        done.append(general)
        waiting.remove(general)
    return tuple(done)


def _before(one: ExceptionClause, other: ExceptionClause) -> bool:
    """Whether ``one`` goes before ``other``."""
    if one.rank is not None and other.rank is not None:
        return one.rank < other.rank
    mine, theirs = _parts(one.guard), _parts(other.guard)
    return len(mine) > len(theirs) and all(part in mine for part in theirs)


def _ties(one: ExceptionClause, other: ExceptionClause) -> bool:
    if one.condition == other.condition or _before(one, other) or _before(other, one):
        return False
    return not any(are_apart(a, b) for a in _parts(one.guard) for b in _parts(other.guard))


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Every) else (node,)


def are_apart(one: Node, other: Node) -> bool:
    """Whether two conditions can plainly never both hold."""
    if (isinstance(one, Not) and one.inner == other) or (
        isinstance(other, Not) and other.inner == one
    ):
        return True
    mine, theirs = _words(one), _words(other)
    return (
        mine is not None and theirs is not None and mine[0] == theirs[0] and not mine[1] & theirs[1]
    )


def _words(node: Node) -> tuple[Node, frozenset[object]] | None:
    """The fact and the words it may be, of ``fact == word`` and ``fact in [words]``."""
    if isinstance(node, Compare) and node.sign == "==" and isinstance(node.right, Constant):
        return node.left, frozenset([node.right.value])
    if (
        isinstance(node, Within)
        and isinstance(node.among, Constant)
        and isinstance(node.among.value, tuple)
    ):
        return node.item, frozenset(node.among.value)
    return None

"""The comparisons that flip when one parameter of a rule moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from zhinan.engines.rules.tree import (
    Aggregate,
    Compare,
    Constant,
    Node,
    Parameter,
    Plus,
    Scaled,
    children,
    walk,
)

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_MOST_ATOMS = 3


@dataclass(frozen=True, slots=True)
class Atom:
    """``item sign factor × parameter + shift``, of every case; ``sign`` as seen from the item."""

    node: Compare
    item: Node
    sign: str
    factor: Fraction
    shift: Fraction

    @property
    def falls(self) -> bool:
        """Whether it turns from true to false as the parameter rises."""
        return self.sign in (">", ">=")


def atoms_in(trees: Iterable[Node], parameter: str) -> list[Atom]:
    """The comparisons a parameter is used in; none where it is used in any other way as well."""
    found: dict[Node, Atom] = {}
    for tree in trees:
        if not _gather(tree, parameter, found):
            return []
    return list(found.values()) if len(found) <= _MOST_ATOMS else []


def _gather(node: Node, parameter: str, found: dict[Node, Atom]) -> bool:
    if not _mentions(node, parameter):
        return True
    if isinstance(node, Aggregate):
        return False
    if isinstance(node, Compare):
        atom = _atom(node, parameter)
        if atom is not None:
            found[node] = atom
        return atom is not None
    parts = children(node)
    return (
        bool(parts)
        and node.kind.name == "flag"
        and all(_gather(p, parameter, found) for p in parts)
    )


def _mentions(node: Node, parameter: str) -> bool:
    return any(isinstance(part, Parameter) and part.name == parameter for part in walk(node))


def _atom(node: Compare, parameter: str) -> Atom | None:
    sides = [
        (node.left, node.right, node.sign),
        (node.right, node.left, _MIRRORED.get(node.sign, "")),
    ]
    for item, bound, sign in sides:
        if sign in _MIRRORED and not _mentions(item, parameter):
            line = _line(bound, parameter)
            if line is not None and line[0] > 0:
                return Atom(node, item, sign, *line)
    return None


def _line(node: Node, parameter: str) -> tuple[Fraction, Fraction] | None:
    """Factor and shift of what depends on the parameter alone, in a straight line."""
    match node:
        case Parameter(name=name) if name == parameter:
            return Fraction(1), Fraction(0)
        case Constant() if node.kind.name == "number":
            return Fraction(0), Fraction(node.value)  # type: ignore[arg-type]
        case Scaled(inner=inner, factor=factor):
            line = _line(inner, parameter)
            return None if line is None else (line[0] * factor, line[1] * factor)
        case Plus(left=left, right=right, is_minus=is_minus):
            one, other = _line(left, parameter), _line(right, parameter)
            sign = -1 if is_minus else 1
            return (
                None
                if one is None or other is None
                else (one[0] + sign * other[0], one[1] + sign * other[1])
            )
    return None

"""How big an expression is, before a tree is made of it."""

import ast
from math import prod


def depth(node: ast.AST) -> int:
    """How many nodes stand above one another at most."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        one, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in ast.iter_child_nodes(one)]
    return deepest


def branches(tree: ast.AST) -> int:
    """How many branches there are once every conditional stands outside its comparison; of a shallow tree.

    A conditional in a sum doubles what stands beside it; a chain of them only adds.

    >>> branches(ast.parse("(1 if a else 2) + (1 if b else 2) + (1 if c else 2) > 3", mode="eval"))
    8
    >>> branches(ast.parse("x if a else y if b else z", mode="eval"))
    3
    """
    if isinstance(tree, ast.IfExp):
        return max(branches(tree.test), branches(tree.body) + branches(tree.orelse))
    parts = [branches(part) for part in ast.iter_child_nodes(tree)]
    return max(parts, default=1) if isinstance(tree, ast.BoolOp) else prod(parts)

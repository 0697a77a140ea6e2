"""行数 任一 全部 合计 平均 …: aggregates over a table, as they are parsed."""

import ast
from collections.abc import Callable, Collection

from zhinan.engines.vocabulary import Term, Vocabulary

from .building import Unfit, lifted
from .kinds import FLAG, NUMBER
from .tree import Aggregate, Cell, Choose, Node, walk

BY_TABLE = ("行数", "任一", "全部")  # their first argument is the table itself
_CONDITIONS = ("任一", "全部")


def table_of(
    name: str, arguments: list[ast.expr], vocabulary: Vocabulary, in_hand: Collection[str]
) -> Term:
    """The table an aggregate runs over: named, or the one whose columns it uses.

    Raises:
        Unfit: It takes another number of arguments, or no single table can be told.
    """
    needs = 2 if name in _CONDITIONS else 1
    if not needs <= len(arguments) <= 2:
        example = f"如 {name}(团队{', 团队.全职' if needs == 2 else ''})"
        raise Unfit("RULE-CALL", f"{name}要{needs}至2项，写了{len(arguments)}项", example)
    if name in BY_TABLE:
        label = _label(arguments[0])
        term = vocabulary.get(label)
        if term is None or term.type != "table":
            raise Unfit("RULE-NAME", f"“{label}”不是表", f"{name}的第一项写表名，如 团队")
        return term
    found = set()
    for part in ast.walk(arguments[0]):
        column = vocabulary.get(_label(part)) if isinstance(part, ast.Attribute) else None
        table = column.label.rpartition(".")[0] if column is not None and column.table else ""
        if table and table not in in_hand:
            found.add(table)
    if len(found) != 1:
        what = "没有写列" if not found else f"用到了{'、'.join(sorted(found))}几张表"
        remedy = f"第一项写一张表的列，如 {name}(预算.科目.财政经费)"
        raise Unfit("RULE-NAME", f"{name}{what}", remedy)
    return vocabulary[found.pop()]


def _label(tree: ast.AST) -> str:
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute):
        return f"{_label(tree.value)}.{tree.attr}"
    return ""


def aggregated(name: str, table: Term, first: Node | None, where: Node | None) -> Node:
    """The aggregate. A conditional on the case itself goes outside it."""
    if name in _CONDITIONS:
        return Aggregate(FLAG, name, table.path, table.label, where, None)
    if first is None or name == "种数":
        return Aggregate(NUMBER, name, table.path, table.label, first, where)
    is_day = first.kind.name == "date" and name in ("最小值", "最大值")
    if first.kind.name != "number" and not is_day:
        raise Unfit("RULE-KIND", f"{name}不能用于{first.kind}", "写数或日期的列")

    def make(value: Node) -> Node:
        return Aggregate(first.kind, name, table.path, table.label, value, where)

    return _outside_rows(first, make)


def _outside_rows(value: Node, make: Callable[[Node], Node]) -> Node:
    """A conditional on the case itself goes outside the aggregate; one on a cell is refused."""
    if isinstance(value, Choose):
        if any(isinstance(part, Cell) for part in walk(value.condition)):
            remedy = "用第二项条件分开求和，再相加"
            raise Unfit("RULE-KIND", "聚合的列里不能按行分情形取值", remedy)
        return lifted([value], make) or make(value)
    return make(value)

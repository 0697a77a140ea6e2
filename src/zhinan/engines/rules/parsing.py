"""An expression as written into its tree; Python's grammar, a closed list of node types and names."""

import ast
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from zhinan.engines.vocabulary import Term

from . import aggregating
from .amounts import literal, unit_of
from .building import Unfit, added, chained, flag, negated, scaled, within
from .calling import called
from .functions import AGGREGATES, FUNCTIONS, LISTS, MOMENTS
from .kinds import DATE, TEXT, Kind, kind_of, of_list
from .measuring import branches, depth
from .scope import Scope, bounds_of
from .tree import (
    FALSE,
    TRUE,
    Call,
    Cell,
    Choose,
    Constant,
    Derived,
    Fact,
    Moment,
    Node,
    Parameter,
    both,
    either,
)

_SIGNS: dict[type, str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
MOST_CHARACTERS, DEEPEST, MOST_BRANCHES = 4000, 60, 2000


def parse(text: str, scope: Scope) -> Node:
    """The tree of ``text``.

    Raises:
        Unfit: With code, what is wrong, and what to write instead.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unfit("RULE-SYNTAX", f"表达式超过{MOST_CHARACTERS}字", "拆成几条规则")
    source = f"({' '.join(text.split())})"
    try:
        body = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unfit(
            "RULE-SYNTAX", f"表达式“{text.strip()[:60]}”读不懂", _syntax_remedy(text)
        ) from error
    if depth(body) > DEEPEST:
        raise Unfit("RULE-SYNTAX", f"表达式嵌套超过{DEEPEST}层", "拆成几条规则")
    if branches(body) > MOST_BRANCHES:
        raise Unfit("RULE-SYNTAX", "比较或加减之内的 if else 太多", "拆成几条规则")
    return _Parser(source, scope).node(body)


def parse_flag(text: str, scope: Scope) -> Node:
    """The tree of a condition; it must be something that is true or false."""
    return flag(parse(text, scope), "条件")


def _syntax_remedy(text: str) -> str:
    wide = [c for c in "（），＞＜＝“”＂：" if c in text]
    if wide:
        return f"改用半角符号，这里有全角的 {' '.join(wide)}"
    if "=" in text and not any(s in text for s in ("==", ">=", "<=", "!=")):
        return "相等写成 =="
    return "照 docs/design/rules.md 的写法：and or not、比较、函数"


class _Parser:
    def __init__(self, source: str, scope: Scope) -> None:
        self.source, self.scope = source, scope
        self.tables = set(scope.tables)

    def node(self, tree: ast.expr) -> Node:
        reader: Callable[[Any], Node] | None = getattr(self, f"read_{type(tree).__name__}", None)
        if reader is None:
            raise Unfit(
                "RULE-SYNTAX",
                f"表达式里不能用“{self.said(tree)}”这种写法",
                "只能用名称、数、文字、比较、and or not、if else、加减、乘除一个数、名单和函数表中的函数",
            )
        return reader(tree)

    def said(self, tree: ast.expr) -> str:
        return (ast.get_source_segment(self.source, tree) or "")[:40]

    def read_Constant(self, tree: ast.Constant) -> Node:  # noqa: N802 - named as ast names it
        if isinstance(tree.value, bool):
            return TRUE if tree.value else FALSE
        if isinstance(tree.value, str):
            return literal(tree.value)
        if isinstance(tree.value, (int, float)):
            try:
                return literal(Decimal(self.said(tree).replace("_", "")))
            except ArithmeticError as error:
                raise Unfit(
                    "RULE-SYNTAX", f"“{self.said(tree)}”不是十进制数", "写成 0.8 或 1500"
                ) from error
        raise Unfit("RULE-SYNTAX", f"不能用“{self.said(tree)}”", "写数、文字、true 或 false")

    def read_List(self, tree: ast.List) -> Node:  # noqa: N802
        items = [self.node(item) for item in tree.elts]
        if not items or not all(isinstance(item, Constant) for item in items):
            raise Unfit(
                "RULE-SYNTAX", "名单里只能写文字、数或日期，且不能为空", '如 ["高校", "企业"]'
            )
        names = {item.kind.name for item in items}
        if len(names) > 1:
            raise Unfit("RULE-KIND", "名单里的项不是同一类", "都写文字，或都写数")
        values = tuple(item.value for item in items if isinstance(item, Constant))
        return Constant(of_list(names.pop()), values)

    read_Tuple = read_List  # noqa: N815

    def read_Name(self, tree: ast.Name) -> Node:  # noqa: N802
        name = tree.id
        if name in ("true", "false"):
            return TRUE if name == "true" else FALSE
        if name in self.scope.names:
            return self.scope.names[name]
        if name in self.scope.parameters:
            return Parameter(self.scope.parameters[name], name)
        if name in MOMENTS:
            return Moment(MOMENTS[name], name)
        unit = unit_of(name)
        if unit is not None and name not in self.scope.vocabulary:
            return unit
        return self.term(name)

    def read_Attribute(self, tree: ast.Attribute) -> Node:  # noqa: N802
        return self.term(self.label(tree))

    def read_Subscript(self, tree: ast.Subscript) -> Node:  # noqa: N802
        year = self.said(tree.slice).strip()
        return self.term(f"{self.label(tree.value)}[{year}]")

    def label(self, tree: ast.expr) -> str:
        if isinstance(tree, ast.Name):
            return tree.id
        if isinstance(tree, ast.Attribute):
            return f"{self.label(tree.value)}.{tree.attr}"
        raise Unfit(
            "RULE-SYNTAX", f"“{self.said(tree)}”不是词条名", "写成 牵头单位.注册日期 这样的全名"
        )

    def term(self, label: str) -> Node:
        term = self.scope.vocabulary.get(label)
        if term is None:
            like = self.scope.vocabulary.like(label)
            near = (
                f"相近的有：{'、'.join(like)}"
                if like
                else "在 vocabulary.yaml 中添加，或改用已有词条"
            )
            raise Unfit("RULE-NAME", f"没有“{label}”这个词条、参数或单位", near)
        if term.is_yearly:
            raise Unfit("RULE-NAME", f"“{label}”按年填写", f"写明哪一年，如 {label}[上年]")
        if term.table:
            return self.cell(term)
        path = self.scope.path_of(term)
        low, high = bounds_of(term)
        fact = Fact(kind_of(term), path, term.label, term.en, low, high)
        formula = self.scope.formulas.get(path)
        return Derived(fact.kind, fact, formula) if formula is not None else fact

    def cell(self, term: Term) -> Node:
        label = term.label.rpartition(".")[0]
        if label not in self.tables:
            raise Unfit(
                "RULE-NAME",
                f"“{term.label}”是表中的一列",
                f"用在 任一({label}, …)、合计({term.label}) 等之内",
            )
        low, high = bounds_of(term)
        return Cell(kind_of(term), term.table, term.key, term.label, term.en, low, high)

    def read_BoolOp(self, tree: ast.BoolOp) -> Node:  # noqa: N802
        words = "and" if isinstance(tree.op, ast.And) else "or"
        parts = tuple(flag(self.node(value), words) for value in tree.values)
        return both(parts) if words == "and" else either(parts)

    def read_UnaryOp(self, tree: ast.UnaryOp) -> Node:  # noqa: N802
        if isinstance(tree.op, ast.Not):
            return negated(self.node(tree.operand))
        if isinstance(tree.op, ast.USub):
            return scaled(self.node(tree.operand), literal(-1), is_division=False)
        raise Unfit("RULE-SYNTAX", f"不能用“{self.said(tree)}”", "负数写 -5，否定写 not")

    def read_IfExp(self, tree: ast.IfExp) -> Node:  # noqa: N802
        condition = flag(self.node(tree.test), "if")
        then, otherwise = self.node(tree.body), self.node(tree.orelse)
        if (then.kind.name, then.kind.unit) != (otherwise.kind.name, otherwise.kind.unit):
            zero = any(isinstance(n, Constant) and n.value == 0 for n in (then, otherwise))
            if not (zero and then.kind.name == otherwise.kind.name == "number"):
                raise Unfit(
                    "RULE-KIND",
                    f"if 的两边是{then.kind}和{otherwise.kind}",
                    "两边写同一类、同一单位的量",
                )
        return Choose(then.kind if then.kind.unit else otherwise.kind, condition, then, otherwise)

    def read_BinOp(self, tree: ast.BinOp) -> Node:  # noqa: N802
        left, right = self.node(tree.left), self.node(tree.right)
        if isinstance(tree.op, (ast.Add, ast.Sub)):
            return added(left, right, is_minus=isinstance(tree.op, ast.Sub))
        if isinstance(tree.op, (ast.Mult, ast.Div)):
            return scaled(left, right, is_division=isinstance(tree.op, ast.Div))
        raise Unfit("RULE-SYNTAX", f"不能用“{self.said(tree)}”中的运算", "只有 + - * /")

    def read_Compare(self, tree: ast.Compare) -> Node:  # noqa: N802
        parts = [self.node(part) for part in (tree.left, *tree.comparators)]
        if isinstance(tree.ops[0], (ast.In, ast.NotIn)) and len(parts) == 2:
            found = within(*parts)
            return found if isinstance(tree.ops[0], ast.In) else negated(found)
        signs = [_SIGNS.get(type(op), "") for op in tree.ops]
        if not all(signs):
            raise Unfit(
                "RULE-SYNTAX",
                f"不能用“{self.said(tree)}”",
                "比较用 == != < <= > >= in，in 不与别的连写",
            )
        return chained(signs, parts)

    def read_Call(self, tree: ast.Call) -> Node:  # noqa: N802
        name = tree.func.id if isinstance(tree.func, ast.Name) else self.said(tree.func)
        if tree.keywords or any(isinstance(a, ast.Starred) for a in tree.args):
            raise Unfit("RULE-CALL", f"{name}的括号里只能按顺序写各项", "去掉名称=和*")
        if name in AGGREGATES:
            return self.aggregate(name, tree.args)
        if name in LISTS:
            return self.listed(name, tree.args)
        if name == "日期":
            return self.day(tree.args)
        if name not in FUNCTIONS:
            known = "、".join((*FUNCTIONS, *AGGREGATES, *LISTS, "日期"))
            raise Unfit("RULE-CALL", f"没有函数“{name}”", f"可用：{known}")
        return called(name, [self.argument(arg) for arg in tree.args])

    def argument(self, tree: ast.expr) -> Node:
        if isinstance(tree, (ast.Name, ast.Attribute)):
            term = self.scope.vocabulary.get(self.label(tree))
            if term is not None and term.type == "table":
                return Fact(Kind("table"), term.path, term.label, term.en)
        return self.node(tree)

    def day(self, arguments: list[ast.expr]) -> Node:
        said = _only_text(arguments)
        try:
            return Constant(DATE, date.fromisoformat(said))
        except ValueError as error:
            raise Unfit("RULE-SYNTAX", f"“{said}”不是日期", '写成 日期("2024-06-30")') from error

    def listed(self, function: str, arguments: list[ast.expr]) -> Node:
        name = _only_text(arguments)
        if name not in self.scope.lists:
            known = "、".join(self.scope.lists) or "无"
            raise Unfit("RULE-NAME", f"lists.yaml 中没有名单“{name}”", f"已有：{known}")
        return Call(self.scope.lists[name], "名单", (Constant(TEXT, name),))

    def aggregate(self, name: str, arguments: list[ast.expr]) -> Node:
        table = aggregating.table_of(name, arguments, self.scope.vocabulary, self.tables)
        fresh = table.label not in self.tables
        self.tables.add(table.label)
        first = None if name in aggregating.BY_TABLE else self.node(arguments[0])
        where = flag(self.node(arguments[1]), name) if len(arguments) == 2 else None
        if fresh:
            self.tables.discard(table.label)
        return aggregating.aggregated(name, table, first, where)


def _only_text(arguments: list[ast.expr]) -> str:
    """The one literal text between the brackets; empty where it is anything else."""
    only = arguments[0] if len(arguments) == 1 else None
    return only.value if isinstance(only, ast.Constant) and isinstance(only.value, str) else ""


__all__ = ["Scope", "Unfit", "parse", "parse_flag"]

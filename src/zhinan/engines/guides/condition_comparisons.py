"""What stands beside a bound, and bounds that are no number: 自筹经费不低于财政补助经费."""

import re

from .amounts_read import Amount
from .condition_words import CONCRETE
from .found import Found, Setting

_BESIDE = re.compile(r"^的[^，、]{2,16}?(?P<link>及|和|以及)(?P<rest>[^，。；]{2,20})$")
_COMPARED = re.compile(
    r"(?P<what>[^，。]{2,16}?)(?:一般|原则上)?(?:应|须)?(?P<op>不低于|不少于|不超过|不高于|高于|低于)(?P<than>(?=[^\d])[^，。；\d]{3,20})$"
)


def beside(setting: Setting, amount: Amount) -> list[Found]:
    """不低于300平方米的场地及必需的仪器: the second thing, of which no number is asked."""
    match = _BESIDE.match(setting.text[amount.end :])
    if match is None or not CONCRETE.search(match["rest"]):
        return []
    start = setting.clause.start + amount.end + match.start("rest")
    end = start + len(match["rest"])
    return [
        Found(
            start,
            end,
            "exists",
            [match["rest"]],
            match["rest"],
            check="document",
            confidence=0.7,
            why="及",
        )
    ]


def compared(setting: Setting) -> list[Found]:
    """自筹经费不低于财政补助经费: a bound that is itself an amount of the application."""
    match = _COMPARED.search(setting.text)
    if (
        match is None
        or not (setting.in_conditions or setting.kind == "other")
        or not re.search(r"经费|资金|投入|收入|比例|金额|职称|学历|总额|额度", match[0])
    ):
        return []
    operator = "<=" if match["op"] in ("不超过", "不高于", "低于") else ">="
    clause = setting.clause
    return [
        Found(
            clause.start,
            clause.end,
            operator,
            match["than"],
            match["what"],
            confidence=0.75,
            why="相对界限",
        )
    ]

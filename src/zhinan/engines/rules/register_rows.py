"""What a case file says by the way it is written: whom a penalty is about, what kind of body recommends."""

from collections.abc import Mapping
from typing import Any

from zhinan.engines.packs import Pack
from zhinan.engines.vocabulary import NONE, State

from .claims import BODY_CLASS

PENALTIES, BODY = "integrity", "body.name"
CODE, NUMBER = "uscc", "id_number"


def with_subjects(states: Mapping[str, State]) -> dict[str, State]:
    """诚信记录 whose rows tell a person from an organisation.

    A row that gives 证件号码 and leaves 主体代码 out is about a person, who has no such code, and the other
    way round; a cell that is there, though blank, stays as it is.

    Args:
        states: Facts of a case by path.

    Returns:
        The same with the other mark of each such row declared none.

    >>> row = {"id": "r1", "cells": {"id_number": {"value": "P1"}}}
    >>> found = with_subjects({"integrity": State.known([row])})
    >>> found["integrity"].value[0]["cells"]["uscc"]
    {'none': True}
    """
    register = states.get(PENALTIES)
    if register is None or not register.is_known:
        return dict(states)
    rows = [{**row, "cells": _told(row["cells"])} for row in register.value]
    return {**states, PENALTIES: State.known(rows, source=register.source)}


def with_body_class(states: Mapping[str, State], pack: Pack) -> dict[str, State]:
    """The class of a recommending body that the pack names, where the case leaves it out.

    Args:
        states: Facts of a case by path.
        pack: Whose bodies they are.

    Returns:
        The same, with 推荐单位.类别 where the pack has that term and knows the body.
    """
    term, said = pack.vocabulary.get(BODY_CLASS), states.get(BODY)
    if term is None or term.path in states or said is None or not said.is_known:
        return dict(states)
    body = pack.body_named(str(said.value))
    if body is None or body.body_class not in term.choices:
        return dict(states)
    return {**states, term.path: State.known(body.body_class, source="computed")}


def _told(cells: Mapping[str, Any]) -> dict[str, Any]:
    for given, other in ((NUMBER, CODE), (CODE, NUMBER)):
        if other not in cells and (cells.get(given) or {}).get("value"):
            return {**cells, other: NONE.to_json()}
    return dict(cells)

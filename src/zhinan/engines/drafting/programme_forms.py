"""Which blank form a programme is applied for with: its own, its document's, or the usual one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhinan.engines.vocabulary import Vocabulary

from .draft_form import DraftForm, standard_form, with_needed
from .fact import Fact, Open
from .forms import form_of_record
from .ground import Ground
from .spans import Bound, bound

_APPLIES = re.compile(r"申报[书表]|申请[书表]|揭榜书|报名表")
_DEMANDS = re.compile(r"征集表|需求表|登记表|备案表")
_COLLECTS = re.compile(r"汇总|推荐|建议表|名单|一览|式样|示例|承诺书|合同|任务书|绩效")
_FILLERS = re.compile(r"企业|申报单位|申请人|负责人")


@dataclass(slots=True)
class Forms:
    """The form of each programme, further blank forms of the text, and the terms of all of them."""

    by_programme: dict[str, DraftForm] = field(default_factory=dict)
    others: dict[str, DraftForm] = field(default_factory=dict)  # path → form
    facts: dict[str, Fact] = field(default_factory=dict)  # programme → the record it was read as
    terms: dict[str, Any] = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)

    def files(self, needed: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> dict[str, str]:
        """The text of every form by path, each with what the programme's rules need."""
        own = {
            form_path(key): with_needed(form, needed.get(key, ()), vocabulary).text
            for key, form in self.by_programme.items()
        }
        return own | {path: form.text for path, form in self.others.items()}

    def bounds(self) -> list[Bound]:
        return [bound("form", (key,), form_path(key), fact) for key, fact in self.facts.items()]


def form_path(key: str) -> str:
    return f"forms/{key}.yaml"


def forms_of(ground: Ground) -> Forms:
    """A form for every programme; what the text has besides is kept as a file of its own."""
    found = Forms()
    drafted: dict[str, DraftForm] = {}
    for number, fact in enumerate(ground.of_type("form"), 1):
        form = form_of_record(
            fact.record, number=number, core=ground.core, taken=tuple(found.terms)
        )
        drafted[fact.key] = form
        found.terms |= form.terms
    used: set[str] = set()
    for programme in ground.places.programmes:
        own = [f for f in ground.of_type("form") if programme.key in ground.places.keys_named(f)]
        best = _best(own)
        if best is None:
            found.by_programme[programme.key] = standard_form(
                f"{programme.short or programme.name}申报书"
            )
            continue
        found.by_programme[programme.key] = drafted[best.key]
        found.facts[programme.key] = best
        used.add(best.key)
        rivals = [f for f in own if f is not best and _worth(f) >= _worth(best) > 0]
        if rivals:
            named = "、".join(f"《{drafted[f.key].title}》" for f in (best, *rivals))
            what = f"“{programme.short}”有{len(rivals) + 1}张申报用表：{named}"
            found.open.append(
                Open(best.key, "DRAFT-FORMS", what, "草案用第一张；分别申报的，拆成几个计划")
            )
    for number, fact in enumerate(ground.of_type("form"), 1):
        if fact.key not in used:
            found.others[f"forms/other-{number}.yaml"] = drafted[fact.key]
    return found


def _best(facts: Iterable[Fact]) -> Fact | None:
    """The form that is an application, the first of the best ones; None where none is."""
    worthy = [f for f in facts if _worth(f) > 0]
    return max(worthy, key=lambda f: (_worth(f), -f.start)) if worthy else None


def _worth(fact: Fact) -> int:
    """How much a blank form looks like what an applicant fills in."""
    title, fields = fact.word("title"), fact.said("fields")
    listed = fields if isinstance(fields, list | tuple) else ()
    kinds = [f.get("kind") for f in listed if isinstance(f, Mapping)]
    if not kinds or all(kind in ("table_column", "signature") for kind in kinds):
        return 0
    worth = 1 + 4 * bool(_APPLIES.search(title)) + 3 * bool(_DEMANDS.search(title))
    worth += bool(_FILLERS.search(fact.word("filled_by")))
    return worth - 3 * bool(_COLLECTS.search(title))

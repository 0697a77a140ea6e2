"""What the rules say of a case, as pages show it: worst first, each line with clause, distance, remedy, and places to go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhinan.apps.applications.facts import Judged, judged, submitted_values
from zhinan.apps.applications.models import Application
from zhinan.apps.programmes.models import Programme
from zhinan.engines.packs import PackRefused
from zhinan.engines.rules import Judgement, Verdict

SHAPES = {
    Verdict.FAILED: "fail",
    Verdict.MISSING: "missing",
    Verdict.DISCRETION: "discretion",
    Verdict.PERSON: "manual",
    Verdict.WAIVED: "waived",
    Verdict.PASSED: "pass",
    Verdict.NOT_APPLICABLE: "na",
}
ORDER = tuple(SHAPES)
FOLDED = (Verdict.WAIVED, Verdict.PASSED, Verdict.NOT_APPLICABLE)
MOST_OPEN = 5  # of what is missing: more is folded, since an empty form lacks everything
TELLING = (Verdict.FAILED, Verdict.DISCRETION, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Jump:
    """A missing fact, with the field it is asked in; no address where no page asks it."""

    label: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One rule's judgement in the reader's language."""

    key: str
    shape: str
    title: str
    fact: str
    requirement: str
    clause: str
    link: str
    remedy: str
    missing: tuple[Jump, ...]
    usage: str
    exception: str
    waiver: str
    notes: tuple[str, ...]
    decided_by: str
    is_preference: bool


@dataclass(frozen=True, slots=True)
class Group:
    shape: str
    lines: tuple[Line, ...]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the rules say. ``usage``: places of a quota, in words."""

    overall: str
    words: str
    groups: tuple[Group, ...]
    usage: tuple[str, ...]
    bars: int

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(group.shape, len(group.lines)) for group in self.groups]

    @property
    def total(self) -> int:
        return sum(len(group.lines) for group in self.groups)

    def group(self, shape: str) -> tuple[Line, ...]:
        return next((group.lines for group in self.groups if group.shape == shape), ())


Placing = Callable[[str], str]


def nowhere(path: str) -> str:
    """Where no page asks for facts."""
    return ""


def panel_of(found: Judged, programme: Programme, place: Placing = nowhere) -> Panel:
    """The judgements by verdict, worst first; no statement.

    Args:
        place: The address of the field that asks for a path, or nothing.
    """
    language = language_now()
    lines: dict[Verdict, list[Line]] = {verdict: [] for verdict in ORDER}
    for judgement in found.judgements:
        lines[judgement.verdict].append(line_of(found, judgement, programme, place, language))
    groups = tuple(
        Group(SHAPES[v], tuple(said), v in FOLDED or (v == Verdict.MISSING and len(said) > MOST_OPEN))
        for v, said in lines.items()
        if said
    )  # fmt: skip
    usage = tuple(line.usage for said in lines.values() for line in said if line.usage)
    return Panel(
        SHAPES[found.overall], overall_words(found), groups, tuple(dict.fromkeys(usage)), len(found.bars)
    )  # fmt: skip


def panel_on(application: Application) -> Panel | None:
    """What the rules say today of what was handed in, for a reader who cannot change it; none without rules."""
    try:
        found = judged(application, submitted_values(application))
    except PackRefused:
        return None
    panel = panel_of(found, application.call.programme)
    return replace(panel, words=_words_of_bars(found)) if found.bars else panel


def _words_of_bars(found: Judged) -> str:
    """For a reader of what was handed in already."""
    return _("有%(n)s条硬性条件现在不满足") % {"n": len(found.bars)}


def overall_words(found: Judged) -> str:
    """The overall verdict as the reader needs it: what it means for handing in."""
    if found.bars:
        return _("有%(n)s条硬性条件不满足，不能提交") % {"n": len(found.bars)}
    if found.overall == Verdict.FAILED:
        return _("名额已满，推荐时再计；其余条件未发现不符")
    counted = {j.verdict for j in found.judgements if not j.rule.is_preference}
    if Verdict.MISSING in counted:
        return _("未发现不符；还有事实待补")
    if counted & {Verdict.DISCRETION, Verdict.PERSON}:
        return _("可以提交；有的条件由人裁量或判断")
    return _("各项条件均已满足") if counted else _("本计划没有可自动核对的条件")


def line_of(
    found: Judged,
    judgement: Judgement,
    programme: Programme,
    place: Placing = nowhere,
    language: str = "zh",
) -> Line:
    """One judgement in words."""
    said, rule = found.say(judgement, language), judgement.rule
    comma = "，" if language == "zh" else ", "
    facts = ["、".join(said.actual)]
    if said.margins:
        facts.append(_("相差%(margin)s") % {"margin": "、".join(said.margins)})
    if said.interval:
        facts.append(_("上限%(amount)s") % {"amount": said.interval})
    is_plain = rule.kind == "rule" and judgement.verdict in TELLING
    return Line(
        key=rule.key,
        shape=SHAPES[judgement.verdict],
        title=said.title,
        fact=comma.join(fact for fact in facts if fact),
        requirement=said.requirement if is_plain else "",
        clause=said.clause,
        link=clause_link(programme, rule.key),
        remedy=_remedy(judgement, said.remedy),
        missing=_jumps(judgement, said.missing, place),
        usage=said.usage,
        exception=said.exception,
        waiver=said.waiver,
        notes=tuple(note.text for note in said.notes),
        decided_by=judgement.decided_by,
        is_preference=rule.is_preference,
    )


def _remedy(judgement: Judgement, remedy: str) -> str:
    """What to do; where facts are missing, giving them is the remedy."""
    if judgement.verdict == Verdict.MISSING and judgement.missing:
        return ""
    return remedy if judgement.verdict >= Verdict.MISSING else ""


def _jumps(judgement: Judgement, labels: Iterable[str], place: Placing) -> tuple[Jump, ...]:
    found = {
        label: Jump(label, place(one.path))
        for label, one in zip(labels, judgement.missing, strict=True)
    }
    return tuple(found.values())


def clause_link(programme: Programme, rule: str) -> str:
    """The rule beside its clause on the public page of the guide."""
    page = reverse("public:programme", args=(programme.guide_id, programme.key))
    return f"{page}#{rule}"


def language_now() -> str:
    """The engines' name of the reader's language."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def places_in(form: Any, address: Callable[[str], str]) -> Placing:
    """Fields of a form by path: where each is asked.

    Args:
        address: The address of a section's page by its key.
    """
    fields: Mapping[str, str] = {
        field.path: f"{address(section.key)}#f.{field.path}"
        for section in form.sections
        for field in section.fields
    }
    tables = {
        section.table.path: f"{address(section.key)}#rows"
        for section in form.sections
        if section.table is not None
    }

    def place(path: str) -> str:
        table = path.rpartition(".")[0]
        return fields.get(path) or tables.get(path) or tables.get(table, "")

    return place

"""Checks across the files of a pack; each gives the faults it finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhinan.engines.vocabulary import Fault

from .guide_text import Part
from .lists import TopicLine
from .manifest import Accepted, Manifest
from .pack import Programme, QuotaLine

MANIFEST = "pack.yaml"
TOPICS = "topics.csv"
QUOTAS = "quotas.csv"


def rules_repeated(guides: Mapping[str, Sequence[Part]]) -> Iterator[Fault]:
    """A rule id is used once in the whole pack."""
    first: dict[str, str] = {}
    for path, parts in sorted(guides.items()):
        for rule in (rule for part in parts for clause in part.clauses for rule in clause.rules):
            if rule.key in first:
                what = f"规则编号{rule.key}已见于{first[rule.key]}"
                yield Fault(path, rule.line, "PACK-RULE-REPEATED", what, "换一个编号")
            first.setdefault(rule.key, f"{path}第{rule.line}行")


def parts_unused(guides: Mapping[str, Sequence[Part]], manifest: Manifest) -> Iterator[Fault]:
    """A part of a guide that no programme takes would be lost without a word."""
    taken = {(e.words["guide"], e.words["part"]) for e in manifest.entries}
    for path, parts in guides.items():
        for part in parts:
            for key in (key for key in part.keys if (path, key) not in taken):
                what, remedy = (
                    f"“{part.title}”没有被任何计划引用",
                    f"在 pack.yaml 的计划下写 part: {key}",
                )
                yield Fault(path, part.line, "PACK-PART", what, remedy)


def programmes_unknown(
    file: str, lines: Iterable[TopicLine | QuotaLine], manifest: Manifest
) -> Iterator[Fault]:
    known = [entry.key for entry in manifest.entries]
    for line in lines:
        for key in line.programmes or ("",):
            if key not in known:
                remedy = f"可用：{'、'.join(known)}"
                yield Fault(file, line.line, "PACK-TOPIC-PROGRAMME", f"没有计划“{key}”", remedy)


def topics_repeated(lines: Sequence[TopicLine]) -> Iterator[tuple[str, Fault]]:
    """Codes that come again within one programme, as (code, fault)."""
    for key in sorted({p for line in lines for p in line.programmes}):
        first: dict[str, int] = {}
        for line in (line for line in lines if key in line.programmes):
            if line.code in first:
                what = f"指南代码{line.code}已见于第{first[line.code]}行"
                remedy = "改正代码；原文如此的，写入 pack.yaml 的 accepted_faults"
                yield line.code, Fault(TOPICS, line.line, "PACK-TOPIC-REPEATED", what, remedy)
            first.setdefault(line.code, line.line)


def accepted_unused(accepted: Iterable[Accepted], lines: Iterable[TopicLine]) -> Iterator[Fault]:
    known = {(TOPICS, line.code) for line in lines}
    for one in accepted:
        if (one.file, one.code) not in known:
            yield Fault(
                MANIFEST,
                one.line,
                "PACK-ACCEPTED-UNUSED",
                f"{one.file}中没有代码“{one.code}”",
                "删去这一行",
            )


def quotas_wrong(lines: Iterable[QuotaLine], manifest: Manifest) -> Iterator[Fault]:
    """Lines for somebody unknown, and lines that come again."""
    known = {b.name for b in manifest.bodies} | {c.name for c in manifest.classes}
    first: dict[tuple[str, str, str, bool], int] = {}
    for line in lines:
        if line.who not in known and not set(line.who.split("+")) <= set(manifest.statuses):
            what, remedy = (
                f"“{line.who}”不是已知的单位、类别或资质",
                "写入 pack.yaml 的 bodies（classes、named 或 statuses）",
            )
            yield Fault(QUOTAS, line.line, "PACK-QUOTA-WHO", what, remedy)
        for key in line.programmes:
            is_apart = line.counted_by == "body" and line.is_outside_body_quota
            place = (key, line.counted_by, line.who, is_apart)
            if place in first:
                what = f"{key}的“{line.who}”已见于第{first[place]}行"
                yield Fault(QUOTAS, line.line, "PACK-QUOTA-REPEATED", what, "删去其中一行")
            first.setdefault(place, line.line)


def quota_clauses_unknown(
    lines: Iterable[QuotaLine], programmes: Iterable[Programme]
) -> Iterator[Fault]:
    numbers = {p.key: {c.number for c in p.clauses} for p in programmes if p.clauses}
    for line in lines:
        for key in line.programmes:
            if line.clause and key in numbers and line.clause not in numbers[key]:
                what = f"{key}没有条款“{line.clause}”"
                yield Fault(QUOTAS, line.line, "PACK-QUOTA-CLAUSE", what, "改成指南中的条款号")


def parts_of(
    manifest: Manifest, programmes: Iterable[Programme]
) -> dict[str, dict[str, frozenset[str]]]:
    """What spans of the official text may be bound to: kind → programme → keys."""
    sections = frozenset(s.key for s in manifest.sections)
    forms = {entry.words["key"]: entry.words["form"] for entry in manifest.entries}
    found: dict[str, dict[str, frozenset[str]]] = {}
    for one in programmes:
        own = {
            "programme": [one.key],
            "clause": (clause.number for clause in one.clauses),
            "rule": (rule.key for rule in one.rules),
            "topic": (one.topic_key(topic) for topic in one.topics),
            "quota": (line.key for line in one.quotas),
            "window": (window.key for window in one.windows),
            "contact": sections,
            "form": [forms.get(one.key, "")],
        }
        for kind, keys in own.items():
            found.setdefault(kind, {})[one.key] = frozenset(keys)
    return found

"""Lints that compare what two places list, and who handles or is limited by what."""

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from zhinan.engines.packs import Form, Pack, QuotaLine

from .finding import UNKNOWN, LintFinding, Undecided, View


def lists_differ(view: View) -> Iterator[LintFinding]:
    """清单不一致: what only one of two lists holds."""
    left, right = entries(view, "甲"), entries(view, "乙")
    names = [
        str(view.parameter(key) or default) for key, default in (("甲名", "甲"), ("乙名", "乙"))
    ]
    known = [{_plain(entry) for entry in side} for side in (left, right)]
    for side, other, here, there in ((left, known[1], *names), (right, known[0], *names[::-1])):
        for entry in side:
            if _plain(entry) not in other:
                what = f"“{entry}”只见于{here}，{there}没有"
                yield view.found(
                    "LINT-LIST-DIFFERS", what, "两处改成一致，或说明以哪处为准", subject=entry
                )


def not_covered(view: View) -> Iterator[LintFinding]:
    """指标覆盖: what must be there and is not."""
    needed, there = entries(view, "应有"), [_plain(entry) for entry in entries(view, "已有")]
    names = [
        str(view.parameter(key) or default)
        for key, default in (("应有名", "清单"), ("已有名", "表单"))
    ]
    for entry in needed:
        if not any(_plain(entry) in held for held in there):
            what = f"{names[0]}中的“{entry}”，{names[1]}没有"
            yield view.found("LINT-NOT-COVERED", what, f"在{names[1]}中加上这一项", subject=entry)


def entries(view: View, key: str) -> list[str]:
    """The list of parameter ``key``, given or read from a source.

    Raises:
        Undecided: It is not known, or its source is not in the pack.
    """
    given = view.parameter(key)
    if isinstance(given, list):
        if UNKNOWN in given:
            raise Undecided(key)
        return [str(entry) for entry in given]
    if not isinstance(given, dict) or not given:
        raise Undecided(key)
    read = _sourced(view, {str(k): str(v) for k, v in given.items()})
    if not read:
        raise Undecided(f"{key}：{'、'.join(map(str, given.values()))}")
    return read


def _sourced(view: View, source: dict[str, str]) -> list[str]:
    pack = view.pack
    if "词条" in source:
        term = pack.vocabulary.get(source["词条"])
        return list(term.choices) if term is not None else []
    if "方向组" in source or "方向" in source:
        key = source.get("方向组") or source["方向"]
        topics = next((p.topics for p in pack.programmes if p.key == key), ())
        return list(dict.fromkeys(t.group if "方向组" in source else t.title for t in topics))
    if "名单" in source:
        return list(view.lists.get(source["名单"], ()))
    if "表单" in source:
        form = form_at(pack, source["表单"])
        return words_of(form, source.get("栏", "")) if form is not None else []
    return []


def form_at(pack: Pack, path: str) -> Form | None:
    """The form that a programme of the pack reads from ``path``; None where none does."""
    from zhinan.engines.vocabulary import read_yaml

    marked, _ = read_yaml(pack.files["pack.yaml"].decode("utf-8-sig"), file="pack.yaml")
    entries = zip(marked.value["programmes"], pack.programmes, strict=True)
    return next((programme.form for entry, programme in entries if entry.get("form") == path), None)


def words_of(form: Form, section: str = "") -> list[str]:
    """Labels, columns, fixed rows and choices of a form, or of its section of that key or title."""
    found: list[str] = []
    for one in form.sections:
        if section and section not in (one.key, one.title):
            continue
        found.append(one.title)
        for each in (*one.fields, *one.columns):
            found += [each.term.name, *each.term.choices]
        found += [row.name for row in one.fixed_rows]
    return list(dict.fromkeys(found))


def _plain(entry: str) -> str:
    return "".join(normalize("NFKC", entry).split())


def contact_missing(view: View) -> Iterator[LintFinding]:
    """归口唯一: a programme without exactly one section, contact and phone."""
    given = view.parameter("归口")
    if given is not None:
        for name, offices in given.items():
            if offices == UNKNOWN or UNKNOWN in offices:
                raise Undecided(str(name))
            if len(set(offices)) != 1:
                what = f"“{name}”有{len(set(offices))}个归口处室{'：' if offices else ''}{'、'.join(offices)}"
                yield view.found("LINT-CONTACT", what, "写明唯一的归口处室", subject=str(name))
        return
    if view.pack.kind == "plan":
        return
    for programme in view.programmes():
        offices = [s for s in view.pack.sections if s.key == programme.section]
        reachable = [s for s in offices if s.contact and s.phone]
        if len(offices) != 1 or len(reachable) != 1:
            what = f"“{programme.name}”的归口处室有{len(offices)}个，写明联系人与电话的有{len(reachable)}个"
            yield view.found("LINT-CONTACT", what, "写明唯一的归口处室、联系人和电话", file="pack.yaml",
                             line=0, programme=programme.key, subject=programme.name)  # fmt: skip


def quota_row_missing(view: View) -> Iterator[LintFinding]:
    """名额缺行: a body or class that the quota table of a programme does not name.

    Classes with host kinds are looked for among the lines counted by host, the others among those by body;
    a table of one line is a limit of that one and says nothing of the rest.
    """
    needed, there, by = view.parameter("应有"), view.parameter("已有"), view.parameter("按")
    if there is not None:
        held = {str(w) for w in there}
        missing = [str(w) for w in needed or () if str(w) not in held]
        yield from (_no_line(view, who) for who in missing)
        return
    tables: dict[tuple[QuotaLine, ...], list[str]] = {}  # programmes that share one count as one
    for programme in view.programmes():
        rows = tuple(q for q in programme.quotas if by in (None, q.counted_by))
        tables.setdefault(rows, []).append(programme.key)
    for rows, keys in tables.items():
        if needed is not None:
            held = {q.who for q in rows}
            missing = [str(w) for w in needed if str(w) not in held]
        else:
            missing = _without_line(view.pack, rows)
        yield from (_no_line(view, who, *keys) for who in missing)


def _no_line(view: View, who: str, *programmes: str) -> LintFinding:
    what = f"名额表{'（' + '、'.join(programmes) + '）' if programmes else ''}没有“{who}”"
    programme = programmes[0] if programmes else ""
    remedy = "补写一行；确无限制的写“不限”，不参加的在指南中写明"
    place = {"file": "quotas.csv", "line": 0} if programme else {}
    return view.found("LINT-QUOTA-ROW", what, remedy, programme=programme, subject=who, **place)


def _without_line(pack: Pack, rows: Sequence[QuotaLine]) -> list[str]:
    """Named bodies, and classes without named members, that no line reaches."""
    members: dict[str, list[str]] = {}
    for body in pack.bodies:
        members.setdefault(body.body_class, []).append(body.name)
    reached = {q.who for q in rows if not q.is_outside_body_quota}
    missing = []
    for by, is_of_hosts in (("body", False), ("host", True)):
        held = {q.who for q in rows if q.counted_by == by and not q.is_outside_body_quota}
        rest = {k for c in pack.classes if c.is_other and c.name in held for k in c.kinds}
        for one in pack.classes if len(held) > 1 else ():
            is_reached = (
                one.name in reached or one.is_other or (one.kinds and set(one.kinds) <= rest)
            )
            if bool(one.kinds) == is_of_hosts and not is_reached:
                missing += [n for n in members.get(one.name, [one.name]) if n not in reached]
    return missing

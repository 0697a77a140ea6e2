"""Every way in which what is unknown of an application may be, as far as a quota asks."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import Any

from .claims import APART, BODY_ROUTE, Claim
from .quota_registers import Register, World


def completed(claim: Claim, register: Register) -> Claim:
    """With the host where nobody states it: a university or institute that recommends, recommends itself.

    So it is where the body falls in a class of hosts (``kinds`` in pack.yaml, not "the rest").
    """
    if claim.host is not None or claim.uscc is not None or claim.body is None:
        return claim
    held = register.classes_of_body(claim) or ()
    kinds = {k for c in register.pack.classes if c.name in held and not c.is_other for k in c.kinds}
    if not kinds:
        return claim
    kind = claim.kind or (next(iter(kinds)) if len(kinds) == 1 else None)
    return replace(claim, host=claim.body, kind=kind)


def options(claim: Claim, register: Register, counted_by: str) -> dict[str, tuple[Any, ...]]:
    """For each field of a World what it may be; one option where it is known."""
    found = _members(claim, register, counted_by)
    if counted_by == "host":
        return found | _host_options(claim, register)
    bodies = {row.who for row in register.of("body")} & {b.name for b in register.pack.bodies}
    found["body"] = (claim.body,) if claim.body else (*sorted(bodies), "")
    classes = register.classes_of_body(claim)
    known = {c.name for c in register.pack.classes} & {r.who for r in register.of("body")}
    found["body_classes"] = (
        (classes,) if classes is not None else (*((c,) for c in sorted(known)), ())
    )
    found |= _route(claim, register)
    return found


def _members(claim: Claim, register: Register, counted_by: str) -> dict[str, tuple[Any, ...]]:
    answers = {name: register.holds(name, claim) for name in register.mentioned(counted_by)}
    sure = tuple(name for name, answer in answers.items() if answer)
    # a unit is one unit: of several names that it may go by, it goes by one or by none
    maybe = [(*sure, name) for name, answer in answers.items() if answer is None]
    return {"members": (sure, *maybe)}


def _host_options(claim: Claim, register: Register) -> dict[str, tuple[Any, ...]]:
    rows = register.of("host")
    named = {row.who for row in rows} & {b.name for b in register.pack.bodies}
    wanted = sorted(
        {part for row in rows for part in row.who.split("+")} & set(register.pack.statuses)
    )
    held = (
        (tuple(claim.statuses),) if claim.statuses is not None
        else tuple(s for n in range(len(wanted) + 1) for s in combinations(wanted, n))
    )  # fmt: skip
    kinds = (claim.kind,) if claim.kind else _kinds(register)
    return {
        "host": (claim.host,) if claim.host else (*sorted(named), ""),
        "statuses": held if wanted else ((),),
        "host_classes": tuple(dict.fromkeys(register.pack.classes_of(k) for k in kinds)),
    }


def _kinds(register: Register) -> tuple[str, ...]:
    term = register.pack.vocabulary.get("牵头单位.类型")
    return term.choices if term else ()


def _route(claim: Claim, register: Register) -> dict[str, tuple[Any, ...]]:
    apart, freeing = register.frees("body"), register.frees("host")
    found: dict[str, tuple[Any, ...]] = {}
    if apart:
        found["is_apart"] = (
            claim.route == APART,
        )  # a place apart is claimed, never had by silence
    if freeing:
        found["is_freed"] = freed(claim, register)
    return found


def freed(claim: Claim, register: Register) -> tuple[bool, ...]:
    """Whether the unit's own line leaves its body's quota alone: yes, no, or both where unknown."""
    if claim.route is not None:
        return (claim.route != BODY_ROUTE,)
    given = {**_members(claim, register, "host"), **_host_options(claim, register)}
    classes = register.classes_of_body(claim) or ()
    body = {*(register.names(claim.body) if claim.body else ()), *classes}
    limits = [register.limit(world, "host") for world in worlds(given)]
    answers = {limit.frees_from(body) for limit in limits}
    is_open = any(limit.is_outside_body_quota and limit.outside_of for limit in limits) and not (
        claim.body and register.classes_of_body(claim) is not None
    )
    return (False, True) if is_open else tuple(sorted(answers))


def worlds(given: Mapping[str, Collection[Any]]) -> Iterator[World]:
    """Every combination of the options."""
    for chosen in product(*given.values()):
        yield World(**dict(zip(given, chosen, strict=True)))


def differing(
    found: Mapping[World, Hashable], given: Mapping[str, Collection[Any]]
) -> tuple[str, ...]:
    """Fields that change the outcome: two worlds alike but for that field differ in it."""
    open_ones = []
    for one in (name for name, ways in given.items() if len(ways) > 1):
        alike: dict[tuple[Any, ...], set[Hashable]] = {}
        for world, outcome in found.items():
            rest = tuple(getattr(world, name) for name in given if name != one)
            alike.setdefault(rest, set()).add(outcome)
        if any(len(outcomes) > 1 for outcomes in alike.values()):
            open_ones.append(one)
    return tuple(open_ones)

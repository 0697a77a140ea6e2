"""The engines beside ours: each makes, from the twenty rules, a function of one application or of many."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from zhinan.engines.rules import Rule
from zhinan.engines.rules.columns.verdicts import trees_of
from zhinan.engines.rules.tree import Node

from . import dialects
from .applications import facts_of
from .dialects import name_of
from .twenty import LAW

One = Callable[[dict[str, Any]], list[bool]]


def conditions(rules: tuple[Rule, ...]) -> list[Node]:
    return [trees_of(rule, LAW).condition for rule in rules]  # type: ignore[misc]


def plain_python(rules: tuple[Rule, ...]) -> One:
    """The reference: one generated function."""
    texts = [dialects.PYTHON.text(node) for node in conditions(rules)]
    names = ", ".join(name_of(path) for path in facts_of(rules))
    space: dict[str, Any] = {}
    exec(f"def judge({names}):\n    return [{', '.join(texts)}]", space)
    return lambda row: [bool(v) for v in space["judge"](**row)]


def rule_engine(rules: tuple[Rule, ...]) -> One:
    import rule_engine as library

    made = [library.Rule(dialects.RULE_ENGINE.text(node)) for node in conditions(rules)]
    return lambda row: [rule.matches(row) for rule in made]


def cel(rules: tuple[Rule, ...]) -> One:
    import cel as library

    made = [library.compile(dialects.CEL.text(node)) for node in conditions(rules)]
    return lambda row: [program.execute(row) for program in made]


def zen(rules: tuple[Rule, ...]) -> One:
    import zen as library

    made = [library.compile_expression(dialects.ZEN.text(node)) for node in conditions(rules)]
    return lambda row: [expression.evaluate(row) for expression in made]


def json_logic(rules: tuple[Rule, ...]) -> One:
    from json_logic import jsonLogic
    from json_logic.builtins import BUILTINS

    words = {
        **BUILTINS,
        "ends": lambda data, text, word: text.endswith(word),
        "length": lambda data, text: len(text),
    }
    made = [dialects.json_logic(node) for node in conditions(rules)]
    return lambda row: [bool(jsonLogic(logic, row, words)) for logic in made]


SINGLE: dict[str, tuple[str, Callable[[tuple[Rule, ...]], One]]] = {
    "rule-engine": ("rule-engine", rule_engine),
    "CEL (Rust)": ("common-expression-language", cel),
    "zen-engine": ("zen-engine", zen),
    "json-logic": ("panzi-json-logic", json_logic),
}


def versions() -> dict[str, str]:
    names = ["OpenFisca-Core", "polars", "numpy", *(package for package, _ in SINGLE.values())]
    return {name: version(name) for name in names}


class OpenFisca:
    """OpenFisca-Core: one person per application, texts as codes made beforehand, dates and money as int32."""

    period = "2024-01"

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        import numpy as np
        from openfisca_core import entities, taxbenefitsystems, variables

        self.np, self.rules = np, rules
        self.codes: dict[str, dict[str, int]] = {}
        person = entities.SingleEntity("person", "persons", "", "")
        self.system = taxbenefitsystems.TaxBenefitSystem([person])
        self.inputs = {name_of(path): fact.kind for path, fact in facts_of(rules).items()}
        self.inputs.pop("project_name")
        kinds = {n: bool if k.name in ("flag", "file") else int for n, k in self.inputs.items()}
        kinds |= {"name_ends": bool, "name_length": int}
        for name, kind in kinds.items():
            self._add(variables, person, name, kind, {})
        for rule, node in zip(rules, conditions(rules), strict=True):
            self._add(variables, person, rule.key, bool, {"formula": self._formula(node, kinds)})

    def _add(
        self, variables: Any, person: Any, name: str, kind: type, more: dict[str, Any]
    ) -> None:
        from openfisca_core import periods

        month = periods.DateUnit.MONTH
        self.system.add_variable(
            type(
                name,
                (variables.Variable,),
                {"value_type": kind, "entity": person, "definition_period": month, **more},
            )
        )

    def _formula(self, node: Node, kinds: dict[str, type]) -> Any:
        from dataclasses import replace

        coded = replace(dialects.NUMPY, quote=lambda text: str(self.code(text)))
        text = coded.text(node)
        used = [name for name in sorted(kinds) if name in text]
        reads = "".join(f"    {name} = person('{name}', period)\n" for name in used)
        space = {"np": self.np}
        exec(f"def formula(person, period):\n{reads}    return {text}", space)
        return space["formula"]

    def code(self, text: str) -> int:
        return self.codes.setdefault("", {}).setdefault(text, len(self.codes[""]) + 1)

    def arrays(self, columns: dict[str, list[Any]]) -> dict[str, Any]:
        """Inputs as arrays, texts as codes; this step is not timed."""
        np = self.np
        found = {}
        for name, kind in self.inputs.items():
            held = columns[name]
            if kind.name not in ("flag", "file", "number", "date"):
                held = [self.code(text) for text in held]
            found[name] = np.array(held, dtype=bool if kind.name in ("flag", "file") else np.int32)
        titles = columns["project_name"]
        found["name_ends"] = np.array([t.endswith("研发及产业化") for t in titles])
        found["name_length"] = np.array([len(t) for t in titles], dtype=np.int32)
        return found

    def encoded(self, columns: dict[str, Any]) -> dict[str, Any]:
        """Texts of arrays into codes, as a batch has to; timed on its own."""
        np = self.np
        return {name: np.unique(held, return_inverse=True)[1] for name, held in columns.items()}

    def run(self, arrays: dict[str, Any], *, trace: bool = False) -> list[Any]:
        from openfisca_core.simulations import SimulationBuilder

        many = len(next(iter(arrays.values())))
        simulation = SimulationBuilder().build_default_simulation(self.system, many)
        simulation.trace = trace
        for name, values in arrays.items():
            simulation.set_input(name, self.period, values)
        return [simulation.calculate(rule.key, self.period) for rule in self.rules]

    def one(self, row: dict[str, Any], *, trace: bool = False) -> list[Any]:
        """One application by its documented way in; with ``trace`` the log of the computation, as a reason."""
        from openfisca_core.simulations import SimulationBuilder

        situation = {"persons": {"a": {name: {self.period: value} for name, value in row.items()}}}
        simulation = SimulationBuilder().build_from_entities(self.system, situation)
        simulation.trace = trace
        found = [simulation.calculate(rule.key, self.period) for rule in self.rules]
        return simulation.tracer.computation_log.lines() if trace else found

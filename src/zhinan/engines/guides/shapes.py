"""The ways in which an entry of the lexicon becomes a rule, by the name it gives."""

from collections.abc import Mapping

from . import (
    rule_people,
    rule_places,
    rule_registers,
    rule_rivals,
    rule_shapes,
    rule_tables,
    rule_words,
    rule_years,
)
from .shaped import Shape

SHAPES: Mapping[str, Shape] = {
    "number": rule_shapes.number, "months": rule_shapes.months, "share": rule_shapes.share,
    "ratio_of_two": rule_shapes.ratio_of_two, "date": rule_shapes.on_date, "since": rule_shapes.since,
    "flag": rule_shapes.flag, "no_flag": rule_shapes.no_flag, "zero": rule_shapes.zero,
    "has": rule_shapes.has, "several": rule_shapes.several, "suffix": rule_shapes.suffix,
    "length": rule_shapes.length, "named": rule_shapes.named, "fixed": rule_shapes.fixed,
    "positive": rule_years.positive, "growth": rule_years.growth,
    "age": rule_people.age, "mean_age": rule_people.mean_age, "grade": rule_people.grade,
    "share_of_rows": rule_people.share_of_rows,
    "region": rule_places.region, "identity": rule_words.identity, "choice": rule_words.chosen_of,
    "countries": rule_words.countries,
    "rows": rule_tables.rows, "some_row": rule_tables.some_row, "either_count": rule_tables.either_count,
    "any_amount": rule_tables.any_amount,
    "history": rule_registers.history, "at_most": rule_rivals.at_most,
    "at_most_running": rule_rivals.at_most_running, "same_project": rule_rivals.same_project,
    "exclusion": rule_rivals.exclusion, "relation": rule_rivals.relation,
}  # fmt: skip

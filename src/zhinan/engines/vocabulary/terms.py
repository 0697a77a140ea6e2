"""Terms: the typed, labelled facts that forms, rules, documents and statistics share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

TYPES = frozenset(
    [
        "text",
        "choice",
        "choices",
        "flag",
        "integer",
        "decimal",
        "money",
        "ratio",
        "date",
        "region",
        "topic",
        "organisation",
        "person",
        "file",
        "table",
    ]
)
ORIGINS = ("declared", "registry", "computed", "document")
PERSONAL = ("no", "yes", "sensitive")
YEARS = {"下年": 1, "本年": 0, "上年": -1, "前年": -2, "大前年": -3}

_YEARLY = re.compile(r"(?P<name>.+)\[(?P<year>[^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Term:
    """One term. ``label`` is the full Chinese name, ``path`` the full English path."""

    label: str
    path: str
    type: str
    en: str = ""
    unit: str = ""
    origin: str = "declared"
    personal: str = "no"
    maximum: Decimal | None = None  # characters of a text, else the greatest value
    minimum: Decimal | None = None
    choices: tuple[str, ...] = ()
    choices_en: tuple[str, ...] = ()
    is_yearly: bool = False
    year: int | None = None  # offset from the guide's year, or a calendar year, once one is named
    is_long: bool = False
    may_be_negative: bool = False
    accept: tuple[str, ...] = ()
    is_many: bool = False
    is_required: bool = False
    hint: str = ""
    evidence: str = ""
    formula: str = ""  # how rules compute it where nobody stated it
    columns: tuple["Term", ...] = ()  # of a table
    table: str = ""  # path of the table a column belongs to
    line: int = 0

    @property
    def name(self) -> str:
        """The last part of the label: 注册日期 of 牵头单位.注册日期."""
        return self.label.rpartition(".")[2]

    @property
    def key(self) -> str:
        """The last part of the path: registered_on of lead.registered_on."""
        return self.path.rpartition(".")[2]

    @property
    def is_sensitive(self) -> bool:
        return self.personal == "sensitive"

    def column(self, name: str) -> "Term":
        """The column known by its short label or its key.

        Raises:
            KeyError: No such column.
        """
        for column in self.columns:
            if name in (column.name, column.key):
                return column
        raise KeyError(f"{self.label} has no column {name!r}")

    def of_year(self, year: int) -> "Term":
        """This yearly term in one year: an offset from the guide's year, or a calendar year (>= 1900).

        Raises:
            ValueError: The term is not kept by year.
        """
        if not self.is_yearly:
            raise ValueError(f"{self.label} is not a yearly term")
        said = next((word for word, offset in YEARS.items() if offset == year), str(year))
        return replace(
            self,
            label=f"{self.label}[{said}]",
            path=f"{self.path}[{year}]",
            is_yearly=False,
            year=year,
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms by full label and by full path.

    >>> lead = Term("牵头单位.销售收入", "lead.revenue", "money", is_yearly=True)
    >>> words = Vocabulary.of(lead)
    >>> words["牵头单位.销售收入[上年]"].path, words["lead.revenue[2022]"].year
    ('lead.revenue[-1]', 2022)
    """

    terms: tuple[Term, ...]
    by_name: Mapping[str, Term] = field(repr=False, compare=False)
    groups: Mapping[str, str] = field(default_factory=dict, compare=False)  # 牵头单位 -> lead

    @classmethod
    def of(cls, *terms: Term, groups: Mapping[str, str] | None = None) -> "Vocabulary":
        every = [inner for term in terms for inner in (term, *term.columns)]
        by_name = {name: term for term in every for name in (term.label, term.path)}
        return cls(terms, by_name, groups or {})

    def get(self, name: str) -> Term | None:
        """The term of a full label or path, with ``[上年]`` or ``[2022]`` after a yearly one; else None."""
        if name in self.by_name:
            return self.by_name[name]
        match = _YEARLY.fullmatch(name)
        term = self.by_name.get(match["name"]) if match else None
        if match is None or term is None or not term.is_yearly:
            return None
        year = match["year"]
        if year in YEARS:
            return term.of_year(YEARS[year])
        return term.of_year(int(year)) if re.fullmatch(r"-?\d{1,2}|(?:19|20)\d\d", year) else None

    def __getitem__(self, name: str) -> Term:
        term = self.get(name)
        if term is None:
            raise KeyError(f"no term {name!r}")
        return term

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def like(self, name: str) -> list[str]:
        """Up to three known labels that resemble ``name``, for a remedy."""
        from difflib import get_close_matches

        return get_close_matches(
            name, sorted({t.label for t in self.by_name.values()}), n=3, cutoff=0.5
        )

"""The vocabulary (数据字典): typed terms, states of values, reading what people type, showing it again."""

from .dates import narrow, read_date
from .faults import Fault, FaultsFound
from .loading import core_text, core_vocabulary, load_vocabulary, read_vocabulary
from .marked import Marked, read_yaml
from .reading import read_table, read_value
from .showing import show_value
from .states import ABSENT, BLANK, NONE, Knowing, State, value_of
from .terms import Term, Vocabulary

__all__ = [
    "ABSENT", "BLANK", "NONE", "Fault", "FaultsFound", "Knowing", "Marked", "State", "Term", "Vocabulary",
    "core_text", "core_vocabulary", "load_vocabulary", "narrow", "read_date", "read_table", "read_value",
    "read_vocabulary", "read_yaml", "show_value", "value_of",
]  # fmt: skip

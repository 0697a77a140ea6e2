"""Acts on the registers of integrity and of relations."""

from .imports import check_records, check_relations, import_records, import_relations
from .records import add_record, end_record, masked_number
from .relations import add_relation, end_relation

__all__ = [
    "add_record",
    "add_relation",
    "check_records",
    "check_relations",
    "end_record",
    "end_relation",
    "import_records",
    "import_relations",
    "masked_number",
]

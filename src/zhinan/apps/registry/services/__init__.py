"""Acts on the registers."""

from .bodies import add_body_members, register_body, remove_body_members, set_body_members
from .claims import accept_claim, ask_correction, refuse_claim
from .imports import check_ledger, check_organisations, import_ledger, import_organisations
from .ledger import add_ledger_entry, change_ledger_entry
from .organisations import correct_organisation, register_organisation
from .people import (
    change_person,
    masked_id_number,
    masked_phone,
    person_with_id_number,
    register_person,
    reseal_people,
    reveal_id_number,
    reveal_phone,
)
from .seed import seed_reference_data
from .statuses import add_status, end_status, record_figures
from .workdays import change_workday, publish_workday_year

__all__ = [
    "accept_claim",
    "add_body_members",
    "add_ledger_entry",
    "add_status",
    "ask_correction",
    "change_ledger_entry",
    "change_person",
    "change_workday",
    "check_ledger",
    "check_organisations",
    "correct_organisation",
    "end_status",
    "import_ledger",
    "import_organisations",
    "masked_id_number",
    "masked_phone",
    "person_with_id_number",
    "publish_workday_year",
    "record_figures",
    "refuse_claim",
    "register_body",
    "register_organisation",
    "register_person",
    "remove_body_members",
    "reseal_people",
    "reveal_id_number",
    "reveal_phone",
    "seed_reference_data",
    "set_body_members",
]

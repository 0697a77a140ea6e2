"""Acts on applications."""

from .attachments import attach_file, remove_attachment
from .copying import copy_application
from .drafts import (
    add_collaborator,
    colleagues_of,
    remove_collaborator,
    start_application,
    withdraw_application,
)
from .recommendation import (
    confirm_application,
    recommend_application,
    recommend_many,
    return_from_body,
    return_from_host,
    take_back_recommendation,
)
from .saving import Conflict, SaveResult, save_section
from .submitting import correct_application, missing_in, submit_application, take_back_application
from .waivers import grant_waiver, withdraw_waiver

__all__ = [
    "Conflict",
    "SaveResult",
    "add_collaborator",
    "attach_file",
    "colleagues_of",
    "confirm_application",
    "copy_application",
    "correct_application",
    "grant_waiver",
    "missing_in",
    "recommend_application",
    "recommend_many",
    "remove_attachment",
    "remove_collaborator",
    "return_from_body",
    "return_from_host",
    "save_section",
    "start_application",
    "submit_application",
    "take_back_application",
    "take_back_recommendation",
    "withdraw_application",
    "withdraw_waiver",
]

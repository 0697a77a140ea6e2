"""Acts on accounts: opening and closing them, roles, passwords, second factors, invitations."""

from .attempts import count_attempt, refuse_excess
from .grants import appoint_first_administrators, end_grant, grant_role, open_grant
from .invitations import (
    accept_invitation,
    find_invitation,
    invite_colleague,
    mail_invitation,
    renew_invitation,
    revoke_invitation,
)
from .passwords import (
    change_password,
    request_password_reset,
    reset_administrator_password,
    reset_password,
    set_password_anew,
    token_is_good,
)
from .people import activate_account, create_account, deactivate_account, unlock_account
from .second_factor import (
    begin_enrolment,
    confirm_enrolment,
    match_code,
    renew_recovery_codes,
    reset_administrator_second_factor,
    reset_second_factor,
    switch_off_second_factor,
)
from .sign_ins import record_sign_in

__all__ = [
    "accept_invitation",
    "activate_account",
    "appoint_first_administrators",
    "begin_enrolment",
    "change_password",
    "confirm_enrolment",
    "count_attempt",
    "create_account",
    "deactivate_account",
    "end_grant",
    "find_invitation",
    "grant_role",
    "invite_colleague",
    "mail_invitation",
    "match_code",
    "open_grant",
    "record_sign_in",
    "refuse_excess",
    "renew_invitation",
    "renew_recovery_codes",
    "request_password_reset",
    "reset_administrator_password",
    "reset_administrator_second_factor",
    "reset_password",
    "reset_second_factor",
    "revoke_invitation",
    "set_password_anew",
    "switch_off_second_factor",
    "token_is_good",
    "unlock_account",
]

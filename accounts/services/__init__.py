"""Writes to members and organizations, one function for each thing somebody does."""

from accounts.services.conduct import accept_rules
from accounts.services.erasing import erase_member
from accounts.services.holding import hold_member
from accounts.services.joining import finish_sign_up, forget_old_sign_ups, forget_sign_up
from accounts.services.members import (
    appoint_first_administrator,
    change_role,
    check_role_change,
    create_member,
    record_visit,
    set_theme,
    set_topic_moderator,
    update_profile,
)
from accounts.services.memberships import (
    approve_colleague,
    ask_to_join,
    end_membership,
    join_by_email,
    leave_organization,
    offboard_colleague,
    renew_membership,
    set_contractor,
    set_listed,
    vouch_for_colleague,
)
from accounts.services.organizations import (
    add_domain,
    choose_joining,
    choose_naming,
    remove_domain,
    save_organization,
    set_joining,
    set_naming,
)
from accounts.services.proposals import (
    agree_to_proposal,
    ask_to_administer,
    decline_proposal,
    make_administrator,
    propose_domain,
    propose_organization,
    withdraw_proposal,
)
from accounts.services.renewals import mail_renewal_again, mail_renewals
from accounts.services.second_factors import remove_second_factor

__all__ = [
    "accept_rules",
    "add_domain",
    "agree_to_proposal",
    "appoint_first_administrator",
    "approve_colleague",
    "ask_to_administer",
    "ask_to_join",
    "change_role",
    "check_role_change",
    "choose_joining",
    "choose_naming",
    "create_member",
    "decline_proposal",
    "end_membership",
    "erase_member",
    "finish_sign_up",
    "forget_old_sign_ups",
    "forget_sign_up",
    "hold_member",
    "join_by_email",
    "leave_organization",
    "mail_renewal_again",
    "mail_renewals",
    "make_administrator",
    "offboard_colleague",
    "propose_domain",
    "propose_organization",
    "record_visit",
    "remove_domain",
    "remove_second_factor",
    "renew_membership",
    "save_organization",
    "set_contractor",
    "set_joining",
    "set_listed",
    "set_naming",
    "set_theme",
    "set_topic_moderator",
    "update_profile",
    "vouch_for_colleague",
    "withdraw_proposal",
]

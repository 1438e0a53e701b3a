"""The last step of signing in, by whatever way a member came there."""

import logging

from allauth.account.stages import LoginStage
from django.shortcuts import redirect

logger = logging.getLogger("rounds.security")
SUSPENDED = "suspended"  # in the session of the browser: who has shown that the account is theirs


class SuspensionStage(LoginStage):
    """Who is suspended learns until when and why on a page of its own, and is not signed in.

    After the right password, code and passkey only: nobody else shall know.
    """

    key = "suspension"

    def handle(self):
        user = self.login.user
        if user is None or not user.is_suspended:
            return None, True
        logger.info("Sign-in of member %s refused: suspended", user.pk)
        self.request.session[SUSPENDED] = user.pk
        return redirect("suspended"), False

from allauth.account import auth_backends

from accounts.models import User
from forum.core.prepared import prepared


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """allauth's, which finds the member of each request by a prepared query.

    A sign-up that nobody finished signs in as little as an address that nobody knows, and at the
    cost of one hash: else signing up with an address, and then in, would tell whether it is known.
    """

    def get_user(self, user_id: int) -> User | None:
        found = next(iter(_member(None, pk=user_id)), None)
        return found if found and self.user_can_authenticate(found) else None

    def _authenticate_by_email(self, email, password):
        """Of all who claim an address, ask the one who confirmed it."""
        owner = User.objects.owning(email.lower())
        return self._check_password(owner, password)

    def _check_password(self, user, password):
        return super()._check_password(user if user and user.confirmed_at else None, password)


@prepared
def _member(viewer, pk):
    return User.objects.filter(pk=pk)

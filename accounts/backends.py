from allauth.account import auth_backends

from accounts.models import User
from forum.core.prepared import prepared


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """allauth's, which finds the member of each request by a prepared query."""

    def get_user(self, user_id: int) -> User | None:
        found = next(iter(_member(None, pk=user_id)), None)
        return found if found and self.user_can_authenticate(found) else None


@prepared
def _member(viewer, pk):
    return User.objects.filter(pk=pk)

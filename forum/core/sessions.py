"""Sessions as Django keeps them, in the database. What is read with one: see editions.py."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Subquery
from django.utils import timezone

from forum.core import editions
from forum.core.models import Generation


class SessionStore(DatabaseStore):
    def _get_session_from_db(self):
        number = Generation.objects.filter(pk=editions.CONDUCT).values("value")
        rows = self.model.objects.annotate(edition=Subquery(number))
        live = rows.filter(session_key=self.session_key, expire_date__gt=timezone.now())
        found = next(iter(live), None)
        editions.tell(found.edition if found else None)
        if found is None:
            self._session_key = None
        return found

"""What tests of proposals share: the facts of a hospital, and a colleague somebody vouches for."""

from accounts.models import Proposal
from accounts.services import ask_to_join, vouch_for_colleague
from tests.make import make_user, make_verified

FACTS = {"kind": "hospital", "website": "https://www.county.example/about", "region": "Ohio"}


def vouched_for(organization, **fields) -> Proposal:
    membership = ask_to_join(user=make_user(**fields), organization=organization)
    return vouch_for_colleague(
        membership=membership, by=make_verified(organization=organization, display_name="Sam Ortiz")
    )

import pytest

from tests.make import make_organization, make_peers, make_subject, make_thread, make_verified
from tests.replies.nameless import LABEL


@pytest.fixture
def lakeshore(db):
    organization = make_organization("Lakeshore", "cancer_center", beds="200-299", region="Ohio")
    make_peers(organization)
    return organization


@pytest.fixture
def maya(lakeshore):
    return make_verified(
        organization=lakeshore, display_name="Maya Okafor", handle="mokafor", job_title="Director"
    )


@pytest.fixture
def thread(asker):
    return make_thread(author=asker)


@pytest.fixture
def asked(maya):
    """A question of Maya's without her name."""
    return make_thread(author=maya, unnamed_as=LABEL)


@pytest.fixture
def tiktok(asker):
    return make_thread(author=asker, subject=make_subject())

import gc
import subprocess
import sys

import pytest
from django.db.models.expressions import Col
from django.test import TransactionTestCase
from whitenoise import WhiteNoise

from accounts.hashers import Argon2Hasher
from tests.emptying import empty_tables
from tests.make import PASSWORD, make_user
from tests.undone import forget


def pytest_configure(config):
    """Pages name static files by their hash, so those are collected first, once for all workers."""
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, "-m", "forum.start", "--static"], check=True)


def pytest_collection_finish():
    """All that is loaded by now stays: garbage is not looked for in it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_looked_for_once():
    """Each test's client makes its own chain of middleware, which reads the folder of static files anew."""
    found = {}
    look = WhiteNoise.add_files

    def add_files(self, root, prefix=None):
        if (root, prefix) not in found:
            look(self, root, prefix)
            found[root, prefix] = self.files.copy()
        self.files.update(found[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "add_files", add_files)
        yield


@pytest.fixture(autouse=True, scope="session")
def memory_of_a_hash():
    """What hashing a password takes, in KiB; in tests it takes next to none, for it is slow on purpose."""
    memory = Argon2Hasher.memory_cost
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2Hasher, "memory_cost", 8)
        yield memory


@pytest.fixture(autouse=True, scope="session")
def _columns_are_told_apart_quickly():
    """Django hashes each column of an ordered query by all that its constructor was given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Col, "__hash__", lambda column: hash((column.alias, column.target)))
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_quickly():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield


@pytest.fixture(autouse=True)
def _forget_what_a_process_remembers(request):
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        forget()


@pytest.fixture(autouse=True)
def _members_are_known(settings):
    """Posts of members are seen at once; the tests of who has to wait first turn the rule on."""
    settings.HOLD_FIRST_POSTS = False


@pytest.fixture
def asker(db):
    return make_user(
        handle="dwhitfield",
        display_name="Dana Whitfield",
        email="dana@piedmont.example",
        password=PASSWORD,
    )


@pytest.fixture
def peer(db):
    return make_user(handle="praman", display_name="Priya Raman", email="priya@summit.example")


@pytest.fixture
def outsider(db):
    return make_user(handle="kellin", display_name="Kelli Nakamura", email="kelli@county.example")


@pytest.fixture
def moderator(db):
    return make_user(
        handle="hbrandt", display_name="Helen Brandt", email="helen@rounds.example", role="moderator"
    )


@pytest.fixture
def administrator(db):
    return make_user(
        handle="radmin", display_name="Rowan Adler", email="rowan@rounds.example", role="administrator"
    )


@pytest.fixture
def as_member(client):
    """A browser signed in as whoever is given."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in

import pytest

from tests.make import make_organization, make_subject, make_verified


@pytest.fixture
def tiktok():
    return make_subject()


@pytest.fixture
def lakeshore():
    return make_organization("Lakeshore Health", domain="lakeshore.example")


@pytest.fixture
def dana(lakeshore):
    return make_verified(organization=lakeshore, display_name="Dana Whitfield")


@pytest.fixture
def priya(lakeshore):
    return make_verified(organization=lakeshore, display_name="Priya Raman")

import pytest

from tests.make import make_organization, make_verified


@pytest.fixture
def lakeshore():
    return make_organization(
        name="Lakeshore Cancer Institute",
        slug="lakeshore",
        kind="cancer_center",
        domain="lakeshore.example",
        region="Michigan",
        beds="50-99",
        website="https://www.lakeshore.example/",
        about="A two-campus cancer institute.",
    )


@pytest.fixture
def maya(lakeshore):
    return make_verified(
        organization=lakeshore, is_administrator=True, handle="mokafor", display_name="Maya Okafor"
    )

"""Where organizations are: a state or territory of the United States, or another country."""

from django.utils.translation import gettext_lazy as _

STATES = (
    "Alabama,Alaska,American Samoa,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,"
    "District of Columbia,Florida,Georgia,Guam,Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,"
    "Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,"
    "New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Northern Mariana Islands,Ohio,"
    "Oklahoma,Oregon,Pennsylvania,Puerto Rico,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,"
    "U.S. Virgin Islands,Utah,Vermont,Virginia,Washington,West Virginia,Wisconsin,Wyoming"
).split(",")
COUNTRIES = (
    "Argentina,Australia,Austria,Bahamas,Barbados,Belgium,Bermuda,Brazil,Canada,Chile,China,Colombia,Costa Rica,"
    "Croatia,Czechia,Denmark,Dominican Republic,Egypt,Finland,France,Germany,Ghana,Greece,Hong Kong,Hungary,"
    "Iceland,India,Indonesia,Ireland,Israel,Italy,Jamaica,Japan,Jordan,Kenya,Kuwait,Lebanon,Malaysia,Mexico,"
    "Netherlands,New Zealand,Nigeria,Norway,Pakistan,Panama,Peru,Philippines,Poland,Portugal,Qatar,Romania,"
    "Rwanda,Saudi Arabia,Singapore,Slovakia,Slovenia,South Africa,South Korea,Spain,Sweden,Switzerland,Taiwan,"
    "Thailand,Trinidad and Tobago,Turkey,Uganda,Ukraine,United Arab Emirates,United Kingdom,Uruguay,Vietnam,"
    "Another country"
).split(",")


def choices() -> list:
    """For a select field, in two groups."""
    return [
        (_("United States"), [(state, state) for state in STATES]),
        (_("Elsewhere"), [(country, country) for country in COUNTRIES]),
    ]

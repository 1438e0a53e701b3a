"""The seven rules that Rounds began with. A migration publishes them as version 1."""

from typing import Any

from forum.core import editions, markup
from forum.core.models import Generation

RULES = [  # title, noun, text
    (
        "No patient information",
        "patient information",
        "Nothing that could identify a patient: no names, dates, photos or record numbers, and no story "
        "told so closely that a neighbor would know. If you are not sure, leave it out.",
    ),
    (
        "Be kind, and candid",
        "unkind words",
        "Say what did not work. Disagree with the idea, not with the person.",
    ),
    (
        "Do not name colleagues in a complaint",
        "naming a colleague",
        "Describe the problem. The people in it cannot answer here.",
    ),
    (
        "Vendors answer, they do not sell",
        "sales pitch",
        "People at agencies and vendors are welcome to answer from experience, and say where they work. "
        "No pitches, no links to offers.",
    ),
    (
        "No talk of prices, wages or bids",
        "prices or wages",
        "Competing organizations may not compare what they pay or charge. Ask how something is done, not "
        "what it costs at another organization.",
    ),
    (
        "Stay on the topic",
        "off topic",
        "A new question gets more answers in a thread of its own.",
    ),
    (
        "Keep Rounds useful",
        "not useful here",
        "No copied articles, no surveys for outsiders, no accounts in another person’s name.",
    ),
]


def publish_first(version_model: Any, rule_model: Any, *, at) -> None:
    """Publish them as version 1, as of ``at``. The models are given: a migration has its own."""
    version = version_model.objects.create(
        number=1,
        published_at=at,
        what_changed="The rules that Rounds began with.",
        asks_acceptance=True,
    )
    rule_model.objects.bulk_create(
        rule_model(
            version=version,
            number=number,
            title=title,
            noun=noun,
            text=text,
            html=markup.render(text),
        )
        for number, (title, noun, text) in enumerate(RULES, 1)
    )
    Generation.objects.update_or_create(pk=editions.CONDUCT, defaults={"value": 1})

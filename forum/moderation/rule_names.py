"""The rules as the log and the counts name them: the one place there that knows where rules come from."""

from forum.moderation.models import Rule


def rule_choices() -> list[tuple[str, str]]:
    """Every rule with its name: ("4", "4. Vendors answer, they do not sell")."""
    return [(value, str(label)) for value, label in Rule.choices]


def rule_title(rule: str) -> str:
    """The name of ``rule``; its number where it is none of the present ones."""
    return dict(rule_choices()).get(rule, rule)

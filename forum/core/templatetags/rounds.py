"""The few tags that every template may use without loading them."""

from django import forms, template
from django.conf import settings
from django.utils.html import format_html

from forum.core.dates import waited, when
from forum.core.fragments import fragment
from forum.core.frame import header

register = template.Library()
OF_ANY_FIELD = {"max_length", "min_value", "max_value", "null_characters_not_allowed"}
DJANGOS_OWN = [
    forms.Field.default_error_messages["required"],
    forms.IntegerField.default_error_messages["invalid"],
    forms.ChoiceField.default_error_messages["invalid_choice"],
]


_sprite = fragment("components/sprite.html", most=1)
_files = fragment("components/files.html", most=2)
_footer = fragment("components/footer.html", most=1)


@register.simple_tag
def page_sprite():
    """The icons of the page, once."""
    return _sprite(())


@register.simple_tag(takes_context=True)
def page_files(context):
    """Style, font and, for members, the scripts."""
    user = context.get("user")
    return _files(bool(user and user.is_authenticated))


@register.simple_tag(takes_context=True)
def page_header(context):
    """The header, with the tab that ``nav`` names as the present one."""
    return header(context.get("request"), context.get("nav", ""))


@register.simple_tag
def page_footer():
    return _footer(())


@register.simple_tag
def contact_email():
    """Where to write, on the page for 500 too, which has no context."""
    return settings.CONTACT_EMAIL


@register.simple_tag
def icon(name: str):
    """An icon of the sprite, for the eye only: a word stands beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>', name)


@register.filter
def names_its_field(error) -> bool:
    """Whether the message of ``error`` tells what it is about; those that any field may have do not."""
    return error.code not in OF_ANY_FIELD and error.message not in DJANGOS_OWN


@register.simple_tag
def time_of(moment):
    """``moment`` as ``<time>``: relative for a week, then the day."""
    return _time(when(moment))


@register.simple_tag
def time_waited(moment):
    """How long it is since ``moment``, as ``<time>``."""
    return _time(waited(moment))


def _time(shown):
    return format_html('<time datetime="{}">{}</time>', shown.iso, shown.label)

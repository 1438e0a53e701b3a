"""The administration of topics, of who looks after them, and of tags. It writes through the services, as everything does."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.core.errors import Refused
from forum.threads.models import Tag, Topic, TopicModerator
from forum.threads.services import (
    add_topic_moderator,
    delete_tag,
    remove_topic_moderator,
    save_tag,
    save_topic,
)


class TopicForm(forms.ModelForm):
    archived = forms.BooleanField(
        label=_("Archived"),
        required=False,
        help_text=_("Its questions stay where they are, and it takes no more."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archived"].initial = self.instance.archived_at is not None

    def clean(self):
        data = super().clean() or {}
        archived = data.get("archived")
        self.instance.archived_at = (self.instance.archived_at or timezone.now()) if archived else None
        return data


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    """Topics are archived, not deleted: their threads keep their addresses."""

    list_display = ["name", "slug", "position", "thread_count", "archived_at"]
    ordering = ["position", "name"]
    form = TopicForm
    fields = ["name", "slug", "description", "reminder", "position", "archived", "thread_count"]
    readonly_fields = ["thread_count"]
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("description", "reminder"):
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        save_topic(topic=obj)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request, obj, form, change):
        save_tag(tag=obj)

    def delete_model(self, request, obj):
        delete_tag(tag=obj)

    def delete_queryset(self, request, queryset):
        for tag in queryset:
            delete_tag(tag=tag)


class TopicModeratorForm(forms.ModelForm):
    by: User

    def clean(self):
        """Try it, so that a rule that says no is told beside the field; saving does it for good."""
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            with transaction.atomic():
                add_topic_moderator(topic=data["topic"], member=data["user"], by=self.by)
                transaction.set_rollback(True)
        except Refused as refusal:
            self.add_error("user", str(refusal))
        return data


@admin.register(TopicModerator)
class TopicModeratorAdmin(admin.ModelAdmin):
    """Who looks after which topic: given and taken, never changed."""

    form = TopicModeratorForm
    list_display = ["topic", "user", "created_at"]
    list_filter = ["topic"]
    list_select_related = ["topic", "user"]
    ordering = ["topic__position", "user__handle"]
    fields = ["topic", "user"]
    autocomplete_fields = ["user"]

    def has_change_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user  # type: ignore[attr-defined]
        return form

    def save_model(self, request, obj, form, change):
        obj.pk = add_topic_moderator(topic=obj.topic, member=obj.user, by=request.user).pk

    def delete_model(self, request, obj):
        remove_topic_moderator(topic=obj.topic, member=obj.user, by=request.user)

    def delete_queryset(self, request, queryset):
        for row in queryset:
            self.delete_model(request, row)

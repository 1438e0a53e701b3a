"""The administration of topics and tags. It writes through the services, as everything does."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.threads.models import Tag, Topic
from forum.threads.services import delete_tag, save_tag, save_topic


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

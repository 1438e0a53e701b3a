"""The administration of topics and tags. It writes through the services, as everything does."""

from django.contrib import admin

from forum.threads.models import Tag, Topic
from forum.threads.services import delete_tag, save_tag, save_topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    """Topics are archived, not deleted: their threads keep their addresses."""

    list_display = ["name", "slug", "position", "thread_count", "archived_at"]
    ordering = ["position", "name"]
    fields = ["name", "slug", "description", "position", "archived_at", "thread_count"]
    readonly_fields = ["thread_count"]
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request, obj=None):
        return False

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

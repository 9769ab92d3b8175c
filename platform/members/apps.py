"""Django's entry to `members`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """The `members` app: fills in the vocabulary, words its facts, and puts its pages into the shell."""

    name = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what other layers ask for."""
        from members import sentences, signals, vocabulary

        post_migrate.connect(vocabulary.after_migrating, sender=self)
        signals.connect()
        sentences.register()
        self._guard_streams()
        self._enter_shell()

    def _guard_streams(self) -> None:
        from members.entrance import second_factor
        from web.live import doorkeeper

        doorkeeper.barred.append(second_factor.all_missing)

    def _enter_shell(self) -> None:
        from members import delegates, notices
        from web import navigation
        from web.navigation import Entry, signed_in

        navigation.register(Entry("members:directory", _("Members"), order=30))
        navigation.register(Entry("members:profile", _("My profile"), 10, signed_in, "account", "person"))
        navigation.register(Entry("members:visibility", _("Who sees what"), 20, signed_in, "account", "eye"))
        navigation.register(Entry("members:security", _("Signing in"), 30, signed_in, "account", "lock"))
        navigation.register(Entry("members:data", _("My data"), 40, signed_in, "account", "download"))
        navigation.count_notices(lambda request: notices.unread(request.user), address="members:notices")
        navigation.describe_reader(
            lambda request: ", ".join(member.name for member in delegates.acting_members(request.user))
        )

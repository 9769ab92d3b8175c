"""Make somebody organiser or secretariat of a network; how the first secretariat gets in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members import offices
from members.models import Network, Office, Person


class Command(BaseCommand):
    """`vernetzt manage appoint ADDRESS ROLE NETWORK`."""

    help = "Make somebody who has signed up organiser or secretariat of a network."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what the command takes."""
        parser.add_argument("address", help="e-mail address of an account")
        parser.add_argument("role", choices=Office.Role.values)
        parser.add_argument("network", help="slug of the network, such as iscn")

    def handle(self, *, address: str, role: str, network: str, **_: Any) -> None:
        """Give the office.

        Raises:
            CommandError: there is no such account or network.
        """
        person = Person.objects.filter(email__iexact=address, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody has signed up with {address}.")
        found = Network.objects.filter(slug=network).first()
        if found is None:
            known = ", ".join(Network.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no network {network}; there are {known}.")
        offices.give(person=person, network=found, role=role, by=None)
        self.stdout.write(f"{person.display_name} is {role} of {found.name} now.")

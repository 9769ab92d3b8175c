"""Makes the stock server's tables, and people with sessions; prints their cookies as JSON.

python -m benchmarks.stock.prepare PEOPLE
"""

import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.stock.settings")
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from benchmarks.people import cookies

    call_command("migrate", run_syncdb=True, verbosity=0)
    people = [User(username=f"bench-{n}", password=f"!{n}") for n in range(int(sys.argv[1]))]
    User.objects.bulk_create(people)
    print(json.dumps({"cookies": cookies(people)}))

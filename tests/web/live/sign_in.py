"""Signs people in, in the database of a platform that runs as processes; prints them as JSON.

python -m tests.web.live.sign_in 3
"""

import json
import sys
from dataclasses import asdict

import django

if __name__ == "__main__":
    django.setup()
    from tests.web.live.clients import visitors

    sys.stdout.write(json.dumps([asdict(each) for each in visitors(int(sys.argv[1]))]))

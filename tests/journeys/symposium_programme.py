"""A symposium of two days about cool cities: what its organiser has in a spreadsheet, and whom they invite."""

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO

TITLE = "Cool cities, cool heads"
WELCOME, CANALS, TREES, TAKE_HOME = "Welcome", "Three canals, three tables", "Trees that survive", "What we take home"
HALL, STUDIO = "Plenum", "Studio"
PLACES = 2
"""How many people the session about canals takes."""
ROWS = (
    (WELCOME, "talk", "en", 60, "", HALL, 0, "09:00"),
    ("Dónde falta sombra", "talk", "es", 45, "", HALL, 0, "10:15"),
    ("Rain that stays", "talk", "en", 45, "", STUDIO, 0, "10:15"),
    ("Break", "break", "", 30, "", HALL, 0, "11:00"),
    ("Who pays for shade?", "panel", "en", 60, "", HALL, 0, "11:30"),
    (CANALS, "world_cafe", "en", 60, PLACES, STUDIO, 0, "11:30"),
    ("O que não deu certo", "fishbowl", "pt", 45, "", HALL, 0, "14:00"),
    (TREES, "talk", "de", 45, "", HALL, 1, "09:00"),
    ("Open gauge data", "talk", "en", 45, "", STUDIO, 1, "09:00"),
    ("Kühle Schulhöfe", "talk", "de", 45, "", HALL, 1, "10:00"),
    ("The next step", "1-2-4-all", "en", 45, "", STUDIO, 1, "10:00"),
    ("Break", "break", "", 15, "", HALL, 1, "10:45"),
    ("What maps leave out", "panel", "en", 60, "", HALL, 1, "11:15"),
)
"""Thirteen sessions: title, format, language, minutes, capacity, stage, day, hour; the last one is made by hand."""


@dataclass(frozen=True)
class Invited:
    """Somebody on the agenda; who has an account is known by their address."""

    name: str
    email: str
    session: str
    language: str = "en"
    role: str = "speaker"


STEFAN = Invited("", "muenchen@demo.invalid", WELCOME, "de", "moderator")
INACIO = Invited("Inácio (demo)", "inacio.demo@example.org", "O que não deu certo", "pt-br")
TEREZA = Invited("Tereza (demo)", "tereza.demo@example.org", TREES, "de")
SPEAKERS = (
    STEFAN,
    Invited("Ama (demo)", "ama.demo@example.org", WELCOME),
    Invited("Ximena (demo)", "ximena.demo@example.org", "Dónde falta sombra", "es"),
    Invited("Farid (demo)", "farid.demo@example.org", "Rain that stays"),
    Invited("Noor (demo)", "noor.demo@example.org", "Who pays for shade?"),
    Invited("Piet (demo)", "piet.demo@example.org", CANALS),
    INACIO,
    TEREZA,
    Invited("Oksana (demo)", "oksana.demo@example.org", "What maps leave out"),
)


def spreadsheet(days: tuple[date, date]) -> bytes:
    """The sessions as a CSV file, on the host's clock."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(("title", "format", "language", "minutes", "capacity", "stage", "start"))
    rows.writerows((*about, f"{days[day]} {hour}") for *about, day, hour in ROWS)
    return text.getvalue().encode()

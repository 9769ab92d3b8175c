"""Holding a rehearsal: every bot at once, a progress bar, and the report at the end."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from exchanges.mixers import programme
from exchanges.mixers.models import Mixer
from hub.rehearsal import report, sign_in
from hub.rehearsal.bot import Bot, Part
from hub.rehearsal.cast import Cast
from hub.rehearsal.observations import Observations

ARRIVING = 0.05
"""Seconds between two bots that sign in, so that the door is busy but not beleaguered."""
PATIENCE = 90.0
"""Seconds beyond the programme's end after which a rehearsal is broken off."""


def hold(cast: Cast, base_url: str, *, console: Console) -> dict[str, Any]:
    """Let all bots play and report what held; what troubled them is told on the console."""
    mixer = cast.mixer
    parts = [
        Part(person.pk, sign_in.address(person.pk), mixer.event.slug, mixer.round_seconds * 0.7, seed=number)
        for number, person in enumerate(cast.bots)
    ]
    seen = asyncio.run(_play(parts, base_url, _length(mixer), console))
    for trouble, times in Counter(trouble for bot in seen for trouble in bot.troubles).most_common():
        console.print(f"{times} x {trouble}", markup=False)
    spoken = {int(person.pk): languages for person, languages in cast.bots.items()}
    return report.make(seen, rounds=mixer.round_count, spoken=spoken)


def _length(mixer: Mixer) -> float:
    starts_at = mixer.event.starts_at
    return (programme.of(mixer).ends_at(starts_at) - starts_at).total_seconds()


async def _play(parts: Sequence[Part], base_url: str, seconds: float, console: Console) -> list[Observations]:
    sent: dict[str, float] = {}
    bots = [Bot(part, base_url, sent) for part in parts]
    tasks = [asyncio.create_task(_arrive(bot, ARRIVING * place)) for place, bot in enumerate(bots)]
    watching = asyncio.create_task(_watch(bots, seconds, console))
    await asyncio.wait(tasks, timeout=seconds + ARRIVING * len(bots) + PATIENCE)
    for task in tasks:
        task.cancel()
    for bot, end in zip(bots, await asyncio.gather(*tasks, return_exceptions=True), strict=True):
        bot.seen.troubles += [repr(end)] if end is not None else []
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return [bot.seen for bot in bots]


async def _arrive(bot: Bot, after: float) -> None:
    await asyncio.sleep(after)
    await bot.play()


async def _watch(bots: Sequence[Bot], seconds: float, console: Console) -> None:
    """Show how far the programme is and what has been said."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    began = time.monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("rehearsal", total=round(seconds))
        while True:
            said = sum(bot.seen.said for bot in bots)
            held = max((len(bot.seen.bells) for bot in bots), default=0)
            passed = min(round(seconds), int(time.monotonic() - began))
            progress.update(bar, completed=passed, description=f"round {held}, {said} texts said")
            await asyncio.sleep(0.5)

"""What the web worker keeps in memory: halfway through a load and at its end, so that a leak shows."""

import asyncio

from benchmarks.report import Line, bounded
from tools.server import Server

MOST, GROWTH = 200_000_000, 1.05


async def halfway_and_end(server: Server, seconds: float) -> tuple[int, int]:
    """Bytes, while others load it for so many seconds."""
    await asyncio.sleep(seconds / 2)
    halfway = server.memory()
    await asyncio.sleep(seconds / 2)
    return halfway, server.memory()


def stays_flat(load: str, halfway: int, end: int, most: int | None = MOST) -> Line:
    """Without `most` only growth counts: what a worker keeps of a whole country is shown, not bounded."""
    growth = end / halfway
    goal = f"<= {GROWTH} x" + (f", < {most / 1e6:.0f} MB" if most else "")
    return bounded(
        f"memory of the web worker, {load}",
        f"{growth:.2f} x halfway, {end / 1e6:.0f} MB",
        goal,
        growth <= GROWTH and (most is None or end < most),
        f"{halfway / 1e6:.1f} MB halfway, {end / 1e6:.1f} MB at the end",
    )

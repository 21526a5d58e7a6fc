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


def stays_flat(load: str, halfway: int, end: int) -> Line:
    growth = end / halfway
    return bounded(
        f"memory of the web worker, {load}",
        f"{end / 1e6:.0f} MB, {growth:.2f} x halfway",
        f"< {MOST / 1e6:.0f} MB, <= {GROWTH} x",
        end < MOST and growth <= GROWTH,
        f"{halfway / 1e6:.1f} MB halfway, {end / 1e6:.1f} MB at the end",
    )

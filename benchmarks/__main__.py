"""Every measurement, or the ones named: python -m benchmarks [published saving …]

Ends well only when every goal holds and nothing was skipped.
"""

import sys
from pathlib import Path

from django.conf import settings

# Before what marks its texts at import. What is measured runs in processes with settings of their own.
settings.configure(USE_I18N=False)

from benchmarks import (  # noqa: E402
    burst,
    cases,
    changes,
    fifty,
    importing,
    pdf,
    presence,
    published,
    readability,
    reminders,
    saving,
    search,
    weights,
)
from benchmarks.report import Line, print_table, write_json  # noqa: E402

MEASUREMENTS = {
    "published": published,
    "saving": saving,
    "presence": presence,
    "fifty": fifty,
    "pdf": pdf,
    "importing": importing,
    "reminders": reminders,
    "readability": readability,
    "changes": changes,
    "search": search,
    "weights": weights,
    "burst": burst,
    "cases": cases,
}


def main(names: list[str]) -> int:
    lines: list[Line] = []
    try:
        for name in names or MEASUREMENTS:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            lines.extend(MEASUREMENTS[name].run())
    finally:
        print_table(lines)
        write_json(lines, Path("build/bench.json"))
    return any(line.holds is False or line.was_skipped for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

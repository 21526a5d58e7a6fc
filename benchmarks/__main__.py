"""Every measurement, or the ones named: python -m benchmarks [published saving …]"""

import sys
from pathlib import Path

from benchmarks import (
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
)
from benchmarks.report import Line, print_table, write_json

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
}


def main(names: list[str]) -> int:
    lines: list[Line] = []
    for name in names or MEASUREMENTS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        lines += MEASUREMENTS[name].run()
    print_table(lines)
    write_json(lines, Path("build/bench.json"))
    return any(line.holds is False for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

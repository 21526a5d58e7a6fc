"""Find the browser for the tests, or install Debian's where we may."""

import os
import shutil
import subprocess

# The first has no window and no buttons of its own to draw: the tests take a fifth less time with it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "chromium")  # older releases of Debian have only the second
ADVICE = "No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path."


def find_browser() -> str | None:
    """The path of a Chromium, from CHROMIUM or the search path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def install_browser() -> str:
    """Make sure there is a browser; raises RuntimeError that says what to do when there cannot be."""
    if found := find_browser():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)  # noqa: S607
        for package in PACKAGES:
            _install(package)
            if found := find_browser():
                return found
    raise RuntimeError(ADVICE)


def _install(package: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603

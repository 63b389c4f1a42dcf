"""
The kinds of processor that the image is built for: this machine's own, and what qemu does for it.

The kernel hands a program of another processor to qemu where that is registered (binfmt_misc) with the flag F, which
keeps the emulator open, so that it is found inside a container, too.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from scripts.shell import DidNotRun
from scripts.wheels import PROCESSORS

HANDLERS = Path("/proc/sys/fs/binfmt_misc")
# How many times longer everything may take under emulation.
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Platform:
    """A processor: `debian` as docker and Debian call it, `machine` as ``uname -m`` does."""

    debian: str
    machine: str
    emulated: bool = False

    @property
    def name(self) -> str:
        """As ``--platform`` wants it."""
        return f"linux/{self.debian}"

    @property
    def suffix(self) -> str:
        """What tells the names of its images from this machine's own."""
        return f"-{self.debian}" if self.emulated else ""

    @property
    def patience(self) -> int:
        """The factor of every time to wait."""
        return PATIENCE if self.emulated else 1


def platform_of(name: str | None, handlers: Path = HANDLERS) -> Platform:
    """The platform called *name*, as ``linux/arm64``; None is this machine's. `DidNotRun` where nothing runs it."""
    own = os.uname().machine
    machine = PROCESSORS[name.removeprefix("linux/")] if name else own
    debian = {each: called for called, each in PROCESSORS.items()}.get(machine, machine)
    if machine == own:
        return Platform(debian, machine)
    handler = handlers / f"qemu-{machine}"
    said = handler.read_text() if handler.is_file() else ""
    if not (said.startswith("enabled") and re.search(r"^flags: \w*F", said, re.MULTILINE)):
        raise DidNotRun(
            f"The image was not built: no emulator is registered for {machine} with the flag F. Debian has one in "
            f"qemu-user-static; where no systemd runs, /lib/systemd/systemd-binfmt qemu-{machine}.conf registers it."
        )
    return Platform(debian, machine, emulated=True)

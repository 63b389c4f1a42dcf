"""Which processor the image is built for, and what is said where nothing here runs programs of another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts import image
from scripts.platforms import Platform, platform_of
from scripts.shell import DidNotRun
from scripts.wheels import PROCESSORS

OWN = os.uname().machine
[OTHER] = [(debian, machine) for debian, machine in PROCESSORS.items() if machine != OWN][:1]
REGISTERED = "enabled\ninterpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P\nflags: {}\noffset 0\n"


def test_this_machines_own_needs_no_emulator(tmp_path: Path) -> None:
    """Neither unsaid nor by name, and its images keep their plain names."""
    own = platform_of(None, tmp_path)

    assert (own.machine, own.emulated, own.suffix, own.patience) == (OWN, False, "", 1)
    assert OWN not in PROCESSORS.values() or platform_of(own.name, tmp_path) == own


def test_another_is_emulated_where_its_emulator_reaches_into_containers(tmp_path: Path) -> None:
    """Registered and held open by the kernel (F): everything may take longer, its images are called by it."""
    debian, machine = OTHER
    (tmp_path / f"qemu-{machine}").write_text(REGISTERED.format("POF"))

    found = platform_of(f"linux/{debian}", tmp_path)

    assert found == Platform(debian, machine, emulated=True)
    assert (found.name, found.suffix) == (f"linux/{debian}", f"-{debian}")
    assert found.patience > 1


@pytest.mark.parametrize("said", [None, REGISTERED.format("PO"), "disabled\n" + REGISTERED.format("F")[8:]])
def test_another_without_such_an_emulator_is_said_to_be_missing(tmp_path: Path, said: str | None) -> None:
    """Not there, not held open, or switched off: one line that tells what to do."""
    debian, machine = OTHER
    if said is not None:
        (tmp_path / f"qemu-{machine}").write_text(said)

    with pytest.raises(DidNotRun, match=rf"for {machine} .*qemu-user-static.*systemd-binfmt"):
        platform_of(f"linux/{debian}", tmp_path)


def test_what_this_machine_lacks_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was built, so nothing was found wrong: a status of its own."""
    monkeypatch.setattr("shutil.which", lambda name: None)

    assert image.main([]) == image.DID_NOT_RUN
    assert "The image was not built: this needs root and buildah" in capsys.readouterr().err

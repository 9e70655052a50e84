"""`tongxin simulate`: stand-ins for outside systems, as processes of their own with durable books."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from incident.cli.refusals import BadInput
from incident.config import read_settings

SIMULATORS = (
    "billing",
    "broadcast",
    "cell_broadcast",
    "smtp",
    "sms",
    "voice",
    "chat",
    "push",
    "cmpp",
    "hotline",
    "halls",
)
#: Options that not every system has: whose they are, and what those do with them.
OWN_OPTIONS = {
    "http_port": (("smtp",), "has a reading side"),
    "imap_port": (("smtp",), "has a mailbox"),
    "smpp_port": (("sms",), "has an SMSC"),
    "cmpp_port": (("cmpp",), "has a CMPP gateway"),
    "callback": (("billing", "sms", "voice"), "call back"),
    "drop": (("billing",), "reads files"),
}


@click.command()
@click.argument("system", type=click.Choice(SIMULATORS))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="On loopback; 0 takes any free one.")
@click.option("--http-port", type=click.IntRange(0, 65535), help="smtp only: where its mails can be read.")
@click.option("--imap-port", type=click.IntRange(0, 65535), help="smtp only: where its mailbox is read over IMAP.")
@click.option("--smpp-port", type=click.IntRange(0, 65535), help="sms only: where its SMSC listens.")
@click.option("--cmpp-port", type=click.IntRange(0, 65535), help="cmpp only: where its gateway listens.")
@click.option("--callback", help="billing, sms and voice: http address on this machine that they push news to.")
@click.option(
    "--drop",
    type=click.Path(file_okay=False, path_type=Path),
    help="billing only: folder in which it reads files and answers them.",
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Its durable books; left out: simulators/SYSTEM in TONGXIN_VAR_DIR.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Decides who fails and which answer is lost.")
@click.option("--faults", default="{}", show_default=True, help='JSON such as {"fail_ppm": 2000}.')
@click.option("--fast", type=click.IntRange(1), default=1, show_default=True, help="How much faster than real.")
def simulate(
    system: str,
    port: int,
    http_port: int | None,
    imap_port: int | None,
    smpp_port: int | None,
    cmpp_port: int | None,
    callback: str | None,
    drop: Path | None,
    folder: Path | None,
    seed: int,
    faults: str,
    fast: int,
) -> None:
    """Run the stand-in SYSTEM until SIGTERM or Ctrl-C.

    When ready it prints one JSON line with its ports. Exit 0: ended. 2: an option cannot be used.
    """
    from notifications.simulators.courier import BadCallback, loopback_url
    from notifications.simulators.faults import FaultsError, read_faults

    try:
        read_faults(faults)
    except FaultsError as error:
        raise BadInput(f"--faults: {error}") from error
    try:
        loopback_url(callback or "http://127.0.0.1")
    except BadCallback as error:
        raise BadInput(f"--callback: {error}") from error
    own: dict[str, object] = {
        "http_port": http_port, "imap_port": imap_port, "smpp_port": smpp_port, "cmpp_port": cmpp_port,
        "callback": callback, "drop": drop,
    }  # fmt: skip
    chosen = {name: value for name, value in own.items() if value is not None}
    for name in chosen:
        _refuse_unless_its_own(name, system)
    books = folder or read_settings().var_dir / "simulators" / system
    books.mkdir(parents=True, exist_ok=True)
    told = [f"--port={port}", f"--dir={books}", f"--seed={seed}", f"--faults={faults}", f"--fast={fast}"]
    told += [f"{_option(name)}={value}" for name, value in chosen.items()]
    import_module(f"notifications.simulators.{system}").main(told)


def _refuse_unless_its_own(name: str, system: str) -> None:
    systems, what = OWN_OPTIONS[name]
    if system not in systems:
        raise BadInput(f"{_option(name)}: only {', '.join(systems)} {what}, not {system}")


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"

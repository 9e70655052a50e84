"""`tongxin playbook export DIR` and `import DIR`: the playbooks in use as a folder that git can keep, and back.

One file a playbook, named by its slug, byte for byte as it was published, so that a folder that was exported and
imported again changes nothing. What comes in is a draft: it is reviewed and approved like any other. Beside the files
ORIGIN.json says which world they are from and who approved them there; another world shows that and counts it for
nothing.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import click

from incident.cli.data import open_world
from incident.cli.refusals import BadInput

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from incident.rules.playbook_origins import Claim, Origin
    from playbooks.workbench.draft_check import Look


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write every playbook in use to FOLDER as SLUG.yaml, byte for byte; what is there and equal stays untouched.

    ORIGIN.json says of what was published here who wrote and approved it. Exit 0: written. 2: FOLDER cannot be written.
    """
    from incident.queries.playbook_shelf import origin_of, standings, text_of
    from incident.rules.playbook_origins import FILE, origin_json

    with open_world().read() as session:
        texts = {
            slug: text_of(session, standing)
            for slug, standing in sorted(standings(session).items())
            if standing.state == "active"
        }
        origin = origin_of(session)
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for slug, text in texts.items():
            written += _write(folder / f"{slug}.yaml", text)
        if origin.playbooks:
            _write(folder / FILE, origin_json(origin))
    except OSError as error:
        raise BadInput(f"{folder}: {error.strerror}") from error
    click.echo(f"{folder}: {len(texts)} playbooks, {written} written, {len(texts) - written} unchanged")
    for file in sorted(folder.glob("*.yaml")):
        if file.stem not in texts:
            click.echo(f"{file.name}: no playbook in use is called this; left as it is")


def _write(file: Path, text: str) -> bool:
    """Whether the file had to be written: what is equal stays untouched."""
    content = text.encode("utf-8")
    if file.is_file() and file.read_bytes() == content:
        return False
    file.write_bytes(content)
    return True


@click.command(name="import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", required=True, help="Login of the planner who answers for the drafts.")
def import_(folder: Path, by: str) -> None:
    """Begin a draft of every playbook in FOLDER that differs from what is in use; equal ones change nothing.

    What ORIGIN.json says of a file whose bytes are still those is shown beside its draft: approvals of another world.
    Exit 0: read. 2: a file is no usable playbook (each problem is a line), or --by is no planner; nothing was changed.
    """
    from incident.commands.playbooks import begin_draft
    from incident.events.playbooks import STREAM
    from incident.log import Actor
    from incident.queries.playbook_shelf import standings

    db = open_world()
    origin = _origin(folder)
    with db.read() as session:
        looks = _looks(folder, session)
        is_foreign = origin is not None and not _is_here(session, origin)
        planner, known, waiting = _planner(session, by), standings(session), _waiting(session)
    changed = {
        slug: look
        for slug, look in looks.items()
        if (slug not in known or known[slug].source_digest != look.source_digest)
        and (slug, look.source_digest) not in waiting
    }
    with db.transaction([STREAM]) as tx:
        for slug, look in changed.items():
            base = known.get(slug)
            begin_draft(
                tx,
                Actor(person=planner, via="cli"),
                draft_id=str(uuid.uuid4()),
                look=look,
                base_slug=base.slug if base else None,
                base_number=base.number if base else None,
                origin=_claim(origin, look) if is_foreign else None,
            )
    for slug, look in looks.items():
        claim = _claim(origin, look) if is_foreign and slug in changed else None
        whose = f", published as {claim.publication.number} in “{claim.world.name}”" if claim else ""
        click.echo(f"{slug}: {'draft begun' if slug in changed else 'unchanged'}{whose}")
    click.echo(f"{folder}: {len(looks)} playbooks, {len(changed)} drafts begun")


def _origin(folder: Path) -> Origin | None:
    """What the folder says of where it is from; None where it says nothing, BadInput where it cannot be read."""
    from incident.rules.playbook_origins import FILE, read_origin

    file = folder / FILE
    if not file.is_file():
        return None
    try:
        return read_origin(file.read_text("utf-8"))
    except ValueError as error:
        way_out = "export the folder anew, or remove this file: drafts are begun without it"
        raise BadInput(f"{file}: {error}; {way_out}") from error


def _is_here(session: Session, origin: Origin) -> bool:
    """Whether the folder is this world's own."""
    from sqlalchemy import select

    from incident.db import World

    world = session.scalars(select(World)).one()
    return (world.name, world.kind) == (origin.world.name, origin.world.kind)


def _claim(origin: Origin | None, look: Look) -> Claim | None:
    """What the other world says of these very bytes; None of a file that was changed since."""
    from incident.rules.playbook_origins import Claim

    found = origin.playbooks.get(look.slug or "") if origin is not None else None
    if origin is None or found is None or found.source_digest != look.source_digest:
        return None
    return Claim(world=origin.world, publication=found)


def _looks(folder: Path, session: Session) -> dict[str, Look]:
    """Every file of the folder as it reads, by slug; BadInput names all that is wrong."""
    from incident.cli.playbook_shelf import Folder
    from incident.queries.playbook_shelf import PublishedShelf
    from playbooks.workbench.draft_check import look_at

    shelf = Folder(folder, behind=PublishedShelf(session))
    looks: dict[str, Look] = {}
    wrong: list[str] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            look = look_at(file.read_bytes().decode("utf-8"), filename=str(file), shelf=shelf)
        except UnicodeDecodeError as error:
            wrong.append(f"{file}: not UTF-8 text (byte {error.start}); save it as UTF-8")
            continue
        wrong += [str(problem) for problem in look.problems]
        if look.playbook is not None and look.playbook.slug != file.stem:
            wrong.append(f"{file}: its slug is {look.playbook.slug!r}; call the file {look.playbook.slug}.yaml")
        looks[file.stem] = look
    if wrong:
        raise BadInput("\n".join(wrong))
    if not looks:
        raise BadInput(f"{folder}: there is no file SLUG.yaml in it")
    return looks


def _planner(session: Session, login: str) -> str:
    from sqlalchemy import select

    from incident.models import Person, RoleGrant
    from incident.rules.permissions import Grant, permits

    person = session.scalars(select(Person).where(Person.login == login, Person.state == "active")).one_or_none()
    if person is None:
        raise BadInput(f"--by: nobody active has the login {login!r}")
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.held.is_(True)))
    if not permits([Grant(grant.role, grant.scope) for grant in held], "playbook.write"):
        raise BadInput(f"--by: {login!r} is no planner; playbooks are written by planners")
    return person.id


def _waiting(session: Session) -> set[tuple[str, str]]:
    """Slug and bytes of drafts that are open: importing a folder twice begins no second one."""
    from sqlalchemy import select

    from incident.models import PlaybookDraft
    from incident.rules.playbooks import OPEN

    found = session.execute(
        select(PlaybookDraft.slug, PlaybookDraft.source_digest).where(PlaybookDraft.state.in_(OPEN))
    )
    return {(slug, digest) for slug, digest in found}

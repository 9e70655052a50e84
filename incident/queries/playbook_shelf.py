"""Which playbooks are in use: the newest publication of each slug, else what ships with the house as number 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from incident import log
from incident.db import World
from incident.memo import Memo
from incident.models import Person, PlaybookShelf, PlaybookUse, PlaybookVersion
from incident.rules.playbook_origins import SCHEMA, Origin, Publication, Somebody
from incident.rules.playbook_origins import World as OfWorld
from playbooks.source.playbook import Playbook, PlaybookError, library, library_text, load
from playbooks.source.shelf import LIBRARY
from playbooks.workbench.draft_check import source_digest

#: What ships with the house is the publication before the first.
SHIPPED = 0


class PublishedShelf:
    """Where the parents that a file names are found: what was published in this house, else what ships with it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def playbook(self, slug: str, *, version: int) -> str | None:
        """The file of a publication by the version that it calls itself; None where there is none."""
        source = self._session.scalar(
            select(PlaybookVersion.source_text).where(PlaybookVersion.slug == slug, PlaybookVersion.version == version)
        )
        return LIBRARY.playbook(slug, version=version) if source is None else log.read_text(self._session, source)

    def fragment(self, name: str) -> str | None:
        """Fragments come with the house alone."""
        return LIBRARY.fragment(name)

    def playbooks(self) -> tuple[str, ...]:
        """Every slug there is."""
        return tuple(sorted(standings(self._session)))

    def fragments(self) -> tuple[str, ...]:
        """The names of the house's fragments."""
        return LIBRARY.fragments()


@dataclass(frozen=True)
class Standing:
    """Where one slug stands."""

    slug: str
    state: str
    number: int
    version: int
    digest: str
    #: The blob with the file; None: it ships with the house.
    source_text: str | None
    source_digest: str


def standings(session: Session) -> dict[str, Standing]:
    """Every playbook that there is, by slug, retired ones too."""
    found = {
        slug: Standing(slug, "active", SHIPPED, book.version, book.digest, None, source_digest(library_text(slug)))
        for slug, book in library().items()
    }
    newest = and_(PlaybookVersion.slug == PlaybookShelf.id, PlaybookVersion.number == PlaybookShelf.number)
    for shelf, version in session.execute(select(PlaybookShelf, PlaybookVersion).outerjoin(PlaybookVersion, newest)):
        if version is not None:
            found[shelf.id] = Standing(
                shelf.id,
                shelf.state,
                shelf.number,
                version.version,
                version.digest,
                version.source_text,
                version.source_digest,
            )
        elif shelf.id in found:
            shipped = found[shelf.id]
            found[shelf.id] = Standing(
                shelf.id, shelf.state, SHIPPED, shipped.version, shipped.digest, None, shipped.source_digest
            )
    return found


def text_of(session: Session, standing: Standing) -> str:
    """The file of what is in use."""
    if standing.source_text is None:
        return library_text(standing.slug)
    return log.read_text(session, standing.source_text) or ""


def in_use(session: Session, memo: Memo[Playbook]) -> Mapping[str, Playbook]:
    """The playbooks that plans are made from, by slug: none that is retired.

    A published text that this release can no longer read gives way to the one that ships, or is left out.
    """
    found: dict[str, Playbook] = {}
    for slug, standing in standings(session).items():
        if standing.state == "retired":
            continue
        book = readable(session, standing, memo) or library().get(slug)
        if book is not None:
            found[slug] = book
    return found


def readable(session: Session, standing: Standing, memo: Memo[Playbook]) -> Playbook | None:
    """The playbook of a standing, read once a process; None where this release cannot read it."""
    if standing.source_text is None:
        return library()[standing.slug]
    try:
        return memo.of(
            standing.source_digest,
            lambda: load(text_of(session, standing), filename=f"{standing.slug}.yaml", shelf=PublishedShelf(session)),
        )
    except PlaybookError:
        return None


def pinned(session: Session, *, incident_id: str, digest: str, memo: Memo[Playbook]) -> Playbook | None:
    """The playbook that an incident was activated with; None where this release cannot read it any more."""
    use = session.scalars(
        select(PlaybookUse)
        .where(PlaybookUse.incident_id == incident_id, PlaybookUse.digest == digest)
        .order_by(PlaybookUse.used_at.desc())
        .limit(1)
    ).one_or_none()
    text = log.read_text(session, use.content_text) if use else None
    if use is None or text is None:
        return None
    try:
        return memo.of(source_digest(text), lambda: load(text, filename=f"{use.slug}.yaml"))
    except PlaybookError:
        return None


def origin_of(session: Session) -> Origin:
    """What another world is told of the playbooks in use here: those that ship with the house need no word."""
    world = session.scalars(select(World)).one()
    told: dict[str, Publication] = {}
    for slug, standing in sorted(standings(session).items()):
        if standing.state == "active" and standing.number > SHIPPED:
            row = session.get_one(PlaybookVersion, f"{slug}:{standing.number}")
            told[slug] = Publication(
                number=row.number,
                version=row.version,
                digest=row.digest,
                source_digest=row.source_digest,
                author=_somebody(session, row.author_id),
                approved_by=_somebody(session, row.approved_by),
                approved_at=row.approved_at,
                published_at=row.published_at,
            )
    return Origin(schema=SCHEMA, world=OfWorld.model_validate({"name": world.name, "kind": world.kind}), playbooks=told)


def _somebody(session: Session, person_id: str) -> Somebody:
    person = session.get_one(Person, person_id)
    return Somebody(name_zh=person.name_zh, name_en=person.name_en)

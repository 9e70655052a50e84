"""Channels and connectors by name: adding one is adding one file to channels/ or connectors/.

A name may stand for two classes, one a world, with settings schemas of their own;
:func:`build` picks the class of the world it is asked for and can pick no other.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydantic import ValidationError

import notifications.channels
import notifications.connectors
from notifications.delivery import World
from notifications.endpoint import Endpoint, Settings, WorldError


class UnknownEndpoint(LookupError):
    """No channel or connector has this name."""


class SettingsError(ValueError):
    """Settings do not fit the schema of the named channel or connector; the message names each field."""


@cache
def endpoints() -> Mapping[tuple[str, World], type[Endpoint]]:
    """Return every class by (name, world), found by importing each file of the two folders."""
    for package in (notifications.channels, notifications.connectors):
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    found: dict[tuple[str, World], type[Endpoint]] = {}
    for cls in _of_a_world(Endpoint.__subclasses__()):
        if found.setdefault((cls.name, cls.world), cls) is not cls:
            raise TypeError(f"two classes are registered as {cls.name!r} in the {cls.world} world")
    return MappingProxyType(dict(sorted(found.items())))


def names(*, world: World) -> tuple[str, ...]:
    """Return the names that can be built in a world, sorted."""
    return tuple(name for name, its_world in endpoints() if its_world == world)


def endpoint_class(name: str, *, world: World) -> type[Endpoint]:
    """Return the class of a name in a world. Raises UnknownEndpoint, or WorldError for a live-only one."""
    found = endpoints().get((name, world))
    if found is not None:
        return found
    if any(name == known for known, _ in endpoints()):
        raise WorldError(f"{name!r} does not exist in the {world} world; there are {list(names(world=world))}")
    raise UnknownEndpoint(f"no channel or connector is called {name!r}; there are {list(names(world=world))}")


def settings_schema(name: str, *, world: World) -> dict[str, object]:
    """Return the JSON schema of a name's settings, from which the settings form is drawn."""
    return endpoint_class(name, world=world).settings_model.model_json_schema()


def build(name: str, settings: Mapping[str, object] | Settings, *, world: World) -> Endpoint:
    """Construct the channel or connector of this world. Raises SettingsError naming each bad field.

    ``name`` may say whose it is, as in ``billing_file@620000``.
    """
    cls = endpoint_class(name.partition("@")[0], world=world)
    given = settings.model_dump() if isinstance(settings, Settings) else dict(settings)
    try:
        checked = cls.settings_model.model_validate(given)
    except ValidationError as error:
        raise SettingsError(f"settings of {name!r} ({world}): {_sentence(error)}") from None
    return cls(checked, world=world)


def _of_a_world(classes: list[type[Endpoint]]) -> list[type[Endpoint]]:
    """Return those classes of the tree which belong to a world themselves."""
    found: list[type[Endpoint]] = []
    for cls in classes:
        if "world" in vars(cls):
            found.append(cls)
        found.extend(_of_a_world(cls.__subclasses__()))
    return found


def _sentence(error: ValidationError) -> str:
    # Never the input itself: it may be a token.
    return "; ".join(
        f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg']}" for item in error.errors(include_input=False)
    )

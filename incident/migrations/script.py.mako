"""${message}.

There is no way back but the backup that `tongxin db upgrade` takes before it changes anything.
"""

# ruff: noqa: E501  conditions are spelled as the models spell them

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}

#: A document; JSONB where there is one.
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
#: SQLite only compares and assigns 64-bit integers under the name INTEGER.
BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}

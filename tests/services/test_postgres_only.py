"""What is asked of PostgreSQL alone, read without a server: no connection is made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from portal.services.catalogue.offer_search import has_words
from portal.services.council.retention import refresh_statistics


@pytest.fixture
def postgres() -> Iterator[Session]:
    """A session that knows it would speak to PostgreSQL, and fails as soon as it does."""
    engine = sa.create_engine("postgresql+psycopg://127.0.0.1:1/nowhere")
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("forest school", "'forest':* & 'school':*"),
        ("forest') | !(school:", "'forest':* & 'school':*"),
    ],
)
def test_the_words_of_a_search_are_no_commands(postgres: Session, text: str, query: str) -> None:
    condition = has_words(postgres, text)
    assert condition is not None

    compiled = condition.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]

    assert "to_tsquery" in str(compiled)
    assert query in compiled.params.values()


def test_a_search_without_words_asks_nothing(postgres: Session) -> None:
    assert has_words(postgres, "!!!") is None


def test_postgresql_looks_after_its_own_statistics(postgres: Session) -> None:
    refresh_statistics(postgres)

    assert not postgres.in_transaction()

"""Loads placements, for a provider and a pupil that are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.report import Report
from portal.models import (
    Placement,
    Provider,
)
from tests.build import Build
from tests.features.imports.files import PLACEMENT, TODAY, csv_file
from tests.features.imports.files import load as load_file

UPN = "B801200005001"


@pytest.fixture
def provider(build: Build) -> Provider:
    """Hill Farm Learning, with Access to Learning and the pupil of PLACEMENT."""
    build.service()
    build.pupil(upn=UPN)
    return build.provider()


def load(
    session: Session,
    *placements: Mapping[str, str],
    is_dry_run: bool = False,
    today: date = TODAY,
) -> Report:
    rows = [{**PLACEMENT, **placement} for placement in placements]
    content = csv_file(*rows)
    return load_file(session, ImportKind.PLACEMENTS, content, is_dry_run=is_dry_run, today=today)


def the_placement(session: Session) -> Placement:
    session.expire_all()
    return session.scalars(select(Placement)).one()


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Placement)) or 0

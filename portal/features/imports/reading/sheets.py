"""The columns of each file, with the words that explain them to a person."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.adapters.csv_files.sheet import Column, Sheet
from portal.features.imports.kinds import ImportKind


@dataclass(frozen=True)
class ImportSheet(Sheet):
    kind: ImportKind = field(kw_only=True)


TERM_DATES = ImportSheet(
    kind=ImportKind.TERM_DATES,
    columns=(
        Column("organisation", "The URN of a school, or empty for the whole council", ""),
        Column("kind", "term, inset, closed or open", "term"),
        Column("name", "What people call it", "Term 1"),
        Column("start", "The first day, or the only one", "02/09/2026"),
        Column("end", "The last day; a term needs one", "23/10/2026", needed=False),
    ),
    row_limit=5_000,
)

PUPILS = ImportSheet(
    kind=ImportKind.PUPILS,
    columns=(
        Column("upn", "The unique pupil number, if the pupil has one", "B801200005001", False),
        Column("reference", "Your own number; needed without a UPN", "AP-0042", False),
        Column("first_name", "The pupil’s first name", "Amelia"),
        Column("last_name", "The pupil’s last name", "Wren"),
        Column("born_on", "The date of birth", "04/05/2012"),
        Column("sex", "F, M or U; empty leaves it as it is", "F", False),
        Column(
            "sen",
            "N (none), K (SEN support) or E (EHC plan); empty leaves it as it is, or N for a new pupil",
            "K",
            False,
        ),
        Column(
            "looked_after",
            "yes or no; empty leaves it as it is, or no for a new pupil",
            "no",
            False,
        ),
        Column(
            "home_school_urn", "The school whose roll the pupil is on; empty for none", "123456"
        ),
    ),
    row_limit=100_000,
)

PLACEMENTS = ImportSheet(
    kind=ImportKind.PLACEMENTS,
    columns=(
        Column("reference", "Your own number for the placement", "PL-0107"),
        Column("pupil", "The pupil's UPN or reference", "AP-0042"),
        Column("provider", "The provider's code or exact name", "Hill Farm Learning"),
        Column(
            "commissioner",
            "The URN of a school, access_to_learning, sen, hospital_school, or the name of a household",
            "123456",
        ),
        Column("starts_on", "The first day", "07/09/2026"),
        Column("ends_on", "The last day, if it is known", "23/07/2027", False),
        Column(
            "reason",
            "permanent_exclusion, suspension, off_site_behaviour, named_in_ehc_plan, mental_health,"
            " physical_health, new_arrival, pregnancy_or_childcare or other",
            "mental_health",
        ),
        Column(
            "sessions",
            "The weekly pattern: days, each with am, pm, am+pm or all day",
            "mon am+pm, wed am",
        ),
        Column("site", "The name of the provider's site, if it has several", "Main site", False),
        Column(
            "from_on",
            "The day that a changed weekly pattern starts; empty for today",
            "02/11/2026",
            False,
        ),
    ),
    row_limit=100_000,
)

GIAS = ImportSheet(
    kind=ImportKind.SCHOOLS,
    columns=tuple(
        Column(name)
        for name in (
            "URN",
            "LA (code)",
            "EstablishmentNumber",
            "EstablishmentName",
            "TypeOfEstablishment (code)",
            "TypeOfEstablishment (name)",
            "EstablishmentStatus (code)",
            "OpenDate",
            "CloseDate",
            "PhaseOfEducation (code)",
            "StatutoryLowAge",
            "StatutoryHighAge",
            "UKPRN",
            "Street",
            "Locality",
            "Address3",
            "Town",
            "County (name)",
            "Postcode",
            "TelephoneNum",
        )
    ),
    row_limit=2_000_000,
    names_unknown_columns=False,
)
"""Get Information about Schools: all establishments, as published each day (`edubasealldata…csv`)."""

SHEETS = {sheet.kind: sheet for sheet in (GIAS, TERM_DATES, PUPILS, PLACEMENTS)}

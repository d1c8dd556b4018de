"""The columns of each file, with the words that explain them to a person."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.adapters.csv_files.sheet import Column, Sheet
from portal.features.imports.kinds import ImportKind


@dataclass(frozen=True)
class ImportSheet(Sheet):
    kind: ImportKind = field(kw_only=True)


_UPN = ("unique pupil number", "upn number")

TERM_DATES = ImportSheet(
    kind=ImportKind.TERM_DATES,
    columns=(
        Column("organisation", "The URN of a school, or empty for the whole council", ""),
        Column(
            "kind",
            "term, inset (or training day), closed, open or holiday",
            "term",
            aliases=("type",),
        ),
        Column("name", "What people call it", "Term 1", aliases=("term", "description", "event")),
        Column(
            "start",
            "The first day, or the only one",
            "02/09/2026",
            aliases=("start date", "starts", "first day", "from", "date", "opens"),
        ),
        Column(
            "end",
            "The last day; a term needs one",
            "23/10/2026",
            needed=False,
            aliases=("end date", "ends", "last day", "to", "closes"),
        ),
    ),
    row_limit=5_000,
)

PROVIDERS = ImportSheet(
    kind=ImportKind.PROVIDERS,
    columns=(
        Column("code", "A short code of your own, used in other files", "AP001", aliases=("id",)),
        Column(
            "name",
            "What people call it",
            "Hill Farm Learning",
            aliases=("provider", "provider name"),
        ),
        Column("site", "The name of the site; a row for each site", "Main site", False),
        Column("address", "The address of the site", "Hill Farm, Ridge Lane, Oxbury", False),
        Column("postcode", "The postcode of the site", "OX1 1AA", aliases=("post code",)),
        Column(
            "telephone",
            "The number for absences and safeguarding",
            "01865 555010",
            False,
            ("phone", "contact number", "telephone number"),
        ),
        Column(
            "email",
            "An email address that the provider reads",
            "office@hillfarm.example",
            False,
            ("contact", "contact email", "email address"),
        ),
        Column(
            "listing",
            "listed, not_listed, under_review or suspended; a new provider is under review",
            "listed",
            False,
            ("status",),
        ),
    ),
    row_limit=5_000,
)

PUPILS = ImportSheet(
    kind=ImportKind.PUPILS,
    columns=(
        Column(
            "upn", "The unique pupil number, if the pupil has one", "B801200005001", False, _UPN
        ),
        Column("old_upn", "The wrong UPN, where the one in upn puts it right", "", False),
        Column(
            "reference",
            "Your own number; needed without a UPN",
            "AP-0042",
            False,
            ("pupil reference", "council reference", "case number"),
        ),
        Column(
            "first_name",
            "The pupil’s first name",
            "Amelia",
            aliases=("forename", "given name", "legal forename", "preferred forename"),
        ),
        Column(
            "last_name",
            "The pupil’s last name",
            "Wren",
            aliases=("surname", "family name", "legal surname", "preferred surname"),
        ),
        Column(
            "born_on",
            "The date of birth",
            "04/05/2012",
            aliases=("date of birth", "dob", "d o b", "birth date", "birthdate"),
        ),
        Column("sex", "F, M or U; empty leaves it as it is", "F", False, ("gender", "legal sex")),
        Column(
            "sen",
            "N (none), K (SEN support) or E (EHC plan); empty leaves it as it is, or N for a new pupil",
            "K",
            False,
            ("sen provision", "sen status", "sen stage", "sen code"),
        ),
        Column(
            "looked_after",
            "yes or no; empty leaves it as it is, or no for a new pupil",
            "no",
            False,
            ("in care", "looked after child", "lac", "cla"),
        ),
        Column(
            "home_school_urn",
            "The URN, DfE number or exact name of the school whose roll the pupil is on;"
            " empty for none",
            "123456",
            aliases=(
                "home school",
                "school urn",
                "urn",
                "dfe number",
                "dfe no",
                "laestab",
                "la estab",
                "lea estab",
                "school",
                "school name",
            ),
            parts=(
                ("lea", "la", "la code", "lea code", "la number"),
                ("estab", "establishment number", "estab number", "estab no"),
            ),
        ),
    ),
    row_limit=100_000,
)

PLACEMENTS = ImportSheet(
    kind=ImportKind.PLACEMENTS,
    columns=(
        Column(
            "reference",
            "Your own number for the placement",
            "PL-0107",
            aliases=("placement reference", "id"),
        ),
        Column(
            "pupil",
            "The pupil's UPN or reference",
            "AP-0042",
            aliases=(*_UPN, "upn", "pupil reference", "pupil upn"),
        ),
        Column(
            "provider",
            "The provider's code or exact name",
            "Hill Farm Learning",
            aliases=("provider name", "provider code", "alternative provider"),
        ),
        Column(
            "commissioner",
            "The URN, DfE number or exact name of a school, a council service (access_to_learning,"
            " sen, hospital_school or its name), or the name of a household",
            "123456",
            aliases=("commissioned by", "commissioning school"),
        ),
        Column(
            "starts_on",
            "The first day",
            "07/09/2026",
            aliases=("start date", "starts", "first day"),
        ),
        Column(
            "ends_on",
            "The last day, if it is known",
            "23/07/2027",
            False,
            ("end date", "ends", "last day", "leaving date"),
        ),
        Column(
            "reason",
            "permanent_exclusion, suspension, off_site_behaviour, named_in_ehc_plan, mental_health,"
            " physical_health, new_arrival, pregnancy_or_childcare or other",
            "mental_health",
            aliases=("placement reason", "primary reason"),
        ),
        Column(
            "sessions",
            "The weekly pattern: days, each with am, pm, am+pm or all day",
            "mon am+pm, wed am",
            aliases=("pattern", "weekly pattern", "days"),
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
    leaves_out_odd_rows=True,
)
"""Get Information about Schools: all establishments, as published each day (`edubasealldata…csv`)."""

SHEETS = {sheet.kind: sheet for sheet in (GIAS, TERM_DATES, PROVIDERS, PUPILS, PLACEMENTS)}

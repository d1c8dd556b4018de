"""Who decides the code of an absence, and who may only say what they know.

The school whose roll a pupil is on keeps the register, so it decides, whoever placed the pupil: School
Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208), regulations 8 and 10, in
force from 19 August 2024. For a pupil on no roll there is no register; the council service that placed
the pupil decides in the portal's own words. A parent with a personal budget explains, and never decides.
"""

from __future__ import annotations


def decides(organisation_id: int, home_school_id: int | None, commissioner_id: int) -> bool:
    """Whether this organisation is the one that decides; what its people may do is another question."""
    return organisation_id == (commissioner_id if home_school_id is None else home_school_id)

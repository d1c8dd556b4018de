"""What a provider may offer: lots, needs, subjects, qualifications and half-days.

The application, the catalogue's entries and its search all read these lists, so that the words are
the same everywhere. A key never changes; an entry that goes out of use stays, so that old answers
can still be read. The needs follow the four broad areas of the Special educational needs and
disability code of practice (2015). The lots follow those that Oxfordshire has tendered since 2020.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from portal.domain.calendar.day_words import SCHOOL_WEEKDAYS
from portal.domain.calendar.sessions import Half

Choices = tuple[tuple[str, str], ...]

LOTS_2024: Final[Choices] = (
    ("early_help", "Early help, so that a pupil can stay at school"),
    ("day_six", "Education from the sixth day of an exclusion"),
    ("interim", "Education while a pupil waits for a school place"),
)

LOTS: Final[Choices] = (
    *LOTS_2024,
    ("tuition", "One-to-one or small-group tuition"),
    ("special_needs", "Provision made for one pupil’s special educational needs"),
)

NEEDS: Final[Choices] = (
    ("mental_health", "Social, emotional and mental health"),
    ("anxiety", "Anxiety about school, or not going to school"),
    ("behaviour", "Behaviour that puts a school place at risk"),
    ("autism", "Autism"),
    ("speech", "Speech, language and communication"),
    ("learning", "Learning difficulties"),
    ("specific_learning", "Specific learning difficulties, such as dyslexia"),
    ("attention", "Attention deficit hyperactivity disorder (ADHD)"),
    ("hearing", "Hearing impairment"),
    ("vision", "Vision impairment"),
    ("physical", "Physical disability"),
    ("medical", "Medical needs"),
    ("english_new", "English as an additional language"),
    ("exploitation", "At risk of exploitation or of offending"),
)

SUBJECTS: Final[Choices] = (
    ("english", "English"),
    ("maths", "Mathematics"),
    ("science", "Science"),
    ("computing", "Computing"),
    ("humanities", "History, geography or religious education"),
    ("languages", "Languages"),
    ("personal", "Personal, social and health education"),
    ("sport", "Sport and physical education"),
    ("art", "Art and design"),
    ("music", "Music and drama"),
    ("food", "Cooking and catering"),
    ("animals", "Animal care"),
    ("land", "Farming, gardening and forestry"),
    ("construction", "Construction and woodwork"),
    ("vehicles", "Vehicles and engineering"),
    ("hair", "Hair and beauty"),
    ("outdoor", "Outdoor education"),
    ("work", "Skills for work"),
    ("mentoring", "Mentoring"),
    ("therapy", "Therapy"),
)

QUALIFICATIONS: Final[Choices] = (
    ("gcse", "GCSE"),
    ("functional", "Functional Skills"),
    ("entry", "Entry Level"),
    ("level_1", "Work-related, Level 1"),
    ("level_2", "Work-related, Level 2"),
    ("personal", "Personal or social development award"),
    ("arts", "Arts award"),
    ("outdoor", "Outdoor or sports award"),
    ("none", "No qualification"),
)

HALF_DAYS: Final[Choices] = tuple(
    (f"{weekday}-{half}", f"{name} {half.words}")
    for weekday, name in enumerate(SCHOOL_WEEKDAYS)
    for half in Half
)


def half_day_bits(half_days: Iterable[str]) -> int:
    """Half-days as one number, a bit for each, so that “any of these” is one comparison."""
    wanted = set(half_days)
    return sum(1 << place for place, (value, _) in enumerate(HALF_DAYS) if value in wanted)

"""Compulsory school age in England (Education Act 1996, section 8).

Start: Education (Start of Compulsory School Age) Order 1998 (SI 1998/1607), from 1 August 1998.
End: Education (School Leaving Date) Order 1997 (SI 1997/1970), for 1998 and every later year.
"""

from __future__ import annotations

from datetime import date, timedelta

from portal.domain.calendar.school_year import last_day_of_school_year

_PRESCRIBED_MONTHS = (3, 8, 12)
_FRIDAY = 4
_START_AGE = 5
_LEAVING_AGE = 16
_PARTICIPATION_AGE = 18


def starts_compulsory_school_age(born: date) -> date:
    """The prescribed day on or after the fifth birthday: 31 March, 31 August or 31 December."""
    fifth_birthday = birthday(born, _START_AGE)
    prescribed_days = [date(fifth_birthday.year, month, 31) for month in _PRESCRIBED_MONTHS]
    return next(day for day in prescribed_days if day >= fifth_birthday)


def ends_compulsory_school_age(born: date) -> date:
    """The school leaving date of the school year in which the pupil turns 16: its last such day."""
    return school_leaving_date(last_day_of_school_year(birthday(born, _LEAVING_AGE)).year)


def school_leaving_date(year: int) -> date:
    """The last Friday in June."""
    last_of_june = date(year, 6, 30)
    return last_of_june - timedelta(days=(last_of_june.weekday() - _FRIDAY) % 7)


def is_of_compulsory_school_age(born: date, day: date) -> bool:
    return starts_compulsory_school_age(born) <= day <= ends_compulsory_school_age(born)


def is_leaving_date_arguable(born: date) -> bool:
    """Whether a person should check the leaving date: born in the first week of September.

    The Act speaks of the beginning of the next school year, which may be some days after 1
    September.
    """
    return born.month == 9 and born.day <= 7


def must_take_part_until(born: date) -> date:
    """The day a young person's duty to take part in education or training ends at the latest.

    Education and Skills Act 2008, sections 1 and 2, up to the age of 18 since 26 June 2015.
    """
    return birthday(born, _PARTICIPATION_AGE)


def birthday(born: date, age: int) -> date:
    """The day a person reaches an age; who is born on 29 February reaches it on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)

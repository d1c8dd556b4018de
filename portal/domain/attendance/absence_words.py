"""Reading a likely code from a provider's plain words, such as "mum rang: ill".

It only feeds a suggestion that a person accepts or not, so it reads the plainest words and no more.
The codes are those in force from 19 August 2024; see `attendance_codes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portal.domain.attendance.codes_by_age import PART_TIME_TIMETABLE


@dataclass(frozen=True)
class Clue:
    """Words to look for, the code they suggest, and why."""

    pattern: re.Pattern[str]
    letter: str
    why: str


_ILLNESS: Final = (
    r"ill(ness)?|sick(ness)?|poorly|unwell|vomit\w*|throwing up|flu|fever|temperature|covid"
    r"|a cold|bad cold|headache|migraine|(stomach|tummy|ear|tooth) ?ache|tonsillitis|chicken ?pox"
    r"|in hospital|injur(y|ed)|broken (arm|leg|wrist|ankle|foot)"
)
_APPOINTMENT: Final = (
    r"(at|to|seeing|see) (the |a |his |her |their )?(dentist|doctors?|gp|optician|orthodontist)s?"
    r"|(dentist|doctor'?s?|gp|hospital|clinic|medical|dental|orthodontist|optician|camhs)"
    r"('?s)? (appointment|appt|check-?up)"
    r"|dentist|orthodontist|optician|camhs"
)
_TRANSPORT: Final = r"taxi|minibus|school bus|transport|escort|driver"
_NOT_ARRANGED: Final = (
    rf"({_TRANSPORT}) (has |was |is )?(still )?(not|never|hasn't|wasn't|isn't) (yet )?(been )?"
    r"(arranged|booked|agreed|set up)"
    rf"|no ({_TRANSPORT}) (has been |was |is )?(yet )?(arranged|booked|agreed|set up)"
    rf"|waiting for ({_TRANSPORT}) to be (arranged|booked|agreed)"
)
_NOT_COME: Final = (
    rf"no ({_TRANSPORT})|({_TRANSPORT}) (\w+ )?(did not|didn'?t|has not|hasn'?t|never) "
    r"(come|came|arrived?|turned up|turn up|shown? up|showed up|collect\w*|picked?)"
    rf"|({_TRANSPORT}) (was |is |has )?(broken? down|broke down|cancelled|off)"
)


def _clue(pattern: str, letter: str, why: str) -> Clue:
    return Clue(re.compile(rf"\b(?:{pattern})\b"), letter, why)


_CLUES: Final = (
    _clue(r"suspend(ed)?|suspension|(permanently )?excluded", "E", "a suspension or exclusion"),
    _clue(r"in custody|in detention centre|remanded|young offender\w*", "Y5", "detention"),
    _clue(_NOT_ARRANGED, "Q", "transport that the council has not arranged"),
    _clue(_NOT_COME, "Y1", "transport that did not come"),
    _clue(r"snow(ed)?|flood(s|ed|ing)?|roads? (is |are )?closed", "Y2", "disrupted travel"),
    _clue(_APPOINTMENT, "M", "a medical or dental appointment"),
    _clue(_ILLNESS, "I", "illness"),
    _clue(r"interview", "J1", "an interview"),
    _clue(r"holiday|on vacation|gone abroad", "G", "a holiday; C only if the school granted leave"),
    _clue(r"eid|diwali|yom kippur|rosh hashanah|vaisakhi|religious", "R", "religious observance"),
    _clue(r"study leave|gcse exams?", "S", "study leave or public examinations"),
    _clue(r"funeral|bereave(d|ment)", "C", "exceptional circumstances, if the school grants leave"),
    _clue(
        r"part-? ?time timetable",
        PART_TIME_TIMETABLE,
        "a part-time timetable, if the school agreed one",
    ),
)
_DENIAL: Final = re.compile(r"\b(?:not|no|isn'?t|wasn'?t|never|nor)(?: \w+)?$")


def first_clue(words: str) -> Clue | None:
    """The first reason found in the words; None for none."""
    text = " ".join(words.casefold().replace("’", "'").split())
    return next((clue for clue in _CLUES if _says(clue, text)), None)


def _says(clue: Clue, text: str) -> bool:
    """Whether the words give this clue, and do not deny it just before ("he is not ill")."""
    return any(
        _DENIAL.search(text[: found.start()].rstrip()) is None
        for found in clue.pattern.finditer(text)
    )

"""A file comes piece by piece, goes on after a break, and counts only when it is whole."""

from __future__ import annotations

import gc
import hashlib
import tracemalloc
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.files.kinds import MOST_BYTES
from portal.models import Role, StoredFile, Upload
from portal.services.evidence.intake import Intake
from portal.services.evidence.uploads import MOST_PIECE, MOST_UNFINISHED
from tests.adapters.files.samples import PDF, WEB_PAGE, pdf
from tests.build import Build
from tests.conftest import NOW
from tests.features.evidence.conftest import Enrol
from tests.features.evidence.sending import UPLOADS, announced, begin, put, send
from tests.page import PageClient
from tests.worlds import Farm, SendingPhone


def parts(intake: Intake) -> list[Path]:
    return list(intake.folder.glob("*.part"))


def test_a_file_in_three_pieces_is_kept(
    phone: SendingPhone, session: Session, intake: Intake
) -> None:
    content = pdf(2 * MOST_PIECE + 5)

    answer = send(phone, content)

    assert (answer["state"], answer["received"]) == ("ready", len(content))
    assert intake.storage.exists(hashlib.sha256(content).hexdigest())
    assert parts(intake) == []


def test_after_a_break_it_goes_on_where_it_stopped(phone: SendingPhone) -> None:
    content = pdf(MOST_PIECE + 5)
    first = begin(phone, content)
    put(phone, first["upload_id"], 0, content[:1000])

    again = begin(phone, content)
    asked = phone.ask("GET", f"{UPLOADS}/{first['upload_id']}").get_json()

    assert again["upload_id"] == first["upload_id"]
    assert again["received"] == asked["received"] == 1000


def test_a_piece_that_does_not_follow_is_refused_with_where_we_stand(phone: SendingPhone) -> None:
    content = pdf(5000)
    upload_id = begin(phone, content)["upload_id"]
    put(phone, upload_id, 0, content[:1000])

    for offset in (0, 999, 1001, 4000):
        answer = put(phone, upload_id, offset, content[offset : offset + 10])
        assert (answer["status"], answer["received"]) == (409, 1000)


def test_an_answer_that_was_lost_does_no_harm(phone: SendingPhone) -> None:
    content = pdf(5000)
    upload_id = begin(phone, content)["upload_id"]
    put(phone, upload_id, 0, content)

    answer = put(phone, upload_id, 0, content)

    assert (answer["status"], answer["state"]) == (200, "ready")


@pytest.mark.parametrize(
    ("offset", "piece", "status"),
    [(0, b"", 400), (0, b"x" * 6000, 400), (0, b"x" * (MOST_PIECE + 1), 413)],
)
def test_a_piece_that_cannot_be_right_is_refused(
    phone: SendingPhone, offset: int, piece: bytes, status: int
) -> None:
    upload_id = begin(phone, pdf(5000))["upload_id"]

    assert put(phone, upload_id, offset, piece)["status"] == status


def test_a_file_that_changed_on_its_way_starts_again(
    phone: SendingPhone, intake: Intake, session: Session
) -> None:
    content = pdf(5000)
    upload_id = begin(phone, content)["upload_id"]

    answer = put(phone, upload_id, 0, content[:-10] + b"0123456789")

    assert (answer["status"], answer["received"], answer["state"]) == (409, 0, "receiving")
    assert "changed on its way" in answer["errors"][0]["message"]
    assert parts(intake) == []
    assert send(phone, content)["state"] == "ready"


def test_a_piece_lost_on_our_side_is_asked_for_again(phone: SendingPhone, intake: Intake) -> None:
    content = pdf(5000)
    upload_id = begin(phone, content)["upload_id"]
    put(phone, upload_id, 0, content[:1000])
    parts(intake)[0].unlink()

    assert put(phone, upload_id, 1000, content[1000:])["status"] == 409
    assert begin(phone, content)["received"] == 0
    assert send(phone, content)["state"] == "ready"


def test_of_a_refused_file_only_the_words_are_kept(
    phone: SendingPhone, session: Session, intake: Intake
) -> None:
    answer = send(phone, WEB_PAGE)

    assert answer["state"] == "refused"
    assert "web page" in answer["errors"][0]["message"]
    assert parts(intake) == []
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert begin(phone, WEB_PAGE)["state"] == "refused"


def test_a_file_refused_for_its_name_may_come_under_another(phone: SendingPhone) -> None:
    assert send(phone, PDF, "policy.docx")["state"] == "refused"

    assert send(phone, PDF, "policy.pdf")["state"] == "ready"


def test_the_same_file_twice_is_kept_once_and_not_sent_again(
    phone: SendingPhone, session: Session
) -> None:
    send(phone, PDF)

    assert begin(phone, PDF)["state"] == "ready"
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_knowing_the_sha256_of_another_providers_file_gives_nobody_the_file(
    phone: SendingPhone, build: Build, enrol: Enrol
) -> None:
    send(phone, PDF)
    stranger = enrol(build.member(build.provider("Other"), Role.PROVIDER_LEAD))

    answer = begin(stranger, PDF)

    assert (answer["state"], answer["received"]) == ("receiving", 0)


def test_another_providers_upload_does_not_exist(
    phone: SendingPhone, build: Build, enrol: Enrol
) -> None:
    upload_id = begin(phone, PDF)["upload_id"]
    stranger = enrol(build.member(build.provider("Other"), Role.PROVIDER_LEAD))

    assert stranger.ask("GET", f"{UPLOADS}/{upload_id}").status_code == 404
    assert put(stranger, upload_id, 0, PDF)["status"] == 404
    assert phone.ask("GET", f"{UPLOADS}/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sha256": "../../x"}, "sha256"),
        ({"sha256": "A" * 64}, "sha256"),
        ({"size": 0}, "size"),
        ({"size": MOST_BYTES + 1}, "size"),
        ({"size": "12"}, "size"),
        ({"file_name": ""}, "file_name"),
        ({"file_name": "x" * 201}, "file_name"),
    ],
)
def test_an_announcement_that_makes_no_sense_is_refused(
    phone: SendingPhone, changed: dict[str, object], field: str
) -> None:
    response = phone.ask("POST", UPLOADS, announced(PDF, **changed))  # type: ignore[arg-type]

    assert response.status_code == 400
    assert [error["field"] for error in response.get_json()["errors"]] == [field]


def test_nobody_can_fill_the_disk_with_beginnings(phone: SendingPhone) -> None:
    for number in range(MOST_UNFINISHED):
        begin(phone, pdf(300 + number))

    response = phone.ask("POST", UPLOADS, announced(pdf(9999)))

    assert response.status_code == 400
    assert "under way" in response.get_json()["errors"][0]["message"]


def test_a_phone_cannot_send_for_somebody_who_is_not_enrolled_on_it(
    phone: SendingPhone, farm: Farm, build: Build
) -> None:
    other = build.member(farm.provider, Role.PROVIDER_LEAD)

    assert phone.ask("POST", UPLOADS, announced(PDF), actor=other.user_id).status_code == 403


def test_staff_who_do_not_lead_send_no_evidence(farm: Farm, build: Build, enrol: Enrol) -> None:
    phone = enrol(build.member(farm.provider, Role.PROVIDER_STAFF))

    assert phone.ask("POST", UPLOADS, announced(PDF)).status_code == 403


def test_somebody_whose_role_has_ended_sends_nothing(
    phone: SendingPhone, farm: Farm, session: Session
) -> None:
    farm.lead.ended_at = NOW
    session.commit()

    assert phone.ask("POST", UPLOADS, announced(PDF)).status_code == 401


def test_a_number_that_nobody_has_is_nobody(phone: SendingPhone) -> None:
    assert phone.ask("POST", UPLOADS, announced(PDF), actor=10**30).status_code == 403


def test_a_name_with_hidden_characters_is_cleaned(phone: SendingPhone, session: Session) -> None:
    phone.ask("POST", UPLOADS, announced(PDF, "poli\x00cy\ud800.pdf"))

    assert session.scalars(select(Upload.file_name)).one() == "policy.pdf"


def test_a_signature_covers_the_whole_address(phone: SendingPhone) -> None:
    content = pdf(5000)
    upload_id = begin(phone, content)["upload_id"]
    signed = f"{UPLOADS}/{upload_id}?offset=0&actor={phone.actor}"
    headers = phone.sign("PUT", signed, content, NOW)
    client = phone.app.test_client(use_cookies=False)

    changed = client.put(signed.replace("offset=0", "offset=9"), data=content, headers=headers)

    assert changed.status_code == 401


def test_a_stranger_is_turned_away(app: Flask) -> None:
    client = app.test_client()

    assert client.post(UPLOADS, data=announced(PDF)).status_code == 401
    assert client.get(f"{UPLOADS}/{uuid4()}").status_code == 401
    assert client.put(f"{UPLOADS}/{uuid4()}?offset=0", data=b"x").status_code == 401


def test_a_browser_sends_its_cookie_and_the_token(client: PageClient, farm: Farm) -> None:
    client.sign_in(farm.lead)
    token = client.get("/account").csrf_token()

    without = client.flask.post(UPLOADS, data=announced(PDF))
    upload_id = client.flask.post(
        UPLOADS, data=announced(PDF), headers={"X-CSRFToken": token}
    ).get_json()["upload_id"]
    answer = client.flask.put(
        f"{UPLOADS}/{upload_id}?offset=0", data=PDF, headers={"X-CSRFToken": token}
    ).get_json()

    assert without.status_code == 400
    assert answer["state"] == "ready", answer


def test_20_megabytes_in_pieces_go_through_in_little_memory(phone: SendingPhone) -> None:
    small = peak_while_sending(phone, pdf(3 * MOST_PIECE))
    large = peak_while_sending(phone, pdf(MOST_BYTES))

    assert large < 5 * MOST_PIECE
    assert large < small * 1.2


def peak_while_sending(phone: SendingPhone, content: bytes) -> int:
    """The most memory in use; what the test's own client leaves lying about is cleared each time."""
    tracemalloc.start()
    try:
        answer = begin(phone, content)
        while answer["state"] == "receiving":
            offset = answer["received"]
            piece = content[offset : offset + MOST_PIECE]
            answer = put(phone, answer["upload_id"], offset, piece)
            gc.collect()
        assert answer["state"] == "ready", answer
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

"""What the account pages accept."""

from __future__ import annotations

from wtforms import Field, PasswordField, SelectField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.features.accounts.passwords import weakness_of
from portal.web.forms import PortalForm, TextField, is_email, no_control_characters


class SignInForm(PortalForm):
    email = TextField("Email address", [InputRequired("Enter your email address"), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=200)])


class ForgottenPasswordForm(PortalForm):
    email = TextField("Email address", [InputRequired("Enter your email address"), is_email])


class NewPasswordForm(PortalForm):
    password = PasswordField("New password", [InputRequired("Enter a new password")])

    def __init__(self, email: str) -> None:
        super().__init__()
        self._email = email

    def validate_password(self, field: Field) -> None:
        weakness = weakness_of(field.data or "", self._email)
        if weakness:
            raise ValidationError(weakness)


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField("Password you use now", [InputRequired("Enter your password")])


class InviteForm(PortalForm):
    name = TextField(
        "Full name",
        [InputRequired("Enter their name"), Length(max=120), no_control_characters],
    )
    email = TextField("Email address", [InputRequired("Enter their email address"), is_email])
    position = TextField(
        "Position",
        [
            InputRequired("Enter their position, such as attendance officer"),
            Length(max=120),
            no_control_characters,
        ],
    )
    place = SelectField("Role", [InputRequired("Choose a role")])

"""A visitor with a plain browser: no JavaScript, but cookies, forms and a mailbox in the market's folder."""

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import requests

from tests.running_market import Market, eventually


@dataclass
class Form:
    """A form as a page shows it: where it goes, and the fields with what is filled in already."""

    action: str
    fields: dict[str, str]


class Forms(HTMLParser):
    """Reads the forms of a page; of radio buttons the chosen one, of selects the chosen option."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), {}))
        elif self.found and tag in {"input", "textarea", "select", "button"} and given.get("name"):
            is_unchosen = given.get("type") in {"radio", "checkbox"} and "checked" not in given
            if not is_unchosen:
                self.found[-1].fields[given["name"]] = given.get("value", "")


class Visitor:
    """Somebody who visits a market over HTTP."""

    def __init__(self, market: Market, *, language: str = "id") -> None:
        self.market = market
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language

    def see(self, path: str) -> str:
        """The page at that path, which must be there."""
        answer = self.session.get(self.market.url + path, timeout=20)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def fill(self, path: str, *, having: str, **filled: str) -> requests.Response:
        """Send the form on that page that has a field of that name, some fields filled in otherwise."""
        form = next(form for form in Forms(self.see(path)).found if having in form.fields)
        url = self.market.url + (form.action or path)
        return self.session.post(
            url, data=form.fields | filled, headers={"Referer": self.market.url + path}, timeout=20
        )

    def sign_in(self, address: str) -> None:
        """By the code that is sent to the address."""
        before = set(mails(self.market))
        answer = self.fill("/account/login/", having="login", login=address)
        assert answer.ok
        code = code_sent(self.market, to=address, before=before)
        answer = self.fill("/account/login/code/", having="code", code=code)
        assert "/account/logout/" in self.see("/account/"), answer.url

    def make_token(self) -> str:
        """A token for programs, as the page shows it once."""
        page = self.fill("/account/tokens/", having="name", name="story", days="30").text
        found = re.search(r'id="token"[^>]*value="([^"]+)"', page)
        assert found, "no token on the page"
        return found[1]


class Program:
    """A program that uses the API of a market, with a token or as a guest."""

    def __init__(self, market: Market, *, token: str = "", language: str = "id") -> None:
        self.url = f"{market.url}/api/v1"
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        if token:
            self.session.headers["Authorization"] = f"Token {token}"

    def get(self, path: str, **query: Any) -> Any:
        answer = self.session.get(f"{self.url}/{path}", params=query, timeout=20)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    def post(self, path: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        answer = self.session.post(f"{self.url}/{path}", json=body, headers=headers, timeout=30)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()

    def send(self, path: str, *, photo: bytes) -> Any:
        """Send a photo as a form does."""
        answer = self.session.post(f"{self.url}/{path}", files={"photo": ("IMG_0001.jpg", photo)}, timeout=60)
        assert answer.status_code == 201, (path, answer.status_code, answer.text)
        return answer.json()

    def change(self, path: str, body: Any) -> Any:
        answer = self.session.patch(f"{self.url}/{path}", json=body, timeout=30)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()


def mails(market: Market) -> list[Path]:
    """The messages that were sent, the oldest first."""
    return sorted((market.data_dir / "mail").glob("*.eml"))


def read(file: Path) -> EmailMessage:
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def code_sent(market: Market, *, to: str, before: set[Path]) -> str:
    """The sign-in code that was sent to somebody; notices may arrive at the same time."""

    def codes() -> list[str]:
        new = [read(file) for file in mails(market) if file not in before]
        return [code for mail in new if to in str(mail["To"]) for code in re.findall(r"\b\d{6}\b", mail.get_content())]

    return eventually(codes, what="a mail with the code")[0]


def told(market: Market, about: str) -> list[tuple[str, str]]:
    """Recipient and subject of each message that names `about` in its subject."""
    messages = [read(file) for file in mails(market)]
    return sorted(
        (str(message["To"]), str(message["Subject"])) for message in messages if about in str(message["Subject"])
    )

"""Read the tokens of a query from left to right."""

from __future__ import annotations

from gzkg.store.plan.words import NOT_IN_PATTERN, Beyond, Token, tokens


class Reader:
    """Reads tokens from left to right."""

    def __init__(self, text: str, refused: frozenset[str] = NOT_IN_PATTERN) -> None:
        self.text = text
        self.tokens = tokens(text, refused)
        self.at = 0
        self.names: dict[str, str] = {}
        self._fresh = 0

    @property
    def here(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """Return the next token and go on."""
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, *words: str) -> bool:
        """Go past the next token when it is one of these marks or keywords."""
        found = self.tokens[self.at].key in words
        self.at += found
        return found

    def need(self, *words: str) -> None:
        """Go past one of these. Raises: Beyond, when something else stands here."""
        if not self.skip(*words):
            raise Beyond(self.here.text)

    def fresh(self) -> str:
        """Return a variable of our own."""
        self._fresh += 1
        return f"?_:{self._fresh}-"

    def iri(self, token: Token) -> str:
        """Return an IRI in brackets. Raises: Beyond, also for a prefix that is not declared."""
        if token.kind == "iri":
            return token.text
        prefix, colon, local = token.text.partition(":")
        if token.kind != "name" or not colon or prefix not in self.names:
            raise Beyond(token.text)
        return f"{self.names[prefix]}{local}>"

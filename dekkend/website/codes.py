"""A site in an address, by its establishment code: two digits, two letters, two digits."""

from django.urls import register_converter


class SiteCode:
    regex = r"[0-9]{2}[A-Z]{2}[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SiteCode, "site_code")

"""The people `make run` shows: one of each role, each with something to do."""

from dataclasses import dataclass

from dekkend.demo.region import Post, all_posts, read_region

PASSWORD = "rietland-2026-demo"  # noqa: S105  for everyone in the demo


@dataclass(frozen=True)
class DemoPerson:
    name: str
    role: str
    place: str
    email: str


def demo_people() -> list[DemoPerson]:
    """One person a role, from school to partnership."""
    shown = read_region()["show"]
    # Of several posts the last one: MR rather than teacher, and one of two schools.
    found: dict[str, Post] = {post.name: post for post in all_posts()}
    return [
        DemoPerson(name, str(post.role.label), post.place_name, post.email)
        for name, post in ((name, found[name]) for name in shown)
    ]

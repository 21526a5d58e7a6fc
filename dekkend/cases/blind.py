"""Finding a child without reading one: keyed hashes of what is looked for, kept beside what is sealed.

The key is the partnership's own and lies wrapped in the database: without a master key no hash can be made,
so nobody can try all birth dates.
"""

import hmac
import re
from datetime import date
from hashlib import sha256

from django.db import IntegrityError, transaction

from dekkend.cases.child import Child
from dekkend.cases.models import Case, ChildIndex, IndexKey
from dekkend.core.encryption import DataKey, keyring
from dekkend.organisations.models import Partnership


def index_child(case: Case, child: Child) -> None:
    """Let the case be found by its child, as it is called now. Raises CannotOpen under a wrong master key.

    So nobody opens a case under a master key that does not open the cases before it.
    """
    case.child_indexes.all().delete()
    key, born_on = _key(case.partnership), child.born_on
    digests = {_digest(key, form, born_on) for form in short_forms(child)}
    ChildIndex.objects.bulk_create(ChildIndex(case=case, digest=digest) for digest in sorted(digests))


def blind(partnership: Partnership, initials: str, born_on: date) -> str:
    """What to look for: the digest of initials in whatever form people write them. Raises CannotOpen.

    Only the first and the last letter count: "K.B.", "K. v.d. B." and "KJB" look for the same child.
    """
    letters = [sign for sign in initials.upper() if sign.isalpha()]
    return _digest(_key(partnership), "".join(letters[:1] + letters[-1:]), born_on)


def short_forms(child: Child) -> set[str]:
    """The first letter of the first name with that of each part of the last name: {"KB", "KW"}.

    A part in small letters ("van der") is left out, unless there is no other.
    """
    parts = [part for part in re.split(r"[^\w'’]+", child.last_name) if part]
    names = [part for part in parts if _letter(part).isupper()] or parts[-1:]
    return {_letter(child.first_name) + _letter(part).upper() for part in names} or {
        _letter(child.first_name) * 2
    }


def _letter(word: str) -> str:
    return next((sign for sign in word if sign.isalpha()), "")


def _digest(key: DataKey, form: str, born_on: date) -> str:
    said = f"{form.upper()}|{born_on.isoformat()}"
    return hmac.new(key.secret, said.encode(), sha256).hexdigest()


def _key(partnership: Partnership) -> DataKey:
    owner = index_owner(partnership)
    kept = IndexKey.objects.filter(partnership=partnership).first()
    if kept is None:
        _, wrapped = keyring().new_key(owner)
        try:
            with transaction.atomic():
                kept = IndexKey.objects.create(partnership=partnership, wrapped=wrapped)
        except IntegrityError:  # someone else was first
            kept = IndexKey.objects.get(partnership=partnership)
    return keyring().unwrap(owner, kept.wrapped)


def index_owner(partnership: Partnership) -> str:
    return f"index {partnership.code}"

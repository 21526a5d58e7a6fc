"""Finding a child without reading one: a keyed hash of what is looked for, kept beside what is sealed.

The key is the partnership's own and lies wrapped in the database: without a master key no hash can be made,
so nobody can try all birth dates.
"""

import hmac
from datetime import date
from hashlib import sha256

from django.db import IntegrityError, transaction

from dekkend.cases.models import IndexKey
from dekkend.core.encryption import DataKey, keyring
from dekkend.organisations.models import Partnership


def blind(partnership: Partnership, initials: str, born_on: date) -> str:
    """What stands in `Case.child_index`: 64 hexadecimal digits. Raises CannotOpen under a wrong master key.

    So nobody opens a case under a master key that does not open the cases before it.
    """
    said = f"{''.join(filter(str.isalpha, initials)).upper()}|{born_on.isoformat()}"
    return hmac.new(_key(partnership).secret, said.encode(), sha256).hexdigest()


def _key(partnership: Partnership) -> DataKey:
    owner = f"index {partnership.code}"
    kept = IndexKey.objects.filter(partnership=partnership).first()
    if kept is None:
        _, wrapped = keyring().new_key(owner)
        try:
            with transaction.atomic():
                kept = IndexKey.objects.create(partnership=partnership, wrapped_key=wrapped)
        except IntegrityError:  # someone else was first
            kept = IndexKey.objects.get(partnership=partnership)
    return keyring().unwrap(owner, kept.wrapped_key)

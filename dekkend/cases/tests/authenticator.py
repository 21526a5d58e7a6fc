"""A device with a passkey, as a browser would hand over what it says; each wish can be made a wrong one."""

import hashlib
import json
from dataclasses import dataclass, field
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
SURE = FLAG.UP | FLAG.UV


@dataclass
class Device:
    """`count`: how often it signed, or 0 for one that does not count, as phones do."""

    host: str = "testserver"
    origin: str = "http://testserver"
    count: int = 0
    flags: FLAG = SURE
    credential_id: bytes = field(default_factory=lambda: token_bytes(16))
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, asked: dict) -> dict:
        """As `navigator.credentials.create`."""
        data = AuthenticatorData.create(self._host_hash, self.flags | FLAG.AT, self.count, self.credential)
        said = self._said("webauthn.create", asked)
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=said, attestationObject=bytes(attested))

    def get(self, asked: dict) -> dict:
        """As `navigator.credentials.get`."""
        self.count += bool(self.count)
        data = AuthenticatorData.create(self._host_hash, self.flags, self.count)
        said = self._said("webauthn.get", asked)
        signature = self.secret.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=bytes(data), signature=signature)

    @property
    def credential(self) -> AttestedCredentialData:
        key = ES256.from_cryptography_key(self.secret.public_key())
        return AttestedCredentialData.create(Aaguid.NONE, self.credential_id, key)

    @property
    def _host_hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _said(self, kind: str, asked: dict) -> bytes:
        challenge = asked["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> dict:
        said = {name: websafe_encode(part) for name, part in response.items()}
        credential = websafe_encode(self.credential_id)
        return {"id": credential, "rawId": credential, "type": "public-key", "response": said}

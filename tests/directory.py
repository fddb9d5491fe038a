"""A directory as it calls Kith: with its token and nothing else."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from kith.scim.actions import connecting

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass
class Directory:
    """The directory of one firm."""

    token: str
    client: Client = field(default_factory=Client)

    def call(self, method: str, path: str, body: Any = None, **headers: str):
        """One request, as a directory makes it."""
        return self.client.generic(
            method,
            f"/scim/v2/{path}",
            b"" if body is None else body if isinstance(body, bytes) else _json(body),
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.token}", **headers},
        )

    def get(self, path: str, **asked: Any):
        """Read something."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.get(f"/scim/v2/{path}", asked, headers=headers)

    def add(self, user_name: str, **more: Any) -> dict[str, Any]:
        """Add somebody; her resource."""
        response = self.call("POST", "Users", user(user_name, **more))
        assert response.status_code == 201, response.content
        made: dict[str, Any] = response.json()
        return made

    def patch(self, path: str, *operations: dict[str, Any], **headers: str):
        """Change something."""
        return self.call("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)

    def team(self, name: str, *ids: str, **more: Any) -> dict[str, Any]:
        """Make a team of those people; its resource."""
        members = [{"value": uid} for uid in ids]
        body = {"schemas": [GROUP], "displayName": name, "members": members, **more}
        response = self.call("POST", "Groups", body)
        assert response.status_code == 201, response.content
        made: dict[str, Any] = response.json()
        return made


def user(user_name: str, **more: Any) -> dict[str, Any]:
    """Somebody as a directory says her."""
    return {"schemas": [USER], "userName": user_name, **more}


def of(world, name: str) -> Directory:
    """The directory of somebody's firm, connected now."""
    return Directory(connecting.connect(by=world.actor(name)).token)


def _json(body: Any) -> bytes:

    return json.dumps(body).encode()

"""Who may use the API: everybody may read what was published, nobody may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ReadOnly(BasePermission):
    """Reading is free; anything else is refused."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the method only reads; another one gets 405, whoever asks."""
        if request.method not in SAFE_METHODS:
            raise MethodNotAllowed(str(request.method))
        return True

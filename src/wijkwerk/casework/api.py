"""The one door to casework for the rest of Wijkwerk: nothing of a household passes it, rules that come back do."""

from wijkwerk.casework.services.structural import Structural, structural

__all__ = ["Structural", "structural"]

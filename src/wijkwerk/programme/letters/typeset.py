"""Makes a PDF in a process of its own: data on standard input, the path as argument."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from wijkwerk.programme.letters.files import pdf
from wijkwerk.publication.api import write_whole

if __name__ == "__main__":
    write_whole(Path(sys.argv[1]), pdf(json.load(sys.stdin)))

"""The recipes are imported as whoever copies them does: by their own names."""

import sys

from interleave_site.snippet import SNIPPETS

sys.path.insert(0, str(SNIPPETS / "recipes"))

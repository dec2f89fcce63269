"""What the site has besides docs/."""

from __future__ import annotations

# Pages of the root -> where they stand in the site.
BESIDE = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md", "RELEASE.md": "release.md"}

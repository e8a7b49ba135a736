"""Rule packs as TOML files. This module only makes the folder part of the installed package."""

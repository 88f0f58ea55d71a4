"""The registry of authorities: who they are, what they are called, whose code a 机关代字 is.

All of it is data with sources: ``authority_registry.csv`` (bodies and their successors),
``authorities.csv`` (other names), ``authority_branches.csv`` (forms of names below them),
``authority_codes.csv`` (codes), ``authority_kinds.csv`` and the abbreviations of
``place_names.csv`` (codes put together).
"""

from hongtou.notation.registry.codes import (
    authority_of_code,
    is_composed,
    is_listed,
    possible_authorities,
    regions_of_code,
)
from hongtou.notation.registry.known import codes_of
from hongtou.notation.registry.names import (
    authority_named,
    in_one_line,
    level_of,
    region_codes_of,
    region_of,
    same_authority,
    standing_name,
    succeeds,
    successors,
    whole_of,
)
from hongtou.notation.registry.rows import Authority, Level

__all__ = [
    "Authority",
    "Level",
    "authority_named",
    "authority_of_code",
    "codes_of",
    "in_one_line",
    "is_composed",
    "is_listed",
    "level_of",
    "possible_authorities",
    "region_codes_of",
    "region_of",
    "regions_of_code",
    "same_authority",
    "standing_name",
    "succeeds",
    "successors",
    "whole_of",
]

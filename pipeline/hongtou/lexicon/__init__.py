"""Lists and patterns as data: each file has a ``source`` column; users add lines, not code."""

from hongtou.lexicon.correction_rules import (
    CorrectionRule,
    RuleCertainty,
    correction_rules,
    kind_of_rule,
    name_of_rule,
    rule_certainties,
)
from hongtou.lexicon.document_types import DocumentTypes, document_types
from hongtou.lexicon.glyphs import (
    alike_among,
    likeness,
    look_alike,
    most_alike,
    similar_glyphs,
    traditional_characters,
    variant_characters,
)
from hongtou.lexicon.ngrams import NgramCounts, general_pairs, official_ngrams
from hongtou.lexicon.organisations import OrganisationSuffixes, organisation_suffixes
from hongtou.lexicon.overlay import ENVIRONMENT, check_own_lists, own_folder
from hongtou.lexicon.patterns import Pattern, read_patterns, repeats_of
from hongtou.lexicon.places import place_names
from hongtou.lexicon.tables import read_table

__all__ = [
    "ENVIRONMENT",
    "CorrectionRule",
    "DocumentTypes",
    "NgramCounts",
    "OrganisationSuffixes",
    "Pattern",
    "RuleCertainty",
    "alike_among",
    "check_own_lists",
    "correction_rules",
    "document_types",
    "general_pairs",
    "kind_of_rule",
    "likeness",
    "look_alike",
    "most_alike",
    "name_of_rule",
    "official_ngrams",
    "organisation_suffixes",
    "own_folder",
    "place_names",
    "read_patterns",
    "read_table",
    "repeats_of",
    "rule_certainties",
    "similar_glyphs",
    "traditional_characters",
    "variant_characters",
]

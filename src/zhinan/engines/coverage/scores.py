"""The mutation score of a block: how many small changes to its rule its own examples notice."""

from dataclasses import dataclass, field

from zhinan.engines.packs import Pack, RuleBlock
from zhinan.engines.rules import Rulebook, mutate_rule, rulebook_of


@dataclass(slots=True)
class MutationScores:
    """Scores of blocks; the rules of a pack are read once."""

    books: dict[str, Rulebook] = field(default_factory=dict)

    def __call__(self, pack: Pack, block: RuleBlock) -> tuple[int, int]:
        """Mutants of the block's rule, and how many of them are killed; none of a block without a rule."""
        if pack.digest not in self.books:
            self.books[pack.digest] = rulebook_of(pack)
        rule = self.books[pack.digest].by_key.get(block.key)
        if rule is None:
            return 0, 0
        found = mutate_rule(rule, pack)
        return found.mutants, found.killed

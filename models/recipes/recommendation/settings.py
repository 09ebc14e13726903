"""What a recipe may tune."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class TowerSettings:
    """Two-tower training."""

    size: int = 64
    layers: int = 2
    heads: int = 2
    dropout: float = 0.2
    temperature: float = 0.07
    unknown: float = 0.05  # share of item and user identities replaced by "unknown"
    epochs: int = 10
    windows: int = 64  # windows per step
    batch_negatives: int = 768  # drawn from the targets of the batch
    uniform_negatives: int = 256  # drawn uniformly: the rare items (mixed negatives, Yang et al., 2020)
    rate: float = 2e-3


@dataclass(frozen=True)
class ContentSettings:
    """Training of the content encoder, where items have words and pictures."""

    epochs: int = 40
    batch: int = 256  # items per step
    users: int = 8  # of those who took an item, per step
    fame: float = 0.5  # an item weighs as often as it was taken, to this power
    near: float = 2.0  # weight of the distance from where the towers have the item
    rate: float = 3e-3
    weight_decay: float = 1e-3


@dataclass(frozen=True)
class TransitionSettings:
    """Item-to-item transitions, the ranker's attention tables."""

    size: int = 64
    recent: int = 16  # how many of the last items count
    dropout: float = 0.2
    epochs: int = 6
    rate: float = 5e-3


@dataclass(frozen=True)
class RankerSettings:
    """Ranker training."""

    events: int = 20  # last training events of a user, kept from the towers
    candidates: int = 500  # what retrieval hands over
    near: int = 50
    hard_near: int = 16  # negatives from the first `near` candidates
    hard: int = 16  # negatives from all candidates
    popular: int = 6  # negatives drawn by popularity
    epochs: int = 2
    groups: int = 128  # candidate lists per step
    rate: float = 1e-3
    calibration: float = 0.5
    unknown: float = 0.3
    weight_decay: float = 1e-5


@dataclass(frozen=True)
class Settings:
    """Everything, with the seed."""

    seed: int = 1
    users: int | None = None  # only the first so many users
    exclude_seen: bool = True  # what a user already had is not recommended again
    towers: TowerSettings = field(default_factory=TowerSettings)
    content: ContentSettings = field(default_factory=ContentSettings)
    transitions: TransitionSettings = field(default_factory=TransitionSettings)
    ranker: RankerSettings = field(default_factory=RankerSettings)

    def quick(self) -> "Settings":
        """A smoke test: everything runs, nothing is learned well."""
        return replace(
            self,
            users=600,
            towers=replace(self.towers, epochs=1),
            content=replace(self.content, epochs=1),
            transitions=replace(self.transitions, epochs=1),
            ranker=replace(self.ranker, epochs=1, events=2),
        )

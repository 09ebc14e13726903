"""Trains two-tower retrieval and a DeepFM ranker on MovieLens 1M: `python3 -m movielens --data DIR`.

The data (research use only, no redistribution): https://grouplens.org/datasets/movielens/1m/. Harper and Konstan,
2015, The MovieLens Datasets, ACM TiiS 5:4:19. The recommender's folder holds films and histories, so it goes to
build/recommenders/movielens, which is not published; the three models hold weights only.
"""

from __future__ import annotations

from movielens.data import load
from movielens.ratings import EPOCHS, compare
from recommendation.bundle import write_recommender
from recommendation.cards import Facts
from recommendation.cli import MODELS, Arguments, parse
from recommendation.dataset import Dataset, Encoded
from recommendation.recipe import run
from recommendation.settings import Settings

FACTS = Facts(
    name="movielens",
    prefix="ml-1m",
    title="MovieLens 1M",
    description="Films for members of MovieLens, from what they rated last",
    data=(
        "MovieLens 1M (Harper and Konstan, 2015), https://grouplens.org/datasets/movielens/1m/: research use only, no "
        "commercial use, no redistribution of the data. These weights were learned from it: use them for research "
        "only. A rating of any value is an event; the order is that of time."
    ),
    command="cd models/recipes && OMP_NUM_THREADS=1 python3 -m movielens --data DIR",
    limits=(
        "Members rated films in long sittings, often in the order of the site's own lists, so the next film rated is "
        "far easier to guess than the next film watched. Films after 2000 and members without ratings are outside the "
        "data. The score is the estimated chance to be the next film rated, not to be liked; on validation "
        "candidates it runs about a fifth low. Age, gender and occupation are inputs; nobody has examined these models for unequal treatment."
    ),
)

PUBLISHED_TOWERS = 1  # version
PUBLISHED_SCORES = {"mean": 0.3059931, "deviation": 0.1792418}  # of retrieval.score in the training of the published ranker

RATINGS = "The same architecture on ratings"
RATINGS_TEXT = """\
Not this model, but DeepFM without history and retrieval, trained to tell whom a film will please: ratings of 3 dropped,
label rating > 3, random 80/10/10 split over rows; all models have the same features, identities among them; 95 %
bootstrap intervals over rows, 200 resamples. AUCs in papers come from other selections of features: compare within
this table only.

"""


def main() -> None:
    """Loads, trains, evaluates, publishes."""
    default = MODELS.parent / "build" / "recommenders" / "movielens"
    arguments = parse(__doc__ or "", default, needs_data=True, may_reuse=True)
    settings = Settings().quick() if arguments.quick else Settings()
    dataset = load(arguments.data)
    if arguments.published:
        write_published(arguments, dataset, settings)
        return
    auc = compare(arguments.data, dataset, settings.seed, epochs=1 if arguments.quick else EPOCHS)
    run(dataset, FACTS, settings, arguments.places, {RATINGS: RATINGS_TEXT + auc})


def write_published(arguments: Arguments, dataset: Dataset, settings: Settings) -> None:
    """The recommender's folder for the models in the repository, whose towers still are of version 1."""
    data = Encoded(dataset, settings.ranker.events)
    data.encoder.set_number("retrieval.score", **PUBLISHED_SCORES)
    write_recommender(
        arguments.recommender, FACTS.name, FACTS.prefix, FACTS.description, data, towers=PUBLISHED_TOWERS
    )


if __name__ == "__main__":
    main()

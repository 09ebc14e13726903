"""Trains, measures and publishes the models of Telco churn: `python3 -m telco --data DIR --weights DIR`

The data: https://github.com/IBM/telco-customer-churn-on-icp4d, data/Telco-Customer-Churn.csv, and the synthetic texts that
`telco.data` describes.
"""

from __future__ import annotations

from tabular.cli import arguments

from . import data, training

SEEDS = 3


def main() -> None:
    given = arguments("telco", f"Telco-Customer-Churn.csv of {data.SOURCE} and feedback_gpt35_synthetic.csv")
    splits = data.load(given.data)
    if not given.publish:
        training.train(splits, given.only, given.weights, given.seeds or SEEDS, given.device, given.quick)
    if not given.train:
        from . import publish

        publish.publish(splits, given.weights, given.out)


if __name__ == "__main__":
    main()

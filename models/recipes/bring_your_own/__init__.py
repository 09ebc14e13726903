"""Well-known architectures in their true size with random weights, to try the service's `model.yaml` on."""

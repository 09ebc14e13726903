"""Fashion-MNIST: a small convolutional network, trained, measured and exported as ONNX and as TorchScript."""

"""What the service's watching of models is compared with."""

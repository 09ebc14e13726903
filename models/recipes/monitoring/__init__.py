"""What the service's watching of models is compared with, and the embeddings of the published profiles."""

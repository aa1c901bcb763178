"""The steps of this pipeline."""

"""Code that the city's pipelines share."""

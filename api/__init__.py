"""The service: FastAPI over the one door of gzkg."""

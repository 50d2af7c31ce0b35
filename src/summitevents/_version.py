"""The version, by itself: read by the build, and before anything heavy is imported."""

__version__ = "0.1.0"

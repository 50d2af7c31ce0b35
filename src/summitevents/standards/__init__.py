"""Public standards, one a file: pure functions, no input or output, the sections of the standard cited."""

"""The version, read by the build, the command line and the user agent."""

VERSION = "0.1.0"

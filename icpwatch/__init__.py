"""The launcher and the command line; the only name that enters site-packages. May import everything."""

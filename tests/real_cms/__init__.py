"""The main job on pages whose markup nobody here wrote: WordPress from Debian's packages, on loopback."""

"""How a guest behaves: whom we ask, robots.txt, pacing, patience, validators. Closes the traps of Scrapy 2.19."""

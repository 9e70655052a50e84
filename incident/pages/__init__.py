"""Server-rendered shells: the routes a person's browser asks for. Data comes over the API; no page holds rows
beyond the incident it is about. Each module has a `blueprint`."""

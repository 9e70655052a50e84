"""The exposure index: millions of cell sites counted in any area in milliseconds, exactly.

    index = build_index(lon, lat, county, counts, columns=COLUMNS, counties=n)     # geo.index.build
    publish(index, data_dir, data); index = open_index(sites_in_use(data_dir))     # geo.index.store
    found = count_bands(index, [wkb, …])        # int64[band, county, 1 + columns]   geo.index.query
    some = hit_sites(index, [wkb, …], limit=100)
    live = count_ring(index, [[lon, lat], …])

Sites lie sorted by (cell of 0.025°, county); each (cell, county) has its sums. A footprint's edges mark the cells
they touch; runs of whole cells between them are added from the sums, and only points in marked cells are tested, with
an exact predicate. All bands go in one pass and a site counts in the highest band covering it, nested or not.

Areas are even-odd over all rings of a band, their edges straight in longitude and latitude, as GeoJSON has it
(RFC 7946 §3.1.1). On an edge a point counts as if moved a hair to the east (`orientation.is_right`), so areas that
share an edge share no site and lose none. `query.band_of` decides halls and key customers by the same rule.

Importing this package costs nothing; `query` loads numba (0.5 s), and `query.warm()` compiles or loads the kernels.
"""

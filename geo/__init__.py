"""Regions, exposure, footprints and impact. Knows no web, no database, no queue.

    regions = load_regions(cache_dir)                              # geo.regions
    exposure = synthetic_exposure(regions, cache_dir=cache_dir)    # geo.exposure_store
    footprint = read_footprint(path)                               # geo.footprint_reading, through geo.sandbox
    impact = assess(footprint, regions, exposure)                  # geo.impact
    changes = difference(before, impact)                           # geo.difference

What is where:

- `regions`: `Region`, `Regions` (get, provinces, cities, counties, leaves, leaves_outside, search, find, as_city,
  version, vintage, source_note), `load_regions`. `region_import.import_regions` takes an operator's own map;
  its `.folder` is the `source` of `load_regions`. `basemap.build_basemap` writes what the browser shows.
- `exposure`: `Exposure` (county_totals, halls_in, key_customers_in, gaps, label), the columns and their order;
  `exposure_store`: `synthetic_exposure`, `save_exposure`, `load_exposure`. `synthetic/` makes it up.
- `footprint`: `Footprint`, `Band`, `read_footprint`, `drawn_ring`, `to_geojson`; `reconstructions`:
  `reconstruction(name, regions)`, `NAMES`; `reconstructions.wenchuan_2008`: the footprint and its early versions.
- `impact`: `assess`, `Impact` (bands, totals, rows, at(level), unassessed, not_assessed, halls, key_customers,
  as_json); `impact_apart.assess_apart` does the same in a child, for processes that serve people.
- `difference`: newly_hit, more_severe, less_severe, cleared, same. `intensity.convert`: CSI beside MMI.
- `growth.growth`: every site from one version of a footprint to the next: entered, risen, stayed, fallen, left.
- `shares`: `prepare_leaves`, `shares`, `covered_areas`: exact parts of all counties by integration, without overlay.
- `people`: `People`, `apply_people`; `population_import.import_population` takes in a table by county and says what
  became of every row; `people_hit`: residents, day, night and households in a footprint; `old_codes`: what became of
  codes and names. `points_import.import_points`, `key_points`: halls, key customers, hospitals, shelters.
- `data_sets.data_sets`: every data set in use with owner, age and gaps; `exposure_in_use` puts the exposure together.
- `certificates.trusted_certificates(folder)`: whose signatures on CAP messages are trusted.
- `readers/`: one module a format, in the table `readers.formats`; `cap.read_cap`: a message or feed as values;
  `tracks`: `Track`, `swath`, `steps`, `fix_at` of a typhoon; `places.find`: regions by code or name; `gcj02`: shifted
  coordinates to WGS-84 and back.
- `forecast.impact_steps`: what a storm has reached by each step, and when each county; `forecast_apart` in a child.
- `live`: the exposure by place, for who looks and draws: `drawn_count.count_drawn`, `tiles_exposure.ExposureTiles`;
  `tiles_boundaries`: the boundaries as packed tiles, made with the base map.
- `sandbox.walls()`: which walls around readers hold here, for `tongxin doctor`.

Rules that hold everywhere: foreign bytes are parsed in a child only; numbers of people are whole and add up
from county to city to province to total; bands exclude each other, the highest counts; what has no numbers is
not assessed, never zero; derived files are named by digest and appear whole. Errors are `errors.GeoError`, one
plain line each. Everything measured lies between 70-140° E and 0-60° N; footprints may lie anywhere.

To add a footprint format: one module in `readers/` with `recognises` and `read`, its row in `readers.formats`, and
its files in the hostile test; upload and command line follow. A faster kernel for millions of sites
replaces `overlay` alone.
"""

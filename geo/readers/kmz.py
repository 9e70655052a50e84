"""KMZ: the one KML in a zip, unpacked by our own rules; pictures and other files in it are not looked at."""

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, kml
from geo.readers.archive import Archive
from geo.readers.opened import XmlDocument


def recognises(archive: Archive) -> bool:
    """Say whether there is a .kml in it and no Shapefile."""
    return bool(archive.named(".kml")) and not archive.named(".shp")


def read(archive: Archive, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of doc.kml, or of the only .kml; FootprintError names the placemark."""
    names = archive.named(".kml")
    if not names:
        raise FootprintError("the archive holds no .kml")
    main = [name for name in names if name.lower() == "doc.kml"] or names
    if len(main) > 1:
        raise FootprintError(f"the archive holds {len(names)} KML files and no doc.kml; give one")
    return kml.read(XmlDocument(archive.read(main[0])), options)

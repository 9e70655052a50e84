"""Phrases about areas: geometry, bands, coordinate systems, layers and regions."""

AREAS = {
    # bands
    "no band has any area": "各分带都没有面积",
    "bands of different units ({list}); give one unit a footprint": (
        "分带单位不一致（{list}）；一个影响范围只用一种单位"
    ),
    "two bands have the same value": "有两个分带的值相同",
    "valid_to {end} is not after valid_from {begin}": "valid_to {end} 不晚于 valid_from {begin}",
    "{said} has no offset; write it as {other}": "{said} 没有时区；请写成 {other}",
    "{said} is no ISO 8601 time such as 2008-05-12T14:28:04+08:00": (
        "{said} 不是 ISO 8601 时间，例如 2008-05-12T14:28:04+08:00"
    ),
    "the drawn ring has {n} points; at most {most} are counted": "手绘范围有 {n} 个点；最多计 {most} 个",
    "the drawn ring has {n} points; at most {most} are allowed": "手绘范围有 {n} 个点；最多 {most} 个",
    "the drawn ring has {n} points; at most {most}": "手绘范围有 {n} 个点；最多 {most} 个",
    "the drawn ring needs at least three different points": "手绘范围至少要有三个不同的点",
    "{n} bands; at most {most} can be counted at once": "有 {n} 个分带；一次最多计 {most} 个",
    "{band} has no area and was left out.": "{band} 没有面积，已略去。",
    "the shapes cannot be merged ({said})": "图形无法合并（{said}）",
    "the polygon was not valid ({said}) and was mended.": "多边形不合规范（{said}），已修复。",
    "the polygon crosses 180° and was cut there.": "多边形跨越 180° 经线，已在那里切开。",
    "has no value while others have; give every feature value and unit": (
        "没有值而其他要素有；请给每个要素 value 与 unit"
    ),
    "value must be a number, not {said}": "value 应为数字，而不是 {said}",
    "value without unit; give unit CSI, MMI or level": "有 value 而没有 unit；请给出 CSI、MMI 或 level",
    "unit {said} is not a word; give CSI, MMI or level": "unit {said} 不是单词；请给出 CSI、MMI 或 level",
    "band {said} is not of the form CSI-9; give value and unit": (
        "band {said} 不是 CSI-9 这样的形式；请给出 value 与 unit"
    ),
    "differs between features; one footprint has one {name}": "各要素的 {name} 不一致；一个影响范围只有一个 {name}",
    # geometry
    "{said} is no geometry type; give a Polygon or MultiPolygon": "{said} 不是几何类型；请给出 Polygon 或 MultiPolygon",
    "a position must be [longitude, latitude]": "坐标应为 [经度, 纬度]",
    "({point}) is outside the world in degrees": "（{point}）超出经纬度范围",
    "({point}) is outside the world in degrees; are longitude and latitude swapped?": (
        "（{point}）超出经纬度范围；经纬度是否颠倒？"
    ),
    "a Polygon needs a list of rings": "Polygon 应为环的列表",
    "a MultiPolygon needs a list of polygons": "MultiPolygon 应为多边形的列表",
    "a GeometryCollection needs a list of geometries": "GeometryCollection 应为几何体的列表",
    "a ring needs at least four positions, first and last the same": "环至少要有四个坐标，首尾相同",
    "the ring is not closed; repeat its first position at the end": "环没有闭合；请在末尾重复第一个坐标",
    "the ring runs around a pole; cut it at 180° into rings that do not": "环绕过极点；请在 180° 处切成不绕极点的环",
    "the ring winds around the world; cut it at 180° into rings that do not": "环绕地球一圈；请在 180° 处切开",
    "geometry is missing; give a Polygon or MultiPolygon": "缺少几何；请给出 Polygon 或 MultiPolygon",
    "a coordinate must be a finite number, not {said}": "坐标应为有限数，而不是 {said}",
    "a {kind} encloses no area; give polygons, or for a ShakeMap its grid.xml": (
        "{kind} 不围成面积；请给出多边形，ShakeMap 请给出 grid.xml"
    ),
    "a {kind} encloses no area; give polygons": "{kind} 不围成面积；请给出多边形",
    "collections are nested more than {n} deep": "集合嵌套超过 {n} 层",
    "shapes are nested more than {n} deep": "图形嵌套超过 {n} 层",
    "a shape of type {kind} is not read; give polygons without heights and curves": (
        "不读取类型 {kind} 的图形；请给出不带高程和曲线的多边形"
    ),
    "the shape is followed by something else": "图形之后还有多余内容",
    "the shape is cut short": "图形数据不完整",
    "the shape has the wrong byte order": "图形的字节序不对",
    "the shape has {n} parts; at most {most}": "图形有 {n} 个部分；最多 {most} 个",
    "the polygon has {n} rings; at most {most}": "多边形有 {n} 个环；最多 {most} 个",
    "a shape has more than {n} corners": "有图形超过 {n} 个角点",
    "a line needs at least two positions": "线至少要有两个坐标",
    "coordinates must be a list of lines": "coordinates 应为线的列表",
    # GeoJSON and KML
    "a GeoJSON document is an object with a type": "GeoJSON 文档应为带 type 的对象",
    "type {said}; expected a FeatureCollection of polygons": "type 为 {said}；应为多边形的 FeatureCollection",
    "type {said}; expected a FeatureCollection of polygons (this is JSON with {list})": (
        "type 为 {said}；应为多边形的 FeatureCollection（这份 JSON 含 {list}）"
    ),
    "the FeatureCollection holds no feature": "FeatureCollection 中没有要素",
    "feature {n} is no Feature": "第 {n} 个要素不是 Feature",
    "properties must be an object": "properties 应为对象",
    "an earthquake of magnitude {n} as a point, without the area it shook; "
    "give the grid.xml or cont_mmi.json of its ShakeMap, or draw the area": (
        "只有 {n} 级地震的震中点，没有影响范围；请给出其 ShakeMap 的 grid.xml 或 cont_mmi.json，或手绘范围"
    ),
    "the root element is {said}, not kml": "根元素是 {said}，不是 kml",
    "{fault}; give polygons": "{fault}；请给出多边形",
    "no placemark holds a polygon": "没有地标含多边形",
    "a {kind} encloses no area": "{kind} 不围成面积",
    "{n} points or lines enclose no area and were left out ({where}).": "{n} 个点或线不围成面积，已略去（{where}）。",
    "{n} links to other files were not followed.": "指向其他文件的 {n} 个链接没有读取。",
    "a Polygon needs one outerBoundaryIs": "Polygon 应有一个 outerBoundaryIs",
    "{said} is no longitude,latitude": "{said} 不是“经度,纬度”",
    # layers and tables
    "no row has a polygon": "没有一行含多边形",
    "no layer has shapes": "没有含图形的图层",
    "more than {n} rows; merge the shapes of one band": "超过 {n} 行；请合并同一分带的图形",
    "{n} layers ({list}); name one as the part to read": "有 {n} 个图层（{list}）；请指明读取哪一个",
    "no layer is called {said}; there are {list}": "没有名为 {said} 的图层；现有 {list}",
    "{n} rows have no shape and were left out.": "{n} 行没有图形，已略去。",
    "GDAL cannot read it ({said})": "GDAL 无法读取（{said}）",
    "more than {n} circles; draw their union": "圆超过 {n} 个；请画出它们的并集",
    # coordinate systems
    "differs between rows ({list}); give one": "各行不一致（{list}）；请只给一个",
    "{said} is not known; give one of {list}": "{said} 未知；可选 {list}",
    "the coordinates {said} are not known; give one of {list}": "未知坐标系 {said}；可选 {list}",
    "{said} is not supported; convert the file to WGS-84 longitude and latitude": (
        "不支持 {said}；请转换为 WGS-84 经纬度"
    ),
    "its coordinate system cannot be used ({said}); convert it to EPSG:4490": (
        "坐标系无法使用（{said}）；请转换为 EPSG:4490"
    ),
    # regions
    "names {n} regions by code and draws no area; read it where the regions are at hand": (
        "只用代码列出 {n} 个地区而没有图形；请在有行政区划数据的地方读取"
    ),
    "names {n} regions; at most {most} are placed": "列出 {n} 个地区；最多定位 {most} 个",
    "no region here is called or coded {said} (boundaries {version}, {vintage}), so it has no place; draw the area": (
        "这里没有名称或代码为 {said} 的地区（界线 {version}，{vintage}），无法定位；请手绘范围"
    ),
}

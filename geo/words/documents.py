"""Phrases about files as such: archives, text, XML and JSON, the child that reads them."""

DOCUMENTS = {
    # the child
    "reading took longer than {n} s and was stopped; simplify the shapes": "读取超过 {n} 秒，已停止；请简化图形",
    "reading it ended by {signal}; the file was not accepted": "读取被 {signal} 中止；文件未被采用",
    "the reader failed (exit {n}); the file was not accepted": "读取程序出错（退出码 {n}）；文件未被采用",
    "the reader's answer is not in order; the file was not accepted": "读取结果不完整；文件未被采用",
    "the reader's answer is not in order; the document was not accepted": "读取结果不完整；文档未被采用",
    "the message came back out of order ({said})": "读取结果不完整（{said}）；消息未被采用",
    "the impact came back out of order ({said})": "影响计算的结果不完整（{said}）",
    "the forecast came back out of order ({said})": "预报计算的结果不完整（{said}）",
    "the track is out of order ({said})": "路径数据不合规定（{said}）",
    "what is inside came back out of order": "范围内对象的计算结果不完整",
    "not a path of this machine": "不是本机上的路径",
    "not a regular file": "不是普通文件",
    "cannot be read ({said})": "无法读取（{said}）",
    "larger than {n} MiB; simplify the shapes": "超过 {n} MiB；请简化图形",
    "the format {said} is not known; choose one of {list}": "未知格式 {said}；可选 {list}",
    "part and crs are at most {n} characters long": "part 与 crs 最长 {n} 个字符",
    "this is no {title}; leave the format out to have it found": "这不是 {title}；不指定格式即可自动识别",
    "a band has a number that is not finite": "某一分带的数值不是有限数",
    "more than {n} bands": "分带超过 {n} 个",
    # files that are no footprint by their first bytes
    "this is Parquet, which holds points here: sites come in by `tongxin geo import-sites`": (
        "这是 Parquet，在这里只装点位：站址用 `tongxin geo import-sites` 导入"
    ),
    "this is one part of a Shapefile; pack its .shp, .shx, .dbf and .prj into a zip": (
        "这是 Shapefile 的一部分；请把 .shp、.shx、.dbf、.prj 压缩成一个 zip"
    ),
    "this is a PDF; send the area itself, for example as GeoJSON or Shapefile": (
        "这是 PDF；请发送范围本身，例如 GeoJSON 或 Shapefile"
    ),
    "this is a picture; send the area itself, or draw it on the map": "这是图片；请发送范围本身，或在地图上手绘",
    "this is a TIFF; draw polygons around its values first": "这是 TIFF；请先按数值画出多边形",
    "this is HDF5 or NetCDF; draw polygons around its values first": "这是 HDF5 或 NetCDF；请先按数值画出多边形",
    "this is NetCDF; draw polygons around its values first": "这是 NetCDF；请先按数值画出多边形",
    "this is GRIB; draw polygons around its values first": "这是 GRIB；请先按数值画出多边形",
    "this is packed by gzip; unpack it first": "这是 gzip 压缩文件；请先解压",
    "this is packed by 7-Zip; unpack it first, or pack it as zip": "这是 7-Zip 压缩文件；请先解压，或改压为 zip",
    "this is packed by RAR; unpack it first, or pack it as zip": "这是 RAR 压缩文件；请先解压，或改压为 zip",
    "this is an old Office document; save the table as CSV": "这是旧版 Office 文档；请把表格另存为 CSV",
    # archives
    "not a sound zip archive ({said})": "压缩包已损坏或不是 zip（{said}）",
    "the archive has {n} entries; at most {most} are read": "压缩包有 {n} 个条目；最多读取 {most} 个",
    "the archive holds {name} twice": "压缩包内 {name} 出现两次",
    "{name} in the archive cannot be unpacked ({said})": "压缩包内的 {name} 无法解压（{said}）",
    "the archive holds more than {n} MiB when unpacked": "压缩包解压后超过 {n} MiB",
    "the archive inflates more than {n} times; it was not unpacked": "压缩包的膨胀超过 {n} 倍；没有解压",
    "the archive holds {name}, which leads out of it; it was not unpacked": "压缩包内的 {name} 指向包外；没有解压",
    "the archive holds {name}, which is a link or a device; it was not unpacked": (
        "压缩包内的 {name} 是链接或设备；没有解压"
    ),
    "{name} in the archive is encrypted; send it without a password": "压缩包内的 {name} 已加密；请发送不带密码的文件",
    "the archive holds {name}; a .shp with .dbf and .shx, or a .kml (KMZ), is read": (
        "压缩包内是 {name}；可读取带 .dbf、.shx 的 .shp，或 .kml（KMZ）"
    ),
    "the archive holds {n} Shapefiles; give one": "压缩包内有 {n} 个 Shapefile；请只给一个",
    "the archive holds no {name} beside {other}": "压缩包内 {other} 旁缺少 {name}",
    "the archive holds no .kml": "压缩包内没有 .kml",
    "the archive holds {n} KML files and no doc.kml; give one": "压缩包内有 {n} 个 KML 而没有 doc.kml；请只给一个",
    "The .dbf says no encoding; its text was read as GBK.": ".dbf 未说明编码，已按 GBK 读取。",
    # text, XML and JSON
    "neither UTF-8 nor GB18030; save the file as UTF-8": "既不是 UTF-8 也不是 GB18030；请另存为 UTF-8",
    "not UTF-8; save the file as UTF-8": "不是 UTF-8；请另存为 UTF-8",
    "holds a zero byte, so it is no text": "含有零字节，不是文本",
    "longer than {n} characters; this is no table": "一行超过 {n} 个字符；这不是表格",
    "a DTD or entity is declared; no format here needs one, remove it": "声明了 DTD 或实体；这里的格式都不需要，请去掉",
    "not well-formed XML ({said})": "XML 格式不正确（{said}）",
    "the encoding is not supported; save the file as UTF-8": "不支持这种编码；请另存为 UTF-8",
    "elements are nested more than {n} deep": "元素嵌套超过 {n} 层",
    "more than {n} elements; simplify the file": "元素超过 {n} 个；请简化文件",
    "something follows the end of the document": "文档结束后还有内容",
    "nested more than {n} deep": "嵌套超过 {n} 层",
    "a text holds half a surrogate pair": "文本中有半个代理对",
    "a text is not closed or holds a control character ({said})": "文本没有结束，或含控制字符（{said}）",
    "NaN and Infinity are no JSON numbers; leave the place out or give a number": (
        "NaN 与 Infinity 不是 JSON 数字；请留空或给出数字"
    ),
    "the number {said} is too large": "数字 {said} 太大",
    "more than {n} positions; simplify the shapes": "坐标超过 {n} 个；请简化图形",
    "a coordinate is too large for a number": "有坐标超出数字范围",
    "expected ',' or ']' in a list": "列表中应为 , 或 ]",
    "expected a name in quotation marks": "此处应为带引号的名称",
    "the name {name} stands twice in one object": "名称 {name} 在同一对象中出现两次",
    "expected ':' after {name}": "{name} 之后应为 :",
    "expected ',' or '}' in an object": "对象中应为 , 或 }",
    "no table ({said})": "不是表格（{said}）",
    "the table has a header and no rows": "表格只有表头，没有数据行",
    "the element {name} is missing": "缺少元素 {name}",
    "must be a text of at most {n} characters": "应为最多 {n} 个字符的文本",
}

"""Phrases about storms' tracks, ShakeMaps and QuakeML, and about the coordinates that a file was read in."""

STORMS = {
    # tracks
    "no wind of any band, so there is nothing to follow": "没有任何分带的风，无从推演",
    "no fix with a time and a position": "没有同时带时间和位置的定位点",
    "a step of {n} hours is none; give more than 0": "步长 {n} 小时无效；请大于 0",
    "{n} fixes; at most {most}": "有 {n} 个定位点；最多 {most} 个",
    "more than {n} fixes": "定位点超过 {n} 个",
    "more than {n} storms": "风暴超过 {n} 个",
    "more than {n} rows; cut out the storm": "超过 {n} 行；请只截取这个风暴",
    "no header 66666; this is no best track of CMA": "没有 66666 表头；不是中国气象局最佳路径",
    "{said} is no header of a storm of CMA's best track": "{said} 不是中国气象局最佳路径的风暴表头",
    "not time, grade, latitude, longitude, pressure and wind": "不是时间、等级、纬度、经度、气压和风速",
    "not time, grade, latitude, longitude, pressure and wind; this is RSMC Tokyo's format, give IBTrACS instead": (
        "不是时间、等级、纬度、经度、气压和风速；这是东京台风中心的格式，请改用 IBTrACS"
    ),
    "{said} is no time such as {other}": "{said} 不是 {other} 这样的时间",
    "ISO_TIME {said} is no time": "ISO_TIME {said} 不是时间",
    "{said} is no time": "{said} 不是时间",
    "{said} is no day": "{said} 不是日期",
    "no best track of JTWC or IBTrACS; the columns are {list}": "不是 JTWC 或 IBTrACS 的最佳路径；各列为 {list}",
    "no row has a {name}": "没有一行有 {name}",
    "{said} is no tenths of degrees such as 199N": "{said} 不是 199N 这样的十分之一度",
    "a list of {n} storms without tracks; fetch the track of one of them": (
        "这是 {n} 个风暴的目录，没有路径；请获取其中一个的路径"
    ),
    "the time {said} has no offset; write it as {other}": "时间 {said} 没有时区；请写成 {other}",
    "must hold {list}": "应含 {list}",
    "fix {n}: must be an object": "第 {n} 个定位点应为对象",
    "must be an object": "应为对象",
    "no storm is called {said}; near it are {list}": "没有名为 {said} 的风暴；相近的有 {list}",
    "{said} is no number from {low} to {high}": "{said} 不是 {low} 至 {high} 的数字",
    "holds {n} storms ({said}); name one as the part, for example --part {name}": (
        "含 {n} 个风暴（{said}）；请指明一个，例如 --part {name}"
    ),
    "{said} names {n} storms: {list}; give one of these": "{said} 对应 {n} 个风暴：{list}；请选其一",
    "The track gives no wind radii; those of {n} fixes are estimated from the highest wind ({said}) "
    "and may be half or twice as large.": (
        "路径没有给出风圈半径；{n} 个定位点的半径由最大风速推算（{said}），可能小一半或大一倍。"
    ),
    # ShakeMap and QuakeML
    "the lines enclose no ground": "这些线没有围出地面",
    "{n} levels; at most {most}": "有 {n} 级；最多 {most} 级",
    "value {said} is no MMI from 1 to 12": "value {said} 不是 1 至 12 的 MMI",
    "a contour is a LineString or MultiLineString": "等值线应为 LineString 或 MultiLineString",
    "no node has an MMI of 0.5 or more": "没有格点的 MMI 达到 0.5",
    "{fault}; of XML files the grid.xml of a ShakeMap, KML and CAP are read": (
        "{fault}；XML 文件可读取 ShakeMap 的 grid.xml、KML 和 CAP"
    ),
    "the root element is {said}": "根元素是 {said}",
    "this is an XML schema (XSD) of {said}, not a message": "这是 {said} 的 XML 模式（XSD），不是消息",
    "this is QuakeML without any event": "这份 QuakeML 没有任何事件",
    "this is QuakeML ({said}): a point, without the area it shook; give its ShakeMap or draw the area": (
        "这是 QuakeML（{said}）：只有一个点，没有影响范围；请给出其 ShakeMap，或手绘范围"
    ),
    "{name}={said} is not a finite number": "{name}={said} 不是有限数",
    "{name}={said} is no count of nodes": "{name}={said} 不是格点数",
    "{name} is {said}, not a finite number": "{name} 为 {said}，不是有限数",
    "the indices are not 1, 2, 3 …": "序号不是 1、2、3……",
    "index={said} is no number from 1": "index={said} 不是从 1 起的序号",
    "{n} of {most} nodes are missing": "{most} 个格点中缺 {n} 个",
    "{n} values, but there are {most} fields": "有 {n} 个值，而字段有 {most} 个",
    "MMI {n} is outside 0 to 12": "MMI {n} 超出 0 至 12",
    "({point}) is no node of the grid_specification": "（{point}）不是 grid_specification 的格点",
    "{n} nodes; at most {most}": "有 {n} 个格点；最多 {most} 个",
    "lon_min, lon_max, lat_min, lat_max are no box in degrees": "lon_min、lon_max、lat_min、lat_max 不是经纬度范围",
    "no field {name}": "没有字段 {name}",
    "the node ({point}) stands twice": "格点（{point}）出现两次",
    # in which coordinates it was read
    "Coordinates: {fault}.": "坐标系：{fault}。",
    "{fault}; converted to WGS-84": "{fault}；已转换为 WGS-84",
    "{said}, declared in the file": "{said}，由文件声明",
    "{said}, declared by hand": "{said}，人工指定",
    "{said}, declared by hand (the file itself says {other})": "{said}，人工指定（文件自称 {other}）",
    "missing; taken as WGS-84 longitude and latitude": "未说明，按 WGS-84 经纬度处理",
    "WGS-84, as the format prescribes": "WGS-84（格式规定）",
    "WGS-84, as {said} prescribes": "WGS-84（{said} 规定）",
    "WGS-84, as tracks are given": "WGS-84（路径的惯例）",
    "WGS-84, as {said}": "WGS-84（{said}）",
}

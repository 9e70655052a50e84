"""Phrases about warnings: CAP, its signature, QWeather, GDACS, Copernicus EMS, and regions named by code."""

ALERTS = {
    # CAP: what the standard asks for
    "{where} is missing or empty": "{where} 缺失或为空",
    "references is missing or empty, which msgType {kind} needs": "references 缺失或为空，而 msgType {kind} 需要它",
    "{where} is missing, which scope {scope} needs": "{where} 缺失，而 scope {scope} 需要它",
    "{where} is missing": "{where} 缺失",
    "{said} is none of {list}": "{said} 不在允许的取值之内：{list}",
    "{said} is not sender,identifier,sent": "{said} 不是“sender,identifier,sent”",
    "{said} is not known to CAP": "CAP 没有 {said}",
    "{fault}; CAP {version} requires it": "{fault}；CAP {version} 要求有它",
    "{fault} (and {n} more)": "{fault}（另有 {n} 处）",
    "the namespace {said} is none of CAP 1.0, 1.1 and 1.2": "命名空间 {said} 不是 CAP 1.0、1.1、1.2",
    "elements that CAP does not know: {list}": "CAP 没有的元素：{list}",
    "holds a space, comma, < or &, which CAP forbids": "含有 CAP 不允许的空格、逗号、< 或 &",
    "{said} has no time zone; CAP writes 2008-05-12T14:28:04+08:00": (
        "{said} 没有时区；CAP 写作 2008-05-12T14:28:04+08:00"
    ),
    "{said} is not of the form; CAP writes 2008-05-12T14:28:04+08:00": (
        "{said} 格式不对；CAP 写作 2008-05-12T14:28:04+08:00"
    ),
    "an empty {name}": "{name} 为空",
    # CAP: its areas
    "{fault}; draw the area": "{fault}；请手绘范围",
    "no info has an area": "没有一个 info 有 area",
    "{said} is not latitude,longitude": "{said} 不是“纬度,经度”",
    "latitude {n} is outside -90 to 90; CAP writes latitude first": "纬度 {n} 超出 -90 至 90；CAP 先写纬度",
    "{said} is not latitude,longitude and a radius up to {n} km": "{said} 不是“纬度,经度 半径”，半径最大 {n} km",
    "a circle of radius 0 encloses no area and was left out.": "半径为 0 的圆没有面积，已略去。",
    "a circle of radius 0 encloses no area": "半径为 0 的圆没有面积",
    "{said} is not drawn and has no Chinese code; it was left out.": (
        "{said} 没有图形，也没有中国行政区划代码；已略去。"
    ),
    "{said} is not drawn and has no Chinese code": "{said} 没有图形，也没有中国行政区划代码",
    "{said} is not drawn and has no Chinese code ({list}); it was left out.": (
        "{said} 没有图形，也没有中国行政区划代码（{list}）；已略去。"
    ),
    "{said} is not drawn and has no Chinese code ({list})": "{said} 没有图形，也没有中国行政区划代码（{list}）",
    "Severity Unknown is level 0: not assessed.": "Severity 为 Unknown，按 0 级：未评估。",
    # CAP: what it says of itself
    "this is a feed ({said}), no message; `tongxin cap validate` lists it": (
        "这是信号源目录（{said}），不是消息；用 `tongxin cap validate` 可列出其中条目"
    ),
    "the root element is {said}, not alert, feed or rss": "根元素是 {said}，不是 alert、feed 或 rss",
    "no entry with a message of its own is called {said}": "没有名为 {said} 且自带消息的条目",
    "the feed has {n} entries; at most {most} are read": "信号源有 {n} 条；最多读取 {most} 条",
    "id is missing": "缺少 id",
    "msgType is Cancel: it ends the messages it refers to ({said}) and is no new area": (
        "msgType 为 Cancel：它结束所引用的消息（{said}），没有新的范围"
    ),
    "msgType is Ack: it acknowledges the messages it refers to ({said}) and is no new area": (
        "msgType 为 Ack：它是所引用消息的回执（{said}），没有新的范围"
    ),
    "msgType is Error: it refuses the messages it refers to ({said}) and is no new area": (
        "msgType 为 Error：它拒绝所引用的消息（{said}），没有新的范围"
    ),
    "The message's status is {said}: it tells of no real event.": "消息状态为 {said}：不是真实事件。",
    "The message updates {said}.": "消息更新了 {said}。",
    "The message says that the event is past or all clear.": "消息说明事件已过去或已解除。",
    "expires {end} is not after {begin}; left out.": "expires {end} 不晚于 {begin}；已略去。",
    "{where} {said} is no time of the form 2008-05-12T14:28:04+08:00; left out.": (
        "{where} {said} 不是 2008-05-12T14:28:04+08:00 这样的时间；已略去。"
    ),
    "{where} {said} has no time zone; left out.": "{where} {said} 没有时区；已略去。",
    "{where} {said} is no time; left out.": "{where} {said} 不是时间；已略去。",
    # signatures
    "its XML signature is broken: {fault}; ask its sender for the message": (
        "XML 签名已损坏：{fault}；请向发送方索取原消息"
    ),
    "its XML signature is broken: {fault}": "XML 签名已损坏：{fault}",
    "XML signature: present, not verified: {fault}.": "XML 签名：有，未验证：{fault}。",
    "XML signature: verified, by {said}.": "XML 签名：已验证，签名者 {said}。",
    "XML signature: broken: {fault}.": "XML 签名：已损坏：{fault}。",
    "it was held against no trusted certificate": "没有可用来核对的可信证书",
    "it carries {n} signatures": "带有 {n} 个签名",
    "it is too large": "太大",
    "it does not cover the message as a whole": "没有覆盖整条消息",
    "it does not leave itself out of what it covers": "没有把签名自身排除在外",
    "it asks for {said}, which is not carried out": "要求 {said}，这里不执行",
    "it brings no certificate, and no trusted one fits it": "没有附带证书，也没有可信证书与之相符",
    "it does not fit the certificate that it brings": "与附带的证书不符",
    "no trusted certificate vouches for its signer": "没有可信证书为其签名者担保",
    "the message was changed after it was signed": "消息在签名后被改动",
    "the certificate of {said} was not valid when it was sent": "{said} 的证书在发送时无效",
    "it cannot be checked ({said})": "无法检查（{said}）",
    "a certificate that it brings cannot be read": "附带的证书无法读取",
    # other sources of warnings
    "{n} bulletins; at most {most}": "有 {n} 条预警；最多 {most} 条",
    "no bulletin is in force": "没有生效中的预警",
    "Bulletins without a region's code are placed by the seat of their issuer.": (
        "没有地区代码的预警按发布单位所在地定位。"
    ),
    "cancelled ({said}); left out.": "已解除（{said}）；已略去。",
    "its colour is {said}, none of blue, yellow, orange, red; left out.": "颜色为 {said}，不是蓝、黄、橙、红；已略去。",
    "neither a region's code nor an issuer, so it has no place; draw the area": (
        "既没有地区代码也没有发布单位，无法定位；请手绘范围"
    ),
    "an event ({said}) given as a point, without an area; {hint}": "事件（{said}）只给出一个点，没有范围；{hint}",
    "its polygons are what {said} gives; save that, or draw the area": "多边形在 {said}；请保存该文件，或手绘范围",
    "give the ShakeMap or the polygons of it, or draw the area": "请给出其 ShakeMap 或多边形，或手绘范围",
    "{n} points or lines of the event enclose no area and were left out.": "事件的 {n} 个点或线没有面积，已略去。",
    "Levels are the colours of GDACS: 1 green, 2 orange, 3 red.": "级别即 GDACS 的颜色：1 绿、2 橙、3 红。",
    "The event's severity is {said}; it holds for its worst place, not the area.": (
        "事件强度 {said} 是最严重处的数值，不代表整个范围。"
    ),
    "no activation with areas of interest (aois)": "没有带关注区域（aois）的启动记录",
    "eventTime has no time zone; Copernicus EMS gives UTC.": "eventTime 没有时区；Copernicus EMS 用 UTC。",
    "its extent is no POLYGON in WKT": "extent 不是 WKT 的 POLYGON",
    # places by code
    "no region here is called or coded {said} (boundaries {version}, {vintage}), and nothing is drawn; "
    "draw the area, or correct the code": (
        "这里没有名称或代码为 {said} 的地区（界线 {version}，{vintage}），也没有图形；请手绘范围，或更正代码"
    ),
    "placed by region in boundaries of {vintage}: {list} and {n} more.": (
        "按 {vintage} 的行政区划定位：{list} 等，另有 {n} 个。"
    ),
    "placed by region in boundaries of {vintage}: {list}.": "按 {vintage} 的行政区划定位：{list}。",
    "the code {said} ({name}) is no more; taken for {list}.": "代码 {said}（{name}）已撤销；按 {list} 处理。",
    "no region has the name {said}; it was left out.": "没有名为 {said} 的地区；已略去。",
    "no region has the code {said}; it was left out.": "没有代码为 {said} 的地区；已略去。",
    # lists of regions and venues
    "{said} may be {list}; give the code": "{said} 可能是 {list}；请给出代码",
    "no region is called or coded {said} (boundaries {version}, {vintage})": (
        "没有名称或代码为 {said} 的地区（界线 {version}，{vintage}）"
    ),
    "no region is called or coded {said} (boundaries {version}, {vintage}); near it are {list}": (
        "没有名称或代码为 {said} 的地区（界线 {version}，{vintage}）；相近的有 {list}"
    ),
    "regions must be a list with at least one region": "regions 应为至少有一个地区的列表",
    "region {n} is no object with a text named region": "第 {n} 个地区不是带 region 文本的对象",
    "the column of regions is empty": "地区一列是空的",
    "the column {name} is missing; venues need {list}": "缺少 {name} 一列；场所需要 {list}",
    "more than {n} venues; give one list for each city": "场所超过 {n} 个；请按城市分别给出",
}

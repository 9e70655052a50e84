"""Phrases of whoever asks feeds and reads their entries (incident/feeds), which quote the readers'."""

FEEDS = {
    "the root element is {said}, neither feed, rss nor alert": "根元素是 {said}，不是 feed、rss 或 alert",
    "no GeoJSON FeatureCollection": "不是 GeoJSON FeatureCollection",
    "must be a list of features": "应为要素的列表",
    "the body must be a JSON object": "正文应为 JSON 对象",
    "must be a list of at most 100 texts sender,identifier,sent": "应为最多 100 个“sender,identifier,sent”文本的列表",
    "each must be sender,identifier,sent": "每一个都应为“sender,identifier,sent”",
    "its detail document lists no ShakeMap grid": "详情文档中没有 ShakeMap 格网",
    "the text is no CAP alert": "文本不是 CAP 消息",
    "HTTP {n}: sends us on to {said}; redirects are not followed": "HTTP {n}：要求转到 {said}；这里不跟随转向",
    "HTTP {n}": "HTTP {n}",
    "{said} is not on the list of what may be asked; whoever runs this machine adds it to the setting "
    "TONGXIN_FEED_HOSTS.": "{said} 不在允许询问的名单上；由本机的运行人员加入设置 TONGXIN_FEED_HOSTS。",
    "This address cannot be used: it {said}.": "地址不可用（{said}）。",
    "larger than {n} MB": "超过 {n} MB",
    "timed out": "超时",
    "[Errno 111] Connection refused": "连接被拒绝",
    "Server disconnected without sending a response.": "对方没有应答就断开了",
    "answers packed ({said}), though it was asked not to": "应答经过压缩（{said}），而请求时已说明不压缩",
    "id or updated is missing": "缺少 id 或 updated",
    "geometry has no usable longitude and latitude, so it cannot be placed": "geometry 没有可用的经纬度，无法定位",
    "updated is no time in milliseconds": "updated 不是毫秒时间",
    "eventtype or eventid is missing": "缺少 eventtype 或 eventid",
    "no usable longitude and latitude, so it cannot be placed": "没有可用的经纬度，无法定位",
    "{list}: missing": "缺少 {list}",
    "all missing, so it cannot be placed": "全部缺失，无法定位",
    "{said} is no time with an offset such as 2008-05-12T14:28:04+08:00": (
        "{said} 不是带时区的时间，例如 2008-05-12T14:28:04+08:00"
    ),
    "identifier, sender or sent is missing": "缺少 identifier、sender 或 sent",
    "what it links to is no CAP message": "所链接的不是 CAP 消息",
    "the entry neither holds a CAP message nor links to one": "条目既不含 CAP 消息，也没有链接到 CAP 消息",
    "nobody who is trusted here has signed it, which this feed demands": "没有可信的签名，而该信号源要求有",
    "its message could not be fetched: {fault}": "取不到它的消息：{fault}",
    "a message it links to: {fault}": "所链接的一条消息：{fault}",
    "cannot be read: {fault}": "无法读取：{fault}",
    "Its ShakeMap could not be fetched: {fault}": "取不到它的 ShakeMap：{fault}",
    "Its ShakeMap could not be found: {fault}": "找不到它的 ShakeMap：{fault}",
    "Its polygons could not be fetched: {fault}": "取不到它的多边形：{fault}",
    "Its area cannot be read: {fault}": "它的范围无法读取：{fault}",
    "its impact cannot be assessed: {fault}": "无法评估其影响：{fault}",
    "No area came with it; the provinces are those within {n} km of the point.": (
        "它没有带范围；所列省份在该点 {n} km 之内。"
    ),
}

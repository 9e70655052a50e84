/** The page for an address that can't be had without a network: no script, both languages, the way on. */

export function offlinePage(hasApp: boolean): Response {
  const way = hasApp
    ? '<p><a href="/workspace">打开我的任务（离线也能用） Open my tasks, which work offline</a></p>'
    : '<p>这台设备还没有保存过任务页。联网后打开一次任务页，以后没有网络也能打开。<br>This device has not kept the task page yet. Open it once with a network, and it will open without one.</p>'
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>没有网络 No network</title><style nonce="kept">body{font:16px/1.6 sans-serif;max-width:34em;margin:0 auto;padding:32px 20px;color:#14181f;background:#f3f4f8}a{display:inline-block;padding:10px 16px;border:1px solid #6f7c91;border-radius:8px;color:inherit;text-decoration:none;background:#fff}h1{font-size:22px}</style></head><body><h1>没有网络 No network</h1>
<p>这一页要有网络才能打开。急事请打电话给总部值班员，可由其代为确认任务。<br>This page needs a network. For what can't wait, telephone the headquarters duty officer, who can acknowledge tasks for you.</p>
${way}</body></html>`
  return new Response(html, {
    status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'none'; style-src 'nonce-kept'" },
  })
}

import type { JSX } from 'preact'
import { boot } from '../lib/boot'
import { countText, orDot } from '../lib/format'
import { session } from '../lib/session'
import type { BroadcastRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { gone, type Six } from './six'
import { approvalWords } from './words'

/** Where the message goes: its channel with counts, and the public feed, which has neither list nor receipts; a survey is on no feed. */
export function WaysOut({ row, six }: { readonly row: BroadcastRow; readonly six: Six }): JSX.Element {
  const w = approvalWords()
  const kind = session.value?.world?.kind ?? (boot().session?.world?.kind ?? 'live')
  const message = `/cap/tongxin.${kind}.${row.id}.xml`
  return (
    <section class="block">
      <div class="block-head"><h3>{w.waysOut}</h3></div>
      <div class="table-wrap">
        <table class="table">
          <thead>
            <tr><th scope="col">{w.way}</th><th scope="col" class="num">{w.customers}</th><th scope="col" class="num">{w.sent}</th><th scope="col" class="num">{w.sixDelivered}</th><th scope="col">{w.wayState}</th></tr>
          </thead>
          <tbody>
            <tr>
              <td class="nowrap">{row.channel === 'cell_broadcast' ? w.channelCells : w.channelSms}</td>
              <td class="num">{countText(row.customers)}</td>
              <td class="num">{orDot(gone(six))}</td>
              <td class="num">{row.channel === 'cell_broadcast' ? '-' : orDot(six.delivered)}</td>
              <td class="tx-2">{row.channel === 'cell_broadcast' ? w.noReceipts : commonWords().measureState(row.state)}</td>
            </tr>
            {row.survey ? null : (
              <tr>
                <td class="nowrap">{w.channelFeed}</td>
                <td class="tx-2" colSpan={4}>{w.published} · <a class="link" href={message}>{w.capMessage}</a> · <a class="link" href="/cap/feed.xml">{w.capFeed}</a></td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  )
}

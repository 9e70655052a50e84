import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { Icon } from '../components/Icon'
import { deskWords } from '../desk/words'
import { exact, orDot } from '../lib/format'
import { provinceName, regionName } from '../lib/regions'
import type { Area } from '../lib/types'
import { commonWords } from '../locales/common'
import { countCounties, lines } from './area'
import { approvalWords } from './words'

/** Whom it reaches, by province and segment; a province opens to its counties. */
export function AreaTable({ area }: { readonly area: Area }): JSX.Element {
  const w = approvalWords()
  const common = commonWords()
  const open = useSignal<ReadonlySet<string>>(new Set())
  const { names, provinces, total } = useMemo(() => lines(area), [area])
  const toggle = (code: string): void => {
    const next = new Set(open.value)
    if (!next.delete(code)) next.add(code)
    open.value = next
  }
  return (
    <section class="block">
      <div class="block-head">
        <h3>{w.audience}</h3>
        <span>{w.audienceOf(exact(countCounties(area)), exact(provinces.length))} · {w.mapNo}</span>
      </div>
      <div class="table-wrap">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{deskWords().province}</th>
              {names.map((name) => <th key={name} scope="col" class="num">{common.segment(name)}</th>)}
              <th scope="col" class="num">{w.customers}</th>
            </tr>
          </thead>
          <tbody>
            {provinces.flatMap((province) => [
              <tr key={province.code}>
                <td>
                  <button type="button" class="expand" aria-expanded={open.value.has(province.code)} onClick={() => toggle(province.code)}>
                    <Icon name={open.value.has(province.code) ? 'up' : 'down'} size={14} />
                    {provinceName(province.code)} <span class="tx-3 num">{province.counties.length}</span>
                  </button>
                </td>
                {province.segments.map((figure, at) => <td key={names[at]} class="num">{orDot(figure)}</td>)}
                <td class="num">{exact(province.total)}</td>
              </tr>,
              ...(open.value.has(province.code)
                ? province.counties.map((county) => (
                    <tr key={county.code} class="sub">
                      <td>{regionName(county.code)}</td>
                      {county.segments.map((figure, at) => <td key={names[at]} class="num">{orDot(figure)}</td>)}
                      <td class="num">{exact(county.total)}</td>
                    </tr>
                  ))
                : []),
            ])}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{deskWords().total}</th>
              {total.segments.map((figure, at) => <td key={names[at]} class="num">{orDot(figure)}</td>)}
              <td class="num">{exact(total.total)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  )
}

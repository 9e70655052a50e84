/** Whole provinces, cities and counties as a footprint: found by name, pinyin or code, or taken from the map, each graded. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { words } from '../../lib/i18n'
import { companies, provinceName, regionBook, regionByCode, regionName } from '../../lib/regions'
import type { Region } from '../../lib/types'
import { findRegions, type Picked, withRegion, without } from './regionPicks'
import { actionWords } from './words'

const pickWords = words(
  {
    coarse: '粗略：按整个省、市、县计，不是灾害实际覆盖的区域。各处显示时都会注明。', find: '省、市、县（名称、拼音或代码）', findHint: '回车选第一个',
    provinces: '整省', fromMap: (name: string) => `地图上选中的：${name}`, chosen: (n: string) => `已选 ${n} 个`, none: '还没有选区划', grade: (name: string) => `${name} 的影响等级`, drop: (name: string) => `去掉 ${name}`,
    source: '谁列的、何时（来源）', sourceHint: '如：民政部 1 月 28 日 14 时通报', twice: '已含在所选的上级区划里',
  },
  {
    coarse: 'Coarse: whole provinces, cities and counties, not the ground that the hazard covers. It is said so wherever it is shown.', find: 'Province, city or county (name, pinyin or code)', findHint: 'Enter takes the first',
    provinces: 'Whole provinces', fromMap: (name) => `Chosen on the map: ${name}`, chosen: (n) => `${n} chosen`, none: 'no region chosen yet', grade: (name) => `Grade of ${name}`, drop: (name) => `Leave out ${name}`,
    source: 'Who named them, and when (source)', sourceHint: 'such as: Ministry of Civil Affairs, 28 January 14:00', twice: 'within a region that is chosen already',
  },
)

interface RegionPickProps {
  readonly picks: Signal<readonly Picked[]>
  readonly source: Signal<string>
  /** What is selected on the map; '' for nothing. */
  readonly selected: string
}

/** What is missing before it can be sent, in words; false for nothing. */
export function whatRegionsLack(picks: readonly Picked[], source: string): string | false {
  const w = pickWords()
  if (picks.length === 0) return w.none
  return source.trim() ? false : w.source
}

export function RegionPick({ picks, source, selected }: RegionPickProps): JSX.Element {
  const w = pickWords()
  const query = useSignal('')
  const found = findRegions(regionBook.value?.regions ?? [], query.value)
  const add = (region: Region): void => {
    picks.value = withRegion(picks.value, region)
    query.value = ''
  }
  const onMap = regionByCode.value.get(selected)
  return (
    <>
      <p class="note note-warn">{w.coarse}</p>
      <label class="field">
        <span>{w.find}</span>
        <input
          type="search" value={query.value} autocomplete="off" placeholder={w.findHint}
          onInput={(event) => (query.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !query.value.trim()) return
            event.preventDefault()
            const [first] = found
            if (first) add(first)
          }}
        />
      </label>
      {found.length ? (
        <ul class="pick-found">
          {found.map((region) => (
            <li key={`${region.level}${region.adcode}`}><button type="button" class="menu-row" onClick={() => add(region)}>{regionName(region.adcode)} <span class="tx-2">{region.level === 'province' ? '' : provinceName(region.province)} <span class="num">{region.adcode}</span></span></button></li>
          ))}
        </ul>
      ) : null}
      {onMap && !picks.value.some((one) => one.code === onMap.adcode) ? <p><button type="button" class="button button-small" onClick={() => add(onMap)}>{w.fromMap(regionName(onMap.adcode))}</button></p> : null}
      <fieldset class="field pick-provinces">
        <legend class="field-label">{w.provinces}</legend>
        <span>
          {companies.value.map((region) => {
            const isIn = picks.value.some((one) => one.code === region.adcode)
            return <button key={region.adcode} type="button" class="pick-chip" aria-pressed={isIn} onClick={() => (picks.value = isIn ? without(picks.value, region.adcode) : withRegion(picks.value, region))}>{provinceName(region.adcode)}</button>
          })}
        </span>
      </fieldset>
      <Chosen picks={picks} />
      <label class="field">
        <span>{w.source}</span>
        <input type="text" maxLength={200} placeholder={w.sourceHint} value={source.value} onInput={(event) => (source.value = event.currentTarget.value)} />
      </label>
    </>
  )
}

function Chosen({ picks }: { readonly picks: Signal<readonly Picked[]> }): JSX.Element {
  const w = pickWords()
  const grades = actionWords().grades
  return (
    <div class="field">
      <span class="field-label num">{picks.value.length ? w.chosen(String(picks.value.length)) : w.none}</span>
      <ul class="pick-list">
        {picks.value.map((one) => {
          const name = regionName(one.code)
          return (
            <li key={one.code}>
              <span>{name}</span>
              <select aria-label={w.grade(name)} value={String(one.grade)} onChange={(event) => {
                const grade = Number(event.currentTarget.value)
                picks.value = picks.value.map((other) => (other.code === one.code ? { ...other, grade } : other))
              }}>
                {[1, 2, 3, 4].map((grade) => <option key={grade} value={String(grade)}>{grades(grade)}</option>)}
              </select>
              <button type="button" class="icon-button" aria-label={w.drop(name)} onClick={() => (picks.value = without(picks.value, one.code))}>×</button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

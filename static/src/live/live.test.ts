import { describe, expect, it } from 'vitest'
import type { BroadcastPartRow, EventRecord, FootprintRow, ImpactRow, MeasurePartRow, MeasureRow, ProvinceIncidentRow, TaskRow } from '../lib/types'
import { csv } from './export'
import { bars, eventGlyph, filtered, ticks } from './feed'
import { exposure, finishAt, moneySums, nextDue, sending, taskSums } from './figures'
import { albers, isInside, northEastEnd, ringAreaKm2, scaleBar } from './map/geometry'
import { labelFeatures, shortName } from './map/labels'
import { classCounts, classOf, countyFigures, quantityNamed } from './map/quantities'
import { columns, matrixRows, type MatrixInput } from './matrix'
import { aidOwed, mergesOwed } from './owed'
import { tallyOfRows } from './tally'
import { activation, countByChange, planGroups, type Plan, type PlanChange } from './plan/plan'
import { fromField, toField } from './actions/DeclareDialog'
import { slides, turn } from '../wall/rotation'

const task = (part: Partial<TaskRow>): TaskRow => ({
  id: 't', province: '510000', item_key: 'e/halls/510000', task_group: 'halls', team: 'x', region: '510726', title_zh: '核查', title_en: 'Check',
  detail_text: null, checklist: [], ticked: [], outcome_fields: [], reasons: [], critical: false, state: 'dispatched', state_before: null, revision: 1,
  dispatched_at: '2008-05-12T07:00:00Z', acknowledge_minutes: 5, work_minutes: 60, ack_due_at: '2008-05-12T07:05:00Z', work_due_at: null,
  acknowledged_at: null, acknowledged_by: null, proxy_for: null, started_at: null, held_since: null, resolved_at: null, closed_at: null,
  escalation: 0, ack_overdue: false, work_overdue: false, reason_text: null, ...part,
})
const told = (province: string, part: Partial<ProvinceIncidentRow> = {}): ProvinceIncidentRow => ({
  id: `i:${province}`, province, state: 'active', title_zh: '', title_en: '', hazard: 'earthquake', response_level: 'I', warning_colour: null,
  occurred_at: '', footprint_id: 'f', footprint_version: 1, affected: true, unreachable_since: null, ...part,
})
const measure = (part: Partial<MeasureRow>): MeasureRow => ({ id: 'm', kind: 'fee_waiver', state: 'approved', area: { '510000': { '510726': { gotone: 5 } } }, customers: 5, cost_fen: 100, cap_fen: 400, title_zh: '减免', title_en: 'Waive', ...part }) as MeasureRow
const impact = (part: Partial<ImpactRow>): ImpactRow => ({
  id: 'x', province: '510000', footprint_id: 'f', region: '510726', level: 'county', city: '510700', band: 'CSI-8', value_milli: 8000, unit: 'CSI',
  area_share_ppm: 1, basis: 'site', sites: 3, halls: 1, key_customers: 0, key_customer_tiers: { a_plus: 0, a: 0, b: 0, c: 0 }, people: 10, total: 60_000, segments: {}, of_which: {}, ...part,
})
const input = ({ tasks = [], ...part }: Partial<MatrixInput> & { readonly tasks?: readonly TaskRow[] }): MatrixInput => ({
  companies: ['110000', '510000', '610000', '620000'], provinces: [told('510000'), told('610000'), told('620000')], tally: tallyOfRows(tasks), measures: [], parts: [],
  broadcasts: [], broadcastParts: [], ...part,
})
const event = (position: number, part: Partial<EventRecord> = {}): EventRecord => ({
  stream: 's', position, id: String(position), type: 'TaskAcknowledged', at: '2008-05-12T06:31:00Z', recorded_at: '', kind: 'task',
  actor: { person: null, via: 'system' }, audience: '510000', changes: [], data: {}, texts: [], ...part,
})

describe('what headquarters owes an answer to', () => {
  it('is a request with which nobody has begun, and an offer; not what was asked on or is committed', () => {
    const aid_request = { a: { id: 'a', state: 'requested' }, b: { id: 'b', state: 'requested' }, c: { id: 'c', state: 'committed' } }
    const part = (request_id: string, state: string): { readonly request_id: string; readonly state: string } => ({ request_id, state })
    expect(aidOwed({ aid_request })).toBe(2)
    expect(aidOwed({ aid_request, aid_part: { p: part('b', 'asked') } })).toBe(1)
    expect(aidOwed({ aid_request, aid_part: { p: part('b', 'accepted'), q: part('c', 'committed') } })).toBe(2)
  })
  it('is a duplicate that is neither merged nor unlinked, while the incident goes on', () => {
    const link = { id: 'l', kind: 'duplicate_of', direction: 'to', other_id: 'o', other_title_zh: '', other_title_en: '', ended_at: null } as const
    expect(mergesOwed([link, { ...link, direction: 'from' }, { ...link, kind: 'part_of' }, { ...link, ended_at: '2008' }], 'active')).toBe(1)
    expect(mergesOwed([link], 'closed')).toBe(0)
  })
})

describe('the province matrix', () => {
  it('puts the silent first, then the late, the declined, the waiting, the affected, the rest', () => {
    const rows = matrixRows(input({
      companies: ['110000', '500000', '510000', '530000', '610000', '620000', '630000'],
      provinces: [told('510000'), told('530000'), told('610000'), told('620000', { unreachable_since: '2008-05-12T07:00:00Z' }), told('500000'), told('630000')],
      tasks: [
        task({ province: '610000', ack_overdue: true }), task({ province: '530000', state: 'rejected' }), task({ province: '630000' }),
        task({ province: '620000' }), task({ province: '500000', state: 'closed', acknowledged_at: '2008-05-12T07:02:00Z' }),
        task({ province: '510000', ack_overdue: true }), task({ province: '510000', ack_overdue: true }),
      ],
    }))
    expect(rows.map((row) => row.province)).toEqual(['620000', '510000', '610000', '530000', '630000', '500000', '110000'])
  })
  it('counts tasks done of all and shows the worst of a group', () => {
    const [row] = matrixRows(input({ companies: ['510000'], tasks: [task({ state: 'closed' }), task({ state: 'in_progress' }), task({ state: 'cancelled' })] }))
    expect(row?.cells.get('halls')).toEqual({ glyph: 'working', done: 1, total: 2 })
  })
  it('shows declined where a measure of halls waits for a task that was declined', () => {
    const green = measure({ kind: 'green_channel', delivery: 'halls', state: 'executing', item_key: 'e/green-channel/*' })
    const part = { id: 'm:510000', measure_id: 'm', province: '510000', state: 'executing' } as MeasurePartRow
    const glyph = (state: TaskRow['state']) =>
      matrixRows(input({ companies: ['510000'], measures: [green], parts: [part], tasks: [task({ item_key: 'e/green-channel-open/510000', state })] }))[0]?.cells.get('green_channel')?.glyph
    expect([glyph('rejected'), glyph('in_progress')]).toEqual(['declined', 'working'])
  })
  it('shows a measure where it reaches, by its part once that exists', () => {
    const part = { id: 'm:510000', measure_id: 'm', province: '510000', state: 'partially_applied' } as MeasurePartRow
    const rows = matrixRows(input({ measures: [measure({})], parts: [part] }))
    const cell = (province: string) => rows.find((row) => row.province === province)?.cells.get('fee_waiver')
    expect(cell('510000')?.glyph).toBe('partial')
    expect(cell('610000')?.total).toBe(0)
  })
  it('has one column a measure type and task group', () => {
    const shown = columns(input({ measures: [measure({}), measure({ id: 'n' })], tasks: [task({}), task({ task_group: 'duty' })] }))
    expect(shown.map((column) => column.key)).toEqual(['fee_waiver', 'duty', 'halls'])
  })
})

describe('headline figures', () => {
  it('sums exclusive bands to the total', () => {
    const rows = [impact({ level: 'province', region: '510000', total: 7 }), impact({ level: 'province', region: '620000', total: 5, value_milli: 6000 }), impact({})]
    const sums = exposure(rows, { not_assessed: [{ adcode: '1', reason: '' }] } as unknown as FootprintRow)
    expect(sums.bands.map((band) => band.customers)).toEqual([7, 5])
    expect([sums.customers, sums.counties, sums.provinces, sums.notAssessed]).toEqual([12, 1, 2, 1])
  })
  it('keeps the silent apart from the late and finds the next deadline that is still ahead', () => {
    const sums = taskSums(tallyOfRows([task({ ack_overdue: true }), task({ province: '620000' }), task({ id: 'later' }), task({ state: 'closed' })]), new Set(['620000']))
    expect([sums.total, sums.open, sums.overdue, sums.silent]).toEqual([4, 3, 1, 1])
    expect(nextDue(sums, Date.parse('2008-05-12T07:04:00Z'))?.id).toBe('later')
    expect(nextDue(sums, Date.parse('2008-05-12T07:06:00Z'))).toBeNull()
  })
  it('counts money of what is approved, against the caps of the same', () => {
    expect(moneySums([measure({}), measure({ state: 'draft' })])).toEqual({ committed: 100, cap: 400 })
  })
  it('does not call submitted delivered', () => {
    const part = { customers: 100, queued: 30, submitted: 20, delivered: 45, failed: 5, expired: 0, unknown: 0, stopped: 0 } as BroadcastPartRow
    expect(sending([part])).toEqual({ customers: 100, delivered: 45, settled: 50 })
    expect(finishAt(sending([part]), 0, 1000)).toBe(2000)
    expect(finishAt(sending([]), 0, 1000)).toBeNull()
  })
})

describe('county quantities', () => {
  const footprint = { not_assessed: [{ adcode: '513221', reason: 'no data' }] } as unknown as FootprintRow
  const counties = countyFigures([impact({}), impact({ value_milli: 7000, total: 1000 })], footprint, input({ tasks: [task({}), task({ acknowledged_at: 'x' })], measures: [measure({ state: 'in_effect' })] }))
  it('adds the bands of a county and keeps its worst', () => {
    expect(counties.get('510726')).toMatchObject({ customers: 61_000, valueMilli: 8000, sites: 6, tasks: 2, acknowledged: 1, measuresInEffect: 1 })
  })
  it('classes by fixed breaks and never colours what is not assessed', () => {
    const quantity = quantityNamed('customers')
    expect(classOf(quantity, counties.get('510726') as never)).toBe(2)
    expect(classOf(quantity, counties.get('513221') as never)).toBe(0)
    expect(classCounts(quantity, counties.values())).toEqual([0, 0, 1, 0, 0, 0])
    expect(classOf(quantityNamed('acknowledged'), counties.get('510726') as never)).toBe(3)
  })
})

describe('the log', () => {
  it('filters by kind, place, people and what is new', () => {
    const events = [event(3, { kind: 'measure' }), event(2, { actor: { person: 'p', via: 'web' } }), event(1, { audience: 'nation' })]
    const at = (filter: Parameters<typeof filtered>[1]): number[] => filtered(events, filter).map((one) => one.position)
    expect(at({ kind: 'measure', province: null, after: null })).toEqual([3])
    expect(at({ kind: 'person', province: null, after: null })).toEqual([2])
    expect(at({ kind: null, province: '510000', after: 2 })).toEqual([3])
  })
  it('draws bars of a round width that hold every event', () => {
    const start = Date.parse('2008-05-12T06:28:00Z')
    const drawn = bars([event(1), event(2)], start, start + 4 * 3_600_000, 120)
    expect([drawn.minutes, drawn.bars.length, drawn.most]).toEqual([2, 120, 2])
    expect(drawn.bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(2)
    expect(ticks(start, start + 4 * 3_600_000)).toHaveLength(8)
  })
  it('says by the glyph what an event means', () => {
    expect([eventGlyph('TaskOverdue'), eventGlyph('ProvinceUnreachable'), eventGlyph('TaskDeclined')]).toEqual(['overdue', 'failed', 'declined'])
  })
})

describe('the plan drawer', () => {
  const change = (part: Partial<PlanChange>): PlanChange => ({ item_key: 'e/a/*', change: 'add', type: 'task', ...part }) as PlanChange
  const plan = { playbook: { slug: 'earthquake' }, changes: [change({ item_key: 'e/a/1' }), change({ item_key: 'e/a/2' }), change({ item_key: 'e/m/*', type: 'measure', change: 'keep' })], omitted: [] } as unknown as Plan
  it('asks for all when nothing is left out, and else names what stays with reasons for the rest', () => {
    expect(activation(plan, {})).toEqual({ playbook: 'earthquake', include: 'all', exclude: [] })
    expect(activation(plan, { 'e/a/2': '已由邻省承担' })).toEqual({ playbook: 'earthquake', include: ['e/a/1'], exclude: [{ item_key: 'e/a/2', reason: '已由邻省承担' }] })
  })
  it('puts tasks of one item together and measures first', () => {
    expect(planGroups(plan.changes, new Set(['add', 'keep'])).map((group) => [group.type, group.changes.length])).toEqual([['measure', 1], ['task', 2]])
    expect(countByChange(plan.changes)).toEqual({ add: 2, change: 0, wind_down: 0, keep: 1 })
  })
})

describe('geometry and names on the map', () => {
  const square: readonly (readonly [number, number])[] = [[0, 0], [1, 0], [1, 1], [0, 1]]
  it('measures a square degree at the equator', () => expect(ringAreaKm2(square)).toBeCloseTo(12_364, -1))
  it('knows inside from outside', () => expect([isInside([0.5, 0.5], square), isInside([1.5, 0.5], square)]).toEqual([true, false]))
  it('finds the north-east end for the pill', () => expect(northEastEnd({ type: 'Polygon', coordinates: [square.map((point) => [...point])] })).toEqual([1, 1]))
  it('projects the central meridian straight up', () => {
    expect(albers(105, 30)[0]).toBeCloseTo(0)
    expect(albers(105, 35)[1]).toBeGreaterThan(albers(105, 30)[1])
  })
  it('offers a round scale that fits', () => {
    const { km, px } = scaleBar(31, 6)
    expect([100, 50, 200]).toContain(km)
    expect(px).toBeLessThanOrEqual(100)
  })
  it.each([['四川省', '四川'], ['阿坝藏族羌族自治州', '阿坝'], ['内蒙古自治区', '内蒙古'], ['北川羌族自治县', '北川'], ['理县', '理县'], ['德宏傣族景颇族自治州', '德宏'], ['怒江傈僳族自治州', '怒江'], ['博尔塔拉蒙古自治州', '博尔塔拉'], ['宁夏回族自治区', '宁夏'], ['成都市', '成都']])('shortens %s to %s', (name, short) => expect(shortName(name)).toBe(short))
  it('labels only the counties hit hardest', () => {
    const region = (adcode: string) => ({ adcode, name: adcode, name_en: '', level: 'county' as const, province: '510000', city: null, lon: 1, lat: 1, operator: true })
    const found = labelFeatures([region('510726'), region('510727')], new Map([['510726', 11_000], ['510727', 6000]]), 1)
    expect(found.features.map((feature) => feature.properties?.name)).toEqual(['510726'])
  })
})

describe('the wall and the forms', () => {
  it('turns by the clock: nation, then the provinces that need a person', () => {
    const all = slides([{ province: '620000', needsPerson: true }, { province: '110000', needsPerson: false }] as never)
    expect(all.map((slide) => slide.province)).toEqual([null, '620000'])
    expect(turn(all, 25_000)).toMatchObject({ slide: { province: '620000' }, next: { province: null }, seconds: 15 })
  })
  it('reads and writes Beijing time in forms', () => {
    expect(toField(Date.parse('2008-05-12T06:28:00Z'))).toBe('2008-05-12T14:28')
    expect(fromField('2008-05-12T14:28')).toBe('2008-05-12T06:28:00.000Z')
  })
  it('writes tables that Excel reads and no formula in them', () => expect(csv([['=1+1', 'a,b', 2]])).toBe('\ufeff\'=1+1,"a,b",2\r\n'))
})

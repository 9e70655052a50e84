import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { newId } from '../lib/api'
import { companies, provinceName, regionBook, regionName } from '../lib/regions'
import { commonWords } from '../locales/common'
import { readPlace } from '../tasklist/place'
import { PlacePick } from '../tasklist/PlacePick'
import { listWords } from '../tasklist/words'
import { adminWords } from './words'

/** A task without a playbook; its id is made here, so that sending it twice makes one. */
export function NewTask({ incident, onClose }: { readonly incident: string; readonly onClose: () => void }): JSX.Element {
  const w = adminWords()
  const id = useSignal(newId())
  const form = useSignal({ province: '', region: '', title_zh: '', title_en: '', detail: '', acknowledge_minutes: '10', work_minutes: '240', checkin_minutes: '', critical: false, lon: '', lat: '' })
  const asked = useSignal(false)
  const action = useAction()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { province, region, title_zh, title_en, detail, acknowledge_minutes, work_minutes, checkin_minutes, critical, lon, lat } = form.value
  const place = readPlace(lon, lat)
  const counties = (regionBook.value?.regions ?? []).filter((one) => one.province === province && one.level === 'county')
  async function send(): Promise<void> {
    asked.value = true
    if (!province || !title_zh.trim() || place === 'bad') return
    const body = {
      id: id.value, province, title_zh: title_zh.trim(), acknowledge_minutes: Number(acknowledge_minutes), work_minutes: Number(work_minutes), critical,
      ...(checkin_minutes ? { checkin_minutes: Number(checkin_minutes) } : {}), ...(place ? { point: place } : {}), ...(region ? { region } : {}), ...(title_en.trim() ? { title_en: title_en.trim() } : {}), ...(detail.trim() ? { detail: detail.trim() } : {}),
    }
    if (await action.run('new', { path: `/incidents/${incident}/tasks`, body })) onClose()
  }
  return (
    <Dialog title={w.newTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <div class="form-row">
          <label class="field">
            <span>{w.province}</span>
            <select value={province} aria-invalid={asked.value && !province} onChange={(event) => set({ province: event.currentTarget.value, region: '', lon: '', lat: '' })}>
              <option value="" />
              {companies.value.map((one) => <option key={one.adcode} value={one.adcode}>{provinceName(one.adcode)}</option>)}
            </select>
            {asked.value && !province ? <span class="field-error" role="alert">{w.needProvince}</span> : null}
          </label>
          <label class="field">
            <span>{w.region}</span>
            <select value={region} onChange={(event) => set({ region: event.currentTarget.value })}>
              <option value="">{w.wholeProvince}</option>
              {counties.map((one) => <option key={one.adcode} value={one.adcode}>{regionName(one.adcode)}</option>)}
            </select>
          </label>
        </div>
        <label class="field">
          <span>{w.titleZh}</span>
          <input type="text" maxLength={200} value={title_zh} aria-invalid={asked.value && !title_zh.trim()} onInput={(event) => set({ title_zh: event.currentTarget.value })} />
          {asked.value && !title_zh.trim() ? <span class="field-error" role="alert">{w.needTitle}</span> : null}
        </label>
        <label class="field"><span>{w.titleEn}</span><input type="text" maxLength={200} value={title_en} onInput={(event) => set({ title_en: event.currentTarget.value })} /></label>
        <label class="field"><span>{w.detail}</span><textarea rows={4} maxLength={4000} value={detail} onInput={(event) => set({ detail: event.currentTarget.value })} /></label>
        <div class="form-row">
          <label class="field"><span>{w.ackMinutes}</span><input type="number" min={1} max={1440} required value={acknowledge_minutes} onInput={(event) => set({ acknowledge_minutes: event.currentTarget.value })} /></label>
          <label class="field"><span>{w.workMinutes}</span><input type="number" min={1} max={86400} required value={work_minutes} onInput={(event) => set({ work_minutes: event.currentTarget.value })} /></label>
        </div>
        <label class="field"><span>{listWords().checkinMinutes}</span><input type="number" min={1} max={1440} value={checkin_minutes} onInput={(event) => set({ checkin_minutes: event.currentTarget.value })} /></label>
        <PlacePick province={province} region={region || province} lon={lon} lat={lat} onPlace={(x, y) => set({ lon: x, lat: y })} />
        <label class="check"><input type="checkbox" checked={critical} onChange={(event) => set({ critical: event.currentTarget.checked })} />{w.critical}</label>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.send}</Button>
      </form>
    </Dialog>
  )
}

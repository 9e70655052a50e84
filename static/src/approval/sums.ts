/** Batch sums of one measure by province, as its progress bars and totals need them. */
export interface BatchSum {
  readonly measure_id: string
  readonly province: string
  readonly state: string
  /** Step of the landing; null: of the measure itself. */
  readonly stage: number | null
  /** For customers of earlier batches, for some days more: they are counted there. */
  readonly extends: boolean
  readonly batches: number
  readonly parked_batches: number
  readonly intended_customers: number
  readonly submitted_customers: number
  readonly applied_customers: number
  readonly failed_customers: number
  readonly reversed_customers: number
  readonly applied_fen: number
}

export interface ProvinceProgress {
  readonly province: string
  readonly batches: number
  readonly intended: number
  readonly applied: number
  readonly failed: number
  /** Submitted to billing, which has not answered for them. */
  readonly waiting: number
  /** In batches whose outcome has to be asked for by key. */
  readonly unknown: number
  /** Not yet submitted. */
  readonly left: number
  readonly reversed: number
  readonly appliedFen: number
  /** Of extensions, in times that a customer was meant, reached or failed. */
  readonly extended: Extended
}

export interface Extended {
  readonly intended: number
  readonly applied: number
  readonly failed: number
}

const NONE = { batches: 0, intended: 0, applied: 0, failed: 0, waiting: 0, unknown: 0, left: 0, reversed: 0, appliedFen: 0, extended: { intended: 0, applied: 0, failed: 0 } }

function extend(before: ProvinceProgress, sum: BatchSum): ProvinceProgress {
  const { intended, applied, failed } = before.extended
  return {
    ...before,
    batches: before.batches + sum.batches,
    appliedFen: before.appliedFen + sum.applied_fen,
    extended: { intended: intended + sum.intended_customers, applied: applied + sum.applied_customers, failed: failed + sum.failed_customers },
  }
}

function add(before: ProvinceProgress, sum: BatchSum): ProvinceProgress {
  const open = sum.submitted_customers - sum.applied_customers - sum.failed_customers
  const isUnknown = sum.state === 'unknown'
  return {
    province: before.province,
    batches: before.batches + sum.batches,
    intended: before.intended + sum.intended_customers,
    applied: before.applied + sum.applied_customers,
    failed: before.failed + sum.failed_customers,
    waiting: before.waiting + (isUnknown ? 0 : open),
    unknown: before.unknown + (isUnknown ? open : 0),
    left: before.left + sum.intended_customers - sum.submitted_customers,
    reversed: before.reversed + sum.reversed_customers,
    appliedFen: before.appliedFen + sum.applied_fen,
    extended: before.extended,
  }
}

export function byProvince(sums: readonly BatchSum[], measure: string): readonly ProvinceProgress[] {
  const rows = new Map<string, ProvinceProgress>()
  for (const sum of sums) {
    if (sum.measure_id !== measure || sum.stage !== null) continue
    rows.set(sum.province, (sum.extends ? extend : add)(rows.get(sum.province) ?? { province: sum.province, ...NONE }, sum))
  }
  return [...rows.values()].sort((a, b) => b.intended - a.intended)
}

export function totalOf(rows: readonly ProvinceProgress[]): ProvinceProgress {
  const total = (pick: (row: ProvinceProgress) => number): number => rows.reduce((all, row) => all + pick(row), 0)
  return {
    province: '',
    batches: total((row) => row.batches), intended: total((row) => row.intended), applied: total((row) => row.applied),
    failed: total((row) => row.failed), waiting: total((row) => row.waiting), unknown: total((row) => row.unknown),
    extended: { intended: total((row) => row.extended.intended), applied: total((row) => row.extended.applied), failed: total((row) => row.extended.failed) },
    left: total((row) => row.left), reversed: total((row) => row.reversed), appliedFen: total((row) => row.appliedFen),
  }
}

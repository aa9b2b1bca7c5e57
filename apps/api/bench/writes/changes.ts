import { median } from '../api/measure.ts'
import type { Bar } from '../api/report.ts'
import type { BenchTenant } from './fill.ts'
import { createSender, jsonOf } from './load.ts'

/** Changes per second under one load; the median of the rounds. */
export interface ChangeFigure {
  readonly name: string
  /** Of the handler that runs one UPDATE. */
  readonly plain: number
  readonly api: number
  /** The median of the rounds' ratios. */
  readonly ratio: number
}

interface Load {
  readonly name: string
  readonly clients: number
  /** Whose customer is changed by the request of this number. */
  readonly of: (tenants: readonly BenchTenant[], request: number) => BenchTenant | undefined
  /** What the ratio must reach; null: it is only shown. */
  readonly atLeast: number | null
}

const loads: readonly Load[] = [
  { name: '1 client', clients: 1, of: ([first]) => first, atLeast: 0.35 },
  {
    name: '8 clients, 64 tenants',
    clients: 8,
    of: (tenants, request) => tenants[request % tenants.length],
    atLeast: 0.35,
  },
  { name: '8 clients, 1 tenant', clients: 8, of: ([, second]) => second, atLeast: null },
]

export interface ChangeOptions {
  /** Of the server. */
  readonly url: string
  readonly tenants: readonly BenchTenant[]
  readonly rounds: number
  /** How long each handler is measured in a round. */
  readonly seconds: number
}

/** Changes of one field of customers, by the API and by a handler that runs one UPDATE by id, in alternation. */
export async function measureChanges({
  url,
  tenants,
  rounds,
  seconds,
}: ChangeOptions): Promise<{ readonly figures: ChangeFigure[]; readonly bars: Bar[] }> {
  let changed = 0
  const versions = new Map<string, number>()
  /** @returns changes per second */
  const measure = async (base: string, { clients, of }: Load) => {
    const sender = createSender(url, clients)
    const began = performance.now()
    let count = 0
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        for (let n = client; performance.now() < began + seconds * 1_000; n += clients) {
          const { headers, customers } = of(tenants, n) as BenchTenant
          // Each client has its own records, so that none is refused because another one changed it.
          const id = customers[(client * 12 + (n % 12)) % 100] as string
          const answer = await sender.send({
            method: 'PATCH',
            path: `${base}/customers/${id}`,
            headers: { ...headers, 'if-match': `"${versions.get(id) ?? 1}"` },
            body: { addressUnit: `Unit ${changed++}` },
          })
          versions.set(id, Number(jsonOf(answer, 200).version))
          count++
        }
      }),
    )
    sender.close()
    return (count / (performance.now() - began)) * 1_000
  }
  const figures: ChangeFigure[] = []
  const bars: Bar[] = []
  for (const load of loads) {
    const measured: { plain: number; api: number }[] = []
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      const plain = await measure('/plain', load)
      const api = await measure('/api/v2', load)
      if (round > 0) measured.push({ plain, api })
    }
    const ratio = median(measured.map(({ plain, api }) => api / plain))
    const [plain, api] = (['plain', 'api'] as const).map((way) => median(measured.map((each) => each[way])))
    figures.push({ name: load.name, plain: plain as number, api: api as number, ratio })
    if (load.atLeast !== null)
      bars.push({ name: `change of one field, ${load.name}`, value: ratio, atLeast: load.atLeast })
  }
  return { figures, bars }
}

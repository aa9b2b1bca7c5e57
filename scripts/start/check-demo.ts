import { today } from './demo-accounts.ts'
import type { AccountKeys } from './demo-keys.ts'

/** A running API. */
interface DemoApi {
  readonly url: string
  /** Of health and metrics. */
  readonly metricsUrl: string
  readonly accounts: readonly AccountKeys[]
}

const DAY_MS = 86_400_000

/**
 * Checks a running demo: the API is ready and the console is served. The API accepts the key of each account, whose
 * tables are all synced; it has a board for today, a report with completed jobs, and customers and jobs that belong to the
 * side that owns them.
 * @returns the failed checks, one line each
 */
export async function findProblems({ url, metricsUrl, accounts }: DemoApi): Promise<string[]> {
  const problems: string[] = []
  const check = async (
    address: string,
    isRight: (body: string, response: Response) => boolean,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    try {
      const response = await fetch(address, { headers })
      const body = await response.text()
      if (!response.ok || !isRight(body, response))
        problems.push(`${address} returned ${response.status}: ${body.slice(0, 200)}`)
    } catch (error) {
      problems.push(`${address}: ${error}`)
    }
  }
  await check(`${metricsUrl}/readyz`, () => true)
  await check(`${url}/`, (body, { headers }) => {
    return headers.get('content-type')?.startsWith('text/html') === true && body.includes('<script')
  })
  for (const { account, admin } of accounts) {
    const { tenantId, mode } = account
    const isOwner = (body: string) => {
      const { data } = JSON.parse(body)
      return data.length > 0 && (data[0].sync.state === 'own') === (mode === 'lazi')
    }
    const day = today(account, Date.now())
    const monthAgo = today(account, Date.now() - 30 * DAY_MS)
    const paths: Readonly<Record<string, (body: string) => boolean>> = {
      '/me': (body) => JSON.parse(body).tenant.id === tenantId,
      '/sync': (body) => JSON.parse(body).tables.every(isSynced),
      [`/schedule?date=${day}`]: (body) => {
        const { appointments, technicians } = JSON.parse(body)
        return appointments.length > 0 && technicians.length > 0
      },
      [`/analytics/query?metrics=completed_jobs&from=${monthAgo}&to=${day}`]: (body) =>
        Number(JSON.parse(body).totals.completed_jobs.value) > 0,
      '/customers?limit=1': isOwner,
      '/jobs?limit=1': isOwner,
    }
    for (const [path, isRight] of Object.entries(paths))
      await check(`${url}/api/v2${path}`, isRight, { authorization: `Bearer ${admin.key}` })
  }
  return problems
}

interface SyncedTable {
  readonly lastFullSync: string | null
  readonly failures: readonly unknown[]
}

function isSynced({ lastFullSync, failures }: SyncedTable): boolean {
  return lastFullSync !== null && failures.length === 0
}

import { account, today } from './demo-account.ts'

/** A running API. */
interface DemoApi {
  readonly url: string
  /** Of health and metrics. */
  readonly metricsUrl: string
  readonly key: string
}

/**
 * Checks a running demo: the API is ready, accepts the key and has a board for today, and the console is served.
 * @returns the failed checks, one line each
 */
export async function findProblems({ url, metricsUrl, key }: DemoApi): Promise<string[]> {
  const headers = { authorization: `Bearer ${key}` }
  const problems: string[] = []
  const check = async (path: string, isRight: (response: Response, body: string) => boolean, base = url) => {
    try {
      const response = await fetch(`${base}${path}`, { headers })
      const body = await response.text()
      if (!response.ok || !isRight(response, body))
        problems.push(`${path} returned ${response.status}: ${body.slice(0, 200)}`)
    } catch (error) {
      problems.push(`${path}: ${error}`)
    }
  }
  await check('/readyz', () => true, metricsUrl)
  await check('/api/v2/me', (_, body) => JSON.parse(body).tenant.id === account.tenantId)
  await check(`/api/v2/schedule?date=${today(Date.now())}`, (_, body) => {
    const { appointments, technicians } = JSON.parse(body)
    return appointments.length > 0 && technicians.length > 0
  })
  await check('/', ({ headers }, body) => {
    return headers.get('content-type')?.startsWith('text/html') === true && body.includes('<script')
  })
  return problems
}

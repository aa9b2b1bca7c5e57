// autocannon as a process of its own: requests the given paths, in turn. Prints a line when the first response is there,
// and at its end the number of responses per second.

import autocannon from 'autocannon'

/** What the process reads from stdin. */
export interface Load {
  readonly url: string
  readonly requests: readonly { readonly path: string; readonly headers?: Record<string, string> }[]
  readonly connections: number
  readonly seconds: number
}

/** What it prints at its end. */
export interface LoadResult {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Requests without a response, or with an unsuccessful one. */
  readonly failures: number
}

let input = ''
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk
const { url, requests, connections, seconds } = JSON.parse(input) as Load
const result = await new Promise<autocannon.Result>((resolve, reject) => {
  const options = { url, connections, duration: seconds, requests: [...requests] }
  const load = autocannon(options, (error, ended) => (error ? reject(error) : resolve(ended)))
  load.once('response', () => process.stdout.write('started\n'))
})
const report: LoadResult = {
  requestsPerSecond: result.requests.total / result.duration,
  p50Ms: result.latency.p50,
  p99Ms: result.latency.p99,
  failures: result.non2xx + result.errors + result.timeouts,
}
process.stdout.write(`${JSON.stringify(report)}\n`)

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { WorkerOptions, WorkerUsage } from './worker-process.ts'

/** A worker in a process of its own, as `sync worker` is one. */
export interface BenchWorker extends AsyncDisposable {
  /** First syncs of tenants, one after the other. */
  sync(tenantIds: readonly number[]): Promise<WorkerUsage>
}

export async function startWorker(options: WorkerOptions): Promise<BenchWorker> {
  const program = fileURLToPath(new URL('worker-process.ts', import.meta.url))
  // Not as an argument, which every account of the machine could read.
  const child = fork(program, { env: { ...process.env, WORKER_OPTIONS: JSON.stringify(options) } })
  const exit = once(child, 'exit')
  const nextMessage = (): Promise<WorkerUsage> =>
    Promise.race([
      once(child, 'message').then(([usage]) => usage),
      exit.then(([code]) => {
        throw new Error(`A worker of the benchmark ended with code ${code}.`)
      }),
    ])
  await nextMessage()
  return {
    sync(tenantIds) {
      child.send(tenantIds)
      return nextMessage()
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect()
      await exit
    },
  }
}

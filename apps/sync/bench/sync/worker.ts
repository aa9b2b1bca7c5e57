import { type ChildProcess, fork } from 'node:child_process'
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
  const child = fork(program, [JSON.stringify(options)])
  await nextAnswer(child)
  return {
    sync(tenantIds) {
      child.send(tenantIds)
      return nextAnswer(child)
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}

async function nextAnswer(child: ChildProcess): Promise<WorkerUsage> {
  const stop = new AbortController()
  const { signal } = stop
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([usage]) => usage as WorkerUsage),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`A worker of the benchmark ended with code ${code}.`)
      }),
    ])
  } finally {
    stop.abort()
  }
}

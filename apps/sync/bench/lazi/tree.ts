import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import type { Cost } from '../common/measure.ts'
import { thisTree } from '../common/programs.ts'
import type { Answer, TreeOptions, Work } from './tree-process.ts'

const program = join('apps', 'sync', 'bench', 'lazi', 'tree-process.ts')

/** A worker of one checkout, in a process of its own, with a database of its own on a shared server. */
export interface Tree extends AsyncDisposable {
  /** Does some work. @returns what it cost */
  do(work: Work): Promise<Cost>
}

/**
 * Starts a worker, and has it read the feeds that it will sync.
 * @param directory the checkout @default this one
 */
export async function startTree(options: TreeOptions, directory: string = thisTree): Promise<Tree> {
  const child = fork(join(directory, program), {
    cwd: directory,
    // Not as an argument, which every account of the machine could read.
    env: { ...process.env, TREE_OPTIONS: JSON.stringify(options) },
  })
  const exit = once(child, 'exit')
  const nextCost = async (): Promise<Cost | null> => {
    const answer: Answer = await Promise.race([
      once(child, 'message').then(([message]) => message),
      exit.then(([code]) => ({ error: `A worker of the benchmark ended with code ${code}.` })),
    ])
    if ('error' in answer) throw new Error(answer.error)
    return answer.cost
  }
  await nextCost()
  return {
    async do(work) {
      child.send(work)
      return (await nextCost()) as Cost
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect()
      await exit
    },
  }
}

import type { RunProgress } from '../run/progress.ts'

export interface ProgressView {
  show(progress: RunProgress): void
  /** Prints the final line of a successful run. */
  done(progress: RunProgress): void
  /** Prints the final line of a failed run. */
  failed(resource: string, message: string): void
}

type ProgressStream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): unknown }

/**
 * Progress on stderr: one line that is overwritten on a terminal, else a line every `everyRecords` records and one per
 * run.
 */
export function createProgressView(stream: ProgressStream, everyRecords = 10_000): ProgressView {
  let reported = 0
  const clear = () => {
    if (stream.isTTY) stream.write('\r\u001b[K')
    reported = 0
  }
  return {
    show(progress) {
      const line = `… ${describe(progress, timeLeft(progress))}`
      if (stream.isTTY) stream.write(`\r\u001b[K${line.slice(0, stream.columns || 100)}`)
      else if (progress.fetched - reported >= everyRecords) {
        reported = progress.fetched
        stream.write(`${line}\n`)
      }
    },
    done(progress) {
      clear()
      stream.write(`✓ ${describe(progress)}\n`)
    },
    failed(resource, message) {
      clear()
      stream.write(`✗ ${resource.padEnd(nameWidth)}  ${message}\n`)
    },
  }
}

const nameWidth = 'appointment-assignments'.length
const number = new Intl.NumberFormat('en-US')

function describe(progress: RunProgress, ...more: (string | false)[]): string {
  const { table, kind, fetched, elapsedMs } = progress
  const some = (count: number, noun: string) => count > 0 && `${number.format(count)} ${noun}`
  const parts = [
    `${number.format(fetched)} records`,
    some(progress.inserted, 'new'),
    some(progress.updated, 'changed'),
    some(progress.unchanged, 'unchanged'),
    some(progress.outdated, 'older than stored'),
    some(progress.tombstoned, 'deleted'),
    some(progress.windows, 'windows counted'),
    some(progress.mended, 'repaired'),
    some(progress.quarantined, 'in quarantine'),
    elapsedMs > 0 && fetched > 0 && `${number.format(Math.round((fetched * 1000) / elapsedMs))}/s`,
    ...more,
  ]
  return `${table.resource.padEnd(nameWidth)}  ${kind.padEnd(11)}  ${parts.filter(Boolean).join(', ')}`
}

/** Estimated from the rate so far; false: not known. */
function timeLeft({ total, fetched, elapsedMs }: RunProgress): string | false {
  if (total === null || total <= fetched || fetched === 0 || elapsedMs === 0) return false
  const seconds = Math.ceil(((total - fetched) * elapsedMs) / fetched / 1000)
  const left = seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  return `${Math.floor((100 * fetched) / total)} %, ${left} left`
}

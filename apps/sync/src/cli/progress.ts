import type { RunProgress } from '../run/run-sync.ts'

export interface ProgressView {
  show(progress: RunProgress): void
  /** The last line of a run; it stays. */
  done(progress: RunProgress): void
  /** A run that ended otherwise. */
  failed(resource: string, message: string): void
}

type ProgressStream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): unknown }

/**
 * Progress on stderr: one line that is written over on a terminal, else a line a run and one every
 * `everyRecords` records.
 */
export function createProgressView(stream: ProgressStream, everyRecords = 10_000): ProgressView {
  let announced = 0
  const clear = () => {
    if (stream.isTTY) stream.write('\r\u001b[K')
    announced = 0
  }
  return {
    show(progress) {
      if (stream.isTTY) stream.write(`\r\u001b[K${`… ${describe(progress)}`.slice(0, stream.columns || 100)}`)
      else if (progress.fetched - announced >= everyRecords) {
        announced = progress.fetched
        stream.write(`… ${describe(progress)}\n`)
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

function describe(progress: RunProgress): string {
  const { table, kind, fetched, inserted, updated, unchanged, quarantined, elapsedMs } = progress
  const parts = [
    `${number.format(fetched)} records`,
    inserted > 0 && `${number.format(inserted)} new`,
    updated > 0 && `${number.format(updated)} changed`,
    unchanged > 0 && `${number.format(unchanged)} unchanged`,
    quarantined > 0 && `${number.format(quarantined)} in quarantine`,
    elapsedMs > 0 && fetched > 0 && `${number.format(Math.round((fetched * 1000) / elapsedMs))}/s`,
  ]
  return `${table.resource.padEnd(nameWidth)}  ${kind.padEnd(11)}  ${parts.filter(Boolean).join(', ')}`
}

import type { SyncRun } from 'api/client'
import { useNow } from '../../time/use-now.ts'

/** The duration of a run, or the time elapsed since its start. */
export function RunDuration({ run }: { readonly run: SyncRun }) {
  return run.finishedAt === null ? <ElapsedTime run={run} /> : format(Date.parse(run.finishedAt), run)
}

function ElapsedTime({ run }: { readonly run: SyncRun }) {
  return format(useNow(), run)
}

function format(untilMs: number, { startedAt }: SyncRun): string {
  const seconds = Math.max(0, untilMs - Date.parse(startedAt)) / 1000
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

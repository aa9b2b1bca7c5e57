/** The meaning of a colour. The text next to the colour states it too. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral'

const tones: Readonly<Record<string, Tone>> = {
  // of jobs
  Scheduled: 'info',
  Dispatched: 'warn',
  InProgress: 'warn',
  Hold: 'bad',
  Completed: 'good',
  Canceled: 'neutral',
  // of appointments
  Working: 'warn',
  Done: 'good',
  // of runs, requests and tables
  never: 'neutral',
  idle: 'good',
  running: 'info',
  pending: 'neutral',
  succeeded: 'good',
  failed: 'bad',
  interrupted: 'warn',
  paused: 'warn',
  waiting: 'warn',
  // of estimates
  Open: 'info',
  Sold: 'good',
  Dismissed: 'neutral',
  // of invoices and payments in ServiceTitan's accounting
  Pending: 'neutral',
  Posted: 'info',
  Exported: 'good',
}

/** The tone of a status of ServiceTitan or of the sync; neutral if the status is unknown. */
export function toneOf(status: string | null | undefined): Tone {
  return tones[status ?? ''] ?? 'neutral'
}

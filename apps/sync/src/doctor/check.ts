/** One line of `sync doctor`. */
export interface Check {
  readonly name: string
  /** warning: it works, but needs attention. */
  readonly state: 'ok' | 'warning' | 'failed'
  /** What was found. */
  readonly detail: string
  /** What to do; null when there is nothing. */
  readonly advice: string | null
}

export const ok = (name: string, detail: string): Check => ({ name, state: 'ok', detail, advice: null })

export const warning = (name: string, detail: string, advice: string): Check => ({
  name,
  state: 'warning',
  detail,
  advice,
})

export const failed = (name: string, detail: string, advice: string): Check => ({
  name,
  state: 'failed',
  detail,
  advice,
})

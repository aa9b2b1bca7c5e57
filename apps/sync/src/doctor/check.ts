/** One line of `sync doctor`. */
export interface Check {
  readonly name: string
  /** warning: works, but needs attention. */
  readonly state: 'ok' | 'warning' | 'failed'
  /** The result of the check. */
  readonly detail: string
  /** How to fix the problem; null: there is none. */
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

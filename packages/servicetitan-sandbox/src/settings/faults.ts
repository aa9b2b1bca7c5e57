/**
 * A failure of the requests that a rule matches. A rule with `status`, `html`, `body`, `hang` or `reset: true` replaces
 * the API's response, so that a write is not applied; the others change it.
 *
 * @example
 * ```ts
 * sandbox.addFault({ path: '/jpm/', status: 503, after: 2, times: 1 })
 * ```
 */
export type Fault = {
  /**
   * The paths to match: a prefix, a pattern in which `*` matches any text, or a RegExp, which also matches the query.
   * @default every path
   */
  path?: string | RegExp
  /** @default every method */
  method?: string
  /** The number of matching requests that are skipped before the rule applies. @default 0 */
  after?: number
  /** The number of requests to which it applies. @default no limit */
  times?: number
  /** Responds with this status. */
  status?: number
  /** Text of a `Retry-After` header: seconds or an HTTP date. */
  retryAfter?: number | string
  /** Responds with an HTML page, like a proxy; with status 502 unless `status` is set. */
  html?: boolean | string
  /** Responds with this text as JSON. */
  body?: string
  /** Does not respond until the rules are cleared, and then as the API; the client may abort before. */
  hang?: boolean
  /** Resets the connection before any byte of the response; `'body'`: in the middle of the response. */
  reset?: boolean | 'body'
  /**
   * Cuts the response in half: `true` then breaks the connection, `'text'` ends the response as if it were complete.
   */
  truncate?: boolean | 'text'
  /**
   * Sends half of the response, then a space at this interval in milliseconds, until the client aborts or the sandbox
   * closes. `true`: 50.
   */
  dribble?: boolean | number
  /**
   * Processes the request as the API does, so that a write is applied, and then fails: with this status, `true`: 500,
   * `'reset'`: by resetting the connection before any byte of the response, `'cut'`: by breaking it in the middle of
   * the response.
   */
  applyThenFail?: boolean | number | 'reset' | 'cut'
  /**
   * Does not respond to a write, and applies it this many milliseconds later by the sandbox's clock, at most once, as if
   * it arrived then. Clearing the rules ends the wait with 504, but does not cancel the write; closing the sandbox does.
   */
  applyLate?: number
  /** Repeats this many of a page's first records at its end. `true`: one. */
  duplicate?: boolean | number
  /** Omits this many of a page's first records, or those for which the function returns true. `true`: one. */
  drop?: boolean | number | ((record: Record<string, unknown>) => boolean)
  /** Reverses the order of a page's records. */
  reorder?: boolean
  /** Begins a page with this many of the last records of the previous page. Requires a `path` with one kind of page. */
  again?: number
  /**
   * Moves this many of a page's last records to the next page, if there is one. Requires a `path` with one kind of
   * page.
   */
  late?: number
  /** Changes each served record. */
  mutate?: (record: Record<string, unknown>) => Record<string, unknown>
  /**
   * Omits records from the results of a list's filters until this many milliseconds after their creation, by the
   * sandbox's clock.
   */
  listLagMs?: number
  /** Makes an export return `hasMore: true` with the token of the request. */
  sameToken?: boolean
  /** Returns an empty page with `hasMore: true`; no record is lost. */
  emptyPage?: boolean
}

/** The active rules, and the number of matches of each. */
export type Faults = {
  add: (fault: Fault) => void
  /** Removes all rules; requests that hang get the API's response. */
  clear: () => void
  /** Aborted when the rules are cleared. */
  readonly cleared: AbortSignal
  /** Counts a request and returns the rules that apply to it. */
  match: (method: string, path: string, query: string) => Fault[]
}

/** Whether a path, with its query for a RegExp, matches the `path` of a rule or a search. */
export const matchesPath = (wanted: string | RegExp | undefined, path: string, query: string): boolean => {
  if (wanted === undefined) return true
  // `search` instead of `test`: a RegExp with the g flag keeps a position between calls of `test`.
  if (wanted instanceof RegExp) return (path + query).search(wanted) >= 0
  if (!wanted.includes('*')) return path.startsWith(wanted)
  const pattern = wanted.split('*').map((part) => RegExp.escape(part))
  return new RegExp(`^${pattern.join('.*')}$`).test(path)
}

type PageRecords = Record<string, unknown>[]

/** A rule's state from the previous page, by the sandbox's own copy of the rule. */
const memories = new WeakMap<Fault, { last: PageRecords; withheld: PageRecords }>()

export const createFaults = (initial: readonly Fault[]): Faults => {
  let rules: { fault: Fault; matched: number }[] = []
  let clearing = new AbortController()
  const add = (given: Fault): void => {
    // A copy, because sandboxes with the same rule must not share its state.
    const fault = { ...given }
    memories.set(fault, { last: [], withheld: [] })
    rules.push({ fault, matched: 0 })
  }
  for (const fault of initial) add(fault)
  return {
    add,
    clear: () => {
      rules = []
      clearing.abort()
      clearing = new AbortController()
    },
    get cleared() {
      return clearing.signal
    },
    match: (method, path, query) => {
      const matching: Fault[] = []
      for (const rule of rules) {
        const { fault } = rule
        if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue
        if (!matchesPath(fault.path, path, query)) continue
        const number = rule.matched++ - (fault.after ?? 0)
        if (number >= 0 && number < (fault.times ?? Number.POSITIVE_INFINITY)) matching.push(fault)
      }
      return matching
    },
  }
}

/** The number of records of a rule; `true`: one. */
const amount = (value: boolean | number | undefined): number => (value === true ? 1 : Number(value ?? 0))

const withoutDropped = (drop: Fault['drop'], records: PageRecords): PageRecords =>
  typeof drop === 'function' ? records.filter((record) => !drop(record)) : records.slice(amount(drop))

/** Applies the faults that span a page and the previous one. */
const acrossPages = (fault: Fault, records: PageRecords, hasMore: boolean): PageRecords => {
  const memory = memories.get(fault)
  if (!memory || (!fault.again && !fault.late)) return records
  const again = fault.again ? memory.last.slice(-fault.again) : []
  const withheld = fault.late && hasMore ? records.slice(-fault.late) : []
  const served = [...again, ...memory.withheld, ...records.slice(0, records.length - withheld.length)]
  memory.last = records
  memory.withheld = withheld
  return served
}

/** A page's records after the rules that apply to it. */
export const applyToPage = (
  faults: readonly Fault[],
  records: PageRecords,
  { hasMore }: { hasMore: boolean },
): PageRecords => {
  let changed = records
  for (const fault of faults) {
    const { mutate, duplicate, drop, reorder } = fault
    // A copy, because a stored record must not change with the served one.
    if (mutate) changed = changed.map((record) => mutate(structuredClone(record)))
    if (drop) changed = withoutDropped(drop, changed)
    if (duplicate) changed = [...changed, ...changed.slice(0, amount(duplicate))]
    if (reorder) changed = changed.toReversed()
    changed = acrossPages(fault, changed, hasMore)
  }
  return changed
}

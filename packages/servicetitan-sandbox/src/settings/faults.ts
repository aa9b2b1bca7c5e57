/**
 * Something that goes wrong with the requests that a rule matches. A rule with `status`, `html`, `body`,
 * `hang` or `reset: true` answers in place of the API; the others change what the API answers.
 *
 * @example
 * ```ts
 * sandbox.addFault({ path: '/jpm/', status: 503, after: 2, times: 1 })
 * ```
 */
export type Fault = {
  /**
   * Which paths: a prefix, a text in which `*` stands for anything, or a RegExp, which sees the query as well.
   * @default every path
   */
  path?: string | RegExp
  /** @default every method */
  method?: string
  /** How many matching requests pass before the rule works. @default 0 */
  after?: number
  /** How many requests it works on. @default no limit */
  times?: number
  /** Answers with this status. */
  status?: number
  /** Text of a `Retry-After` header: seconds or an HTTP date. */
  retryAfter?: number | string
  /** Answers with an HTML page, as proxies do; with status 502 unless `status` says otherwise. */
  html?: boolean | string
  /** Answers with this text as JSON. */
  body?: string
  /** Never answers, until the client gives up or the server closes. */
  hang?: boolean
  /** Resets the connection before any byte of the response; `'body'` does so in the middle of it. */
  reset?: boolean | 'body'
  /** Cuts the response in half: `true` breaks the connection there, `'text'` ends it as if it were whole. */
  truncate?: boolean | 'text'
  /**
   * Sends half of the response and then a space every so many milliseconds, for ever. `true` is 50.
   * Only the client's patience or the end of the sandbox ends it.
   */
  dribble?: boolean | number
  /** Repeats this many of a page's first records at its end. `true` is one. */
  duplicate?: boolean | number
  /** Leaves out this many of a page's first records, or those that are meant. `true` is one. */
  drop?: boolean | number | ((record: Record<string, unknown>) => boolean)
  /** Turns the order of a page's records around. */
  reorder?: boolean
  /** Begins a page with this many of the last records of the page before it. Wants a `path` with one kind of page. */
  again?: number
  /**
   * Holds this many of a page's last records back for the page after it, where there is more to come. Wants a `path`
   * with one kind of page.
   */
  late?: number
  /** Changes each record on its way out. */
  mutate?: (record: Record<string, unknown>) => Record<string, unknown>
  /** Lets an export answer `hasMore: true` with the token that it was asked with. */
  sameToken?: boolean
  /** Answers a page without records and `hasMore: true`, from which nothing is lost. */
  emptyPage?: boolean
}

/** The rules in force, and how often each has matched. */
export type Faults = {
  add: (fault: Fault) => void
  clear: () => void
  /** Counts a request and returns the rules that work on it. */
  match: (method: string, path: string, query: string) => Fault[]
}

/** Whether a path, with its query for a RegExp, is meant by a rule's or a search's `path`. */
export const matchesPath = (wanted: string | RegExp | undefined, path: string, query: string): boolean => {
  if (wanted === undefined) return true
  // `search` and not `test`: a RegExp with the g flag keeps a position between calls of `test`.
  if (wanted instanceof RegExp) return (path + query).search(wanted) >= 0
  if (!wanted.includes('*')) return path.startsWith(wanted)
  const pattern = wanted.split('*').map((part) => RegExp.escape(part))
  return new RegExp(`^${pattern.join('.*')}$`).test(path)
}

type PageRecords = Record<string, unknown>[]

/** What a rule remembers of the page before: kept by the rule, which is nobody else's object. */
const memories = new WeakMap<Fault, { last: PageRecords; held: PageRecords }>()

export const createFaults = (initial: readonly Fault[]): Faults => {
  let rules: { fault: Fault; matched: number }[] = []
  const add = (given: Fault): void => {
    // A copy: what a rule remembers must not meet another sandbox that was given the same one.
    const fault = { ...given }
    memories.set(fault, { last: [], held: [] })
    rules.push({ fault, matched: 0 })
  }
  for (const fault of initial) add(fault)
  return {
    add,
    clear: () => {
      rules = []
    },
    match: (method, path, query) => {
      const working: Fault[] = []
      for (const rule of rules) {
        const { fault } = rule
        if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue
        if (!matchesPath(fault.path, path, query)) continue
        const number = rule.matched++ - (fault.after ?? 0)
        if (number >= 0 && number < (fault.times ?? Number.POSITIVE_INFINITY)) working.push(fault)
      }
      return working
    },
  }
}

/** How many records a rule's `true` or number means. */
const amount = (value: boolean | number | undefined): number => (value === true ? 1 : Number(value ?? 0))

const withoutDropped = (drop: Fault['drop'], records: PageRecords): PageRecords =>
  typeof drop === 'function' ? records.filter((record) => !drop(record)) : records.slice(amount(drop))

/** What goes wrong between a page and the one before it. */
const acrossPages = (fault: Fault, records: PageRecords, hasMore: boolean): PageRecords => {
  const memory = memories.get(fault)
  if (!memory || (!fault.again && !fault.late)) return records
  const again = fault.again ? memory.last.slice(-fault.again) : []
  const held = fault.late && hasMore ? records.slice(-fault.late) : []
  const served = [...again, ...memory.held, ...records.slice(0, records.length - held.length)]
  memory.last = records
  memory.held = held
  return served
}

/** A page's records after the rules that work on it. */
export const applyToPage = (
  faults: readonly Fault[],
  records: PageRecords,
  { hasMore }: { hasMore: boolean },
): PageRecords => {
  let changed = records
  for (const fault of faults) {
    const { mutate, duplicate, drop, reorder } = fault
    // A copy, because a changed record is kept and must not change with what is served.
    if (mutate) changed = changed.map((record) => mutate(structuredClone(record)))
    if (drop) changed = withoutDropped(drop, changed)
    if (duplicate) changed = [...changed, ...changed.slice(0, amount(duplicate))]
    if (reorder) changed = changed.toReversed()
    changed = acrossPages(fault, changed, hasMore)
  }
  return changed
}

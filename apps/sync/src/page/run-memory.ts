/** State that the pages of a run share: whether there may be quarantined records, and the side requests so far. */
export interface RunMemory {
  /**
   * Whether a record of the table may be in quarantine. Only runs of the table quarantine records, one run at a time.
   */
  readonly mayBeQuarantined: boolean
  /** The number of requests that return no page to write, such as counts. */
  readonly sideRequests: number
  /** Notes that a record of a page was quarantined. */
  sawQuarantine(): void
  addSideRequests(count: number): void
}

/** @param mayBeQuarantined whether a record of the table is in quarantine at the start of the run */
export function createRunMemory(mayBeQuarantined: boolean): RunMemory {
  let isQuarantined = mayBeQuarantined
  let requests = 0
  return {
    get mayBeQuarantined() {
      return isQuarantined
    },
    get sideRequests() {
      return requests
    },
    sawQuarantine() {
      isQuarantined = true
    },
    addSideRequests(count) {
      requests += count
    },
  }
}

/** What a run has found so far, and the requests it has used; its pages share it. Only its methods change it. */
export interface RunMemory {
  /** Whether a record of the table may be in quarantine: only runs of the table add to it, one run at a time. */
  readonly mayBeQuarantined: boolean
  /** Requests without a page to write, such as counts. */
  readonly sideRequests: number
  /** A record of a page went to quarantine. */
  sawQuarantine(): void
  addSideRequests(count: number): void
}

/** @param mayBeQuarantined whether a record of the table is in quarantine when the run begins */
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

import { hash } from 'node:crypto'

// A dump is one gzip file of text: a header, for each table its rows as COPY writes them, and an end. A file that was cut
// off has no end, and gzip's own checksum finds changed bytes.
//
//   {"format":"lazi-dump","version":1,…}     the header
//   {"copy":"raw.st_jobs"}
//   1001001	40233	…                       rows
//   \.
//   {"table":"raw.st_jobs","rows":1,"sha256":"…"}
//   {"end":true,"sequences":[…]}

export const formatName = 'lazi-dump'
export const formatVersion = 1
/** Ends the rows of a table. COPY escapes each backslash of a value, so no row is equal to it. */
export const endOfRows = '\\.'

/** A table of the dump; generated columns are computed again. */
export interface DumpedTable {
  /** Qualified and quoted where necessary, such as `raw.st_jobs`. */
  readonly name: string
  readonly columns: readonly string[]
}

/** The first line. */
export interface DumpHeader {
  readonly format: typeof formatName
  readonly version: number
  /** The version of the server, such as `18.4`. */
  readonly server: string
  /** PostgreSQL's time when the dump began, in ISO 8601. */
  readonly takenAt: string
  /** The applied migrations: the version of the schema. */
  readonly migrations: readonly string[]
  readonly tables: readonly DumpedTable[]
}

/** The line after the rows of a table. */
export interface TableSum {
  readonly table: string
  readonly rows: number
  /** See {@link RowDigest}. */
  readonly sha256: string
}

export interface DumpedSequence {
  readonly name: string
  readonly lastValue: string
  readonly isCalled: boolean
}

/** The last line. */
export interface DumpEnd {
  readonly end: true
  readonly sequences: readonly DumpedSequence[]
}

/**
 * Counts rows, and sums their SHA-256 hashes modulo 2^256: equal for equal rows in any order, since a restored table may
 * be read in another one.
 */
export class RowDigest {
  #rows = 0
  #sum = 0n

  /** @param lines whole rows, each with its line feed */
  add(lines: Buffer): void {
    for (let start = 0; start < lines.length; ) {
      const end = lines.indexOf(lineFeed, start) + 1
      this.#sum += BigInt(`0x${hash('sha256', lines.subarray(start, end), 'hex')}`)
      this.#rows++
      start = end
    }
  }

  sumOf(table: string): TableSum {
    return { table, rows: this.#rows, sha256: (this.#sum % 2n ** 256n).toString(16).padStart(64, '0') }
  }
}

export const lineFeed = 10

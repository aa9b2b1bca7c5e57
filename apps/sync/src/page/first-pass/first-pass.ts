import { derivedFrom } from '../../cache/derived-values.ts'
import { knownFields } from '../../cache/known-fields.ts'
import { isDataError, isUniqueViolation } from '../../postgres/data-errors.ts'
import type { PageStrategy } from '../page-strategy.ts'
import type { PageTarget, PageToWrite } from '../page-target.ts'
import { type PreparedPage, preparePage } from '../records/prepare-page.ts'
import { writePage } from '../write-page.ts'
import { writeRecords } from '../write-records.ts'
import type { WriteRecords } from '../written-records.ts'
import { hasDerivationSources } from './derivation-sources.ts'
import { insertAsNew, insertUnstored } from './insert-records.ts'
import { createRowEncoder, type EncodedRows } from './row-encoder.ts'
import { allInserted, firstPassSettings, sendPage } from './send-page.ts'

// The fast path for a table's first full pass: until the pass has ended, pages contain new rows, and nothing is
// published. Other folders import only this file; the rest of page/ does not depend on it.

/** A page's records, and their encoded rows. */
export interface EncodedPage extends PreparedPage {
  /** Null: fields are excluded from the records, so PostgreSQL must parse each record. */
  readonly rows: EncodedRows | null
}

/**
 * Opens the strategy of a first full pass. It assumes, until the first counterexample:
 *
 * - that no record is stored yet: rows are inserted without a comparison, until a primary key conflicts;
 * - that pages have the predicted result: a whole page is sent without waiting for an answer, until PostgreSQL refuses
 *   one.
 *
 * @param target must move the cursor of the full pass, and publish nothing
 */
export async function openFirstPass(target: PageTarget): Promise<PageStrategy<EncodedPage>> {
  const { table, droppedPaths, memory } = target
  const hasSources = await hasDerivationSources(target)
  let expectsNew = true
  let isPredictable = derivedFrom(table.name).length === 0

  /** The rows of a page whose result can be predicted: each record becomes a new row. Null: it cannot. */
  function predictedRows({ rows, repeated }: EncodedPage): EncodedRows | null {
    if (!isPredictable || !expectsNew || memory.mayBeQuarantined) return null
    if (rows === null || rows.parts.length === 0 || rows.irregular.size > 0 || repeated.size > 0) return null
    return rows
  }

  const insertOrWrite: WriteRecords<PageToWrite & EncodedPage> = async (_, page, now) => {
    const { rows } = page
    if (rows === null || page.records.length === 0) return writeRecords(target, page, now)
    const encoded = { rows, hasSources: await hasDerivationSources(target), now }
    const inserted = expectsNew ? await insertAsNew(target, page, encoded) : null
    if (inserted) return inserted
    expectsNew = false
    return insertUnstored(target, page, encoded)
  }

  return {
    async prepare(data) {
      const encoder =
        droppedPaths.length === 0 ? createRowEncoder(data, table, knownFields(table, target)) : null
      const page = await preparePage(data, droppedPaths, encoder)
      return { ...page, rows: encoder?.end() ?? null }
    },
    async trySend(page, now) {
      const rows = predictedRows(page)
      if (rows === null) return 'unpredictable'
      const { answered } = await sendPage(target, page, { rows, leftOut: [], hasSources, now })
      const outcome = answered.then(
        () => allInserted(page.records),
        (error: unknown) => {
          if (!isDataError(error)) throw error
          isPredictable = false
          if (isUniqueViolation(error)) expectsNew = false
          return 'mispredicted' as const
        },
      )
      return { outcome }
    },
    write: (page, now) => writePage(target, page, { now, write: insertOrWrite, settings: firstPassSettings }),
    release: (page) => page.rows?.release(),
  }
}

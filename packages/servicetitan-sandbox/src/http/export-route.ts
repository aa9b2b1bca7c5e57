import { TICKS_PER_MS } from '../lib/ticks.ts'
import { applyToPage } from '../settings/faults.ts'
import { firstAfter, readFeed } from '../store/feed.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { readContinuation, writeContinuation } from './continuation.ts'
import { json, problem } from './problem.ts'
import type { RouteContext } from './route-context.ts'
import { withBlanks, writeRecord } from './write-record.ts'

let emptyPages = 0

/**
 * `GET /{module}/v2/tenant/{tenant}/export/{resource}`.
 *
 * Source: the export operations in the OpenAPI files and the developer documentation's page on transactional
 * and export APIs. The size of a page and the form of the token are not documented.
 */
export const exportRoute = <N extends ResourceName>(context: RouteContext<N>): Response => {
  const { settings, tenant, collection, query, faults, now } = context
  const { resource } = collection
  const feed = { feed: `${resource.module}/${resource.name}`, tenantId: tenant.tenantId }

  const requested = query.text('from')
  const from = readContinuation(requested, feed)
  if (from === undefined) query.reject('from')
  const active = resource.exportActive ? query.active(resource.exportActive) : 'Any'
  const isRecent = query.flag('includeRecentChanges')
  const errors = query.errors()
  if (errors || from === undefined) return problem(400, undefined, errors)

  const horizon = now - settings.exportLagMs * TICKS_PER_MS
  const until = isRecent ? now : horizon
  const page = readFeed(collection, { from, until, limit: settings.exportPageSize, active })
  // "May cause the same results appearing multiple times on consecutive requests": at the end of the feed the token
  // returns to where the lag begins.
  const goesBack = isRecent && !page.hasMore && settings.repeatRecentRows
  const next = goesBack ? Math.min(page.next, firstAfter(collection, horizon)) : page.next

  const isEmptied = faults.some(({ emptyPage }) => emptyPage)
  const isStuck = faults.some(({ sameToken }) => sameToken)
  let continueFrom = writeContinuation({ ...feed, at: next })
  if (isEmptied) {
    emptyPages += 1
    continueFrom = writeContinuation({ ...feed, at: from }, emptyPages)
  }
  if (isStuck) continueFrom = requested ?? writeContinuation({ ...feed, at: from })

  const hasMore = isEmptied || isStuck || page.hasMore
  const exported = settings.blankRecallsInExport
    ? page.records.map((record) => withBlanks(resource, record))
    : page.records
  const records = applyToPage(faults, isEmptied ? [] : exported, { hasMore })
  const texts = records.map((record) => writeRecord(resource, record))
  const head = JSON.stringify({ hasMore, continueFrom })
  return json(`${head.slice(0, -1)},"data":[${texts.join(',')}]}`)
}

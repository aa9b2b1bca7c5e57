import { parseIds } from '../definition/filter.ts'
import type { Problem } from '../http/problem.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { BookEntry } from '../writes/book.ts'
import type { Hands } from '../writes/perform.ts'
import { bodyOf } from './forms.ts'
import { html } from './html.ts'
import { respondWithPage } from './layout.ts'
import { createOffice, type Office, PAGED, type PagedName, pageOf } from './office.ts'
import { overviewPage } from './overview-page.ts'
import { describeRecord, recordPage } from './record-page.ts'

type Parts = {
  tenantIds: readonly number[]
  hands: Hands
  book: readonly BookEntry[]
  collectionOf: <N extends ResourceName>(tenantId: number, name: N) => Collection<N>
}

const notFound = (): Response => respondWithPage('Not found', html`<p>There is no such page.</p>`, 404)

/** Whether another site sent the form. */
const isForeign = (request: Request): boolean => {
  const origin = request.headers.get('origin')
  return origin !== null && (!URL.canParse(origin) || new URL(origin).host !== new URL(request.url).host)
}

/** Writes what a form says, and shows the page again. */
const save = async (
  request: Request,
  office: Office,
  { hands, resource, id }: { hands: Hands; resource: PagedName; id: string },
): Promise<Response> => {
  if (isForeign(request))
    return respondWithPage('Refused', html`<p>The form was sent by another site.</p>`, 403)
  const described = describeRecord(office, resource, id)
  const key = new URL(request.url).searchParams.get('form')
  const form = described?.forms.find((candidate) => candidate.key === key)
  if (!described || !form) return notFound()
  const sent = new URLSearchParams(await request.text())
  const { status, body } =
    form.method === 'delete' ? hands.delete(form.path) : hands[form.method](form.path, bodyOf(form, sent))
  if (status !== 200)
    return recordPage(office, {
      resource,
      id,
      described,
      refused: { form, sent, problem: body as Problem },
    })
  const page = `${pageOf(office.tenantId, resource, BigInt(id))}?saved=${encodeURIComponent(form.legend)}`
  // The browser gets the page with GET, so that a reload does not write again.
  return new Response(null, { status: 303, headers: { location: page } })
}

/**
 * The pages on which people edit records: `/`, which shows the first tenant, and those below `/office`.
 *
 * @returns the response to a request for a page, or undefined for any other request
 */
export const createPages =
  ({ tenantIds, hands, book, collectionOf }: Parts) =>
  async (request: Request): Promise<Response | undefined> => {
    const { pathname, searchParams } = new URL(request.url)
    const isRoot = pathname === '/'
    if (!isRoot && pathname !== '/office' && !pathname.startsWith('/office/')) return undefined
    const [, , tenantText = String(tenantIds[0]), name, idText, ...others] = pathname.split('/')
    const tenantId = isRoot ? tenantIds[0] : tenantIds.find((id) => String(id) === tenantText)
    if (tenantId === undefined || others.length > 0) return notFound()
    const office = createOffice(tenantId, collectionOf)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (name === undefined) {
      if (!isRead) return notFound()
      return overviewPage({ office, tenantIds, search: searchParams.get('q') ?? '', book })
    }
    const resource = PAGED.find((paged) => paged === name)
    const [id, ...more] = parseIds(idText ?? '') ?? []
    if (!resource || id === undefined || more.length > 0) return notFound()
    if (request.method === 'POST') return save(request, office, { hands, resource, id })
    const described = describeRecord(office, resource, id)
    if (!isRead || !described) return notFound()
    return recordPage(office, { resource, id, described, saved: searchParams.get('saved') ?? undefined })
  }

import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { createWriting, first, jpm, newJob, TENANT, technicianIds } from '../testing/writing.ts'

const ORIGIN = 'http://sandbox.test'

const open = async (sandbox: Sandbox, path: string) => {
  const response = await sandbox.fetch(ORIGIN + path)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Sends a form of a page as a browser does: with the page's values, and those that were typed. */
const submit = async (
  sandbox: Sandbox,
  [page, key]: [page: string, key: string],
  typed: Record<string, string> = {},
  headers: Record<string, string> = {},
) => {
  const { text } = await open(sandbox, page)
  const [, form] = text.split(`action="${page}?form=${key}"`)
  const fields = form?.split('</form>')[0]
  if (fields === undefined) throw new Error(`The page ${page} has no form ${key}`)
  const values = new URLSearchParams()
  for (const [, name = '', value = ''] of fields.matchAll(/<input[^>]* name="([^"]+)" value="([^"]*)"/g))
    values.set(name, value)
  for (const [, name = '', options = ''] of fields.matchAll(/<select name="([^"]+)">(.*?)<\/select>/gs)) {
    const [, first = ''] = /<option value="([^"]*)"/.exec(options) ?? []
    values.set(name, /<option value="([^"]*)" selected>/.exec(options)?.[1] ?? first)
  }
  for (const [, name = '', value = ''] of fields.matchAll(/<textarea name="([^"]+)"[^>]*>\n([^<]*)</g))
    values.set(name, value)
  for (const [name, value] of Object.entries(typed)) values.set(name, value)
  const response = await sandbox.fetch(`${ORIGIN}${page}?form=${key}`, {
    method: 'POST',
    body: values,
    headers,
    redirect: 'manual',
  })
  return { status: response.status, location: response.headers.get('location'), text: await response.text() }
}

const page = (resource: string, id: unknown): string => `/office/${TENANT}/${resource}/${id}`

const bookJob = (sandbox: Sandbox): { id: number; firstAppointmentId: number } =>
  sandbox.as('person').post(jpm('jobs'), newJob(sandbox)).body as never

describe('the page of a tenant', () => {
  it('is at /, without a script, and shows the latest records and the book', async () => {
    const { sandbox } = await createWriting()
    const job = bookJob(sandbox)
    const { status, headers, text } = await open(sandbox, '/')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toContain('<script')
    for (const [resource, id] of Object.entries({ jobs: job.id, appointments: job.firstAppointmentId }))
      expect(text).toContain(`<a href="${page(resource, id)}">${id}</a>`)
    expect(text).toContain('<td>person</td>')
    expect(text).toContain(`<code>POST ${jpm('jobs')}</code>`)
  })

  it('finds records by name or number', async () => {
    const { sandbox } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'))
    sandbox.update(TENANT, 'customers', id, { name: 'Needle & Co' })
    sandbox.clock.advance(1_000)
    for (const q of ['needle', String(id)]) {
      const { text } = await open(sandbox, `/office/${TENANT}?q=${q}`)
      expect(text).toContain('<td>Needle &amp; Co</td>')
      expect(
        text.match(/<a href="\/office\/\d+\/customers\/\d+">\d+<\/a><\/td><td>[^<]*<\/td><td>(Res|Com)/g),
      ).toHaveLength(1)
    }
  })

  it('is not a request of the API: it is neither logged nor does it have faults', async () => {
    const { sandbox } = await createWriting({ faults: [{ status: 503 }] })
    const before = sandbox.requests.length
    expect((await open(sandbox, '/')).status).toBe(200)
    expect(sandbox.requests).toHaveLength(before)
  })

  it.each([
    '/office/9',
    `/office/${TENANT}/teams/1`,
    page('jobs', 5),
    page('jobs', 'x'),
    page('jobs', '1,2'),
  ])('is 404 at %s', async (path) => {
    const { sandbox } = await createWriting()
    expect((await open(sandbox, path)).status).toBe(404)
    expect((await open(sandbox, '/officer')).text).toContain('Unable to match incoming request')
  })

  it('shows each tenant’s own records', async () => {
    const sizes = { jobs: 5, locations: 5, technicians: 2 }
    const tenants = [
      { tenantId: TENANT, sizes },
      { tenantId: 2, sizes },
    ]
    const { sandbox } = await createWriting({ tenants })
    expect((await open(sandbox, '/')).text).toContain('<a href="/office/2">2</a>')
    bookJob(sandbox)
    const other = (await open(sandbox, '/office/2')).text
    expect(other).toContain('Nothing was written yet.')
    expect(other).toContain('href="/office/2/jobs/')
  })
})

describe('a customer’s page', () => {
  it('has a form for each field, which writes as a person', async () => {
    const { sandbox } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const own = page('customers', id)
    const steps: [key: string, typed: Record<string, string>, expected: object][] = [
      ['name', { name: '<b>"Hollis"</b>' }, { name: '<b>"Hollis"</b>' }],
      ['type', { type: 'Commercial' }, { type: 'Commercial' }],
      ['doNotMail', { doNotMail: 'true' }, { doNotMail: true }],
      [
        'address',
        {
          'address.street': '1 A',
          'address.unit': '',
          'address.latitude': '36.5',
          'address.longitude': '-95',
        },
        {},
      ],
      ['tagTypeIds', { tagTypeIds: '' }, { tagTypeIds: [] }],
      ['creditLimit', { creditLimit: '700' }, { creditLimit: 700 }],
      [
        'customFields',
        { customFields: '[{"typeId":7711105,"value":"Gwen"}]' },
        { customFields: [{ typeId: 7_711_105, name: 'Account manager', value: 'Gwen' }] },
      ],
    ]
    for (const [key, typed, expected] of steps) {
      const { status, location } = await submit(sandbox, [own, key], typed)
      expect([key, status]).toEqual([key, 303])
      expect(location).toMatch(new RegExp(`^${own}\\?saved=`))
      expect(sandbox.record(TENANT, 'customers', id)).toMatchObject(expected)
    }
    expect(sandbox.record(TENANT, 'customers', id)?.address).toMatchObject({
      street: '1 A',
      unit: '',
      latitude: 36.5,
      longitude: -95,
    })
    expect(sandbox.book.map(({ by, method }) => `${by} ${method}`)).toEqual(steps.map(() => 'person PATCH'))
    const { text } = await open(sandbox, `${own}?saved=<i>Name</i>`)
    expect(text).toContain('<h1>Customer &lt;b&gt;&quot;Hollis&quot;&lt;/b&gt;</h1>')
    expect(text).toContain('<p role="status">Saved: &lt;i&gt;Name&lt;/i&gt;</p>')
    expect(text).not.toMatch(/<[bi]>/)
  })

  it('has its contacts', async () => {
    const { sandbox } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const own = page('customers', id)
    await submit(sandbox, [own, 'new-contact'], { type: 'Email', value: 'a@example.test', memo: 'x' })
    const contact = sandbox.book.at(-1)
    expect(contact).toMatchObject({ op: 'insert', values: { value: 'a@example.test', customerId: id } })
    await submit(sandbox, [own, `contact-${contact?.id}`], { memo: 'y' })
    expect(sandbox.record(TENANT, 'customer-contacts', contact?.id ?? 0)).toMatchObject({
      type: 'Email',
      memo: 'y',
    })
    await submit(sandbox, [own, `delete-contact-${contact?.id}`])
    expect(sandbox.record(TENANT, 'customer-contacts', contact?.id ?? 0)?.active).toBe(false)
  })

  it('says why a form is refused, and keeps what was typed', async () => {
    const { sandbox } = await createWriting()
    const { id, name } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const own = page('customers', id)
    const refused = await submit(sandbox, [own, 'tagTypeIds'], { tagTypeIds: '5, x' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('role="alert"')
    expect(refused.text).toContain('tagTypeIds[1]: The value must be of type integer.')
    expect(refused.text).toContain('value="5, x"')
    expect(sandbox.book).toEqual([])
    const foreign = { origin: 'https://example.test' }
    expect((await submit(sandbox, [own, 'name'], { name: 'x' }, foreign)).status).toBe(403)
    expect((await submit(sandbox, [own, 'name'], { name: 'x' }, { origin: 'null' })).status).toBe(403)
    expect(sandbox.record(TENANT, 'customers', id)?.name).toBe(name)
    expect((await submit(sandbox, [own, 'name'], { name: 'x' }, { origin: ORIGIN })).status).toBe(303)
  })
})

describe('a job’s page', () => {
  it('changes, cancels and restores it, and adds an appointment', async () => {
    const { sandbox } = await createWriting()
    const { id } = bookJob(sandbox)
    const own = page('jobs', id)
    await submit(sandbox, [own, 'summary'], { summary: 'One\r\nTwo' })
    await submit(sandbox, [own, 'priority'], { priority: 'High' })
    const technician = technicianIds(sandbox)[0] ?? 0
    await submit(sandbox, [own, 'soldById'], { soldById: String(technician) })
    expect(sandbox.record(TENANT, 'jobs', id)?.soldById).toBe(technician)
    await submit(sandbox, [own, 'soldById'], { soldById: '' })
    await submit(sandbox, [own, 'customerId'])
    await submit(sandbox, [own, 'add-appointment'], {
      start: '2026-06-25T14:00:00Z',
      end: '2026-06-25T15:00:00Z',
    })
    expect(sandbox.record(TENANT, 'jobs', id)).toMatchObject({
      summary: 'One\nTwo',
      priority: 'High',
      soldById: null,
      appointmentCount: 2,
    })
    expect((await submit(sandbox, [own, 'cancel'], { memo: 'Sold the house' })).status).toBe(303)
    expect(sandbox.record(TENANT, 'jobs', id)?.jobStatus).toBe('Canceled')
    expect((await submit(sandbox, [own, 'restore'])).status).toBe(303)
    expect(sandbox.record(TENANT, 'jobs', id)?.jobStatus).toBe('Scheduled')
  })
})

describe('an appointment’s page', () => {
  it('reschedules, confirms, holds, assigns and deletes', async () => {
    const { sandbox } = await createWriting()
    const job = bookJob(sandbox)
    const own = page('appointments', job.firstAppointmentId)
    const record = () => sandbox.record(TENANT, 'appointments', job.firstAppointmentId)
    const technician = technicianIds(sandbox)[0] ?? 0
    const steps: [key: string, typed: Record<string, string>, expected: object][] = [
      [
        'reschedule',
        { start: '2026-06-25T14:00:00Z', end: '2026-06-25T15:00:00Z' },
        { end: '2026-06-25T15:00:00Z' },
      ],
      ['specialInstructions', { specialInstructions: 'Dog' }, { specialInstructions: 'Dog' }],
      ['confirm', {}, { isConfirmed: true }],
      ['unconfirm', {}, { isConfirmed: false }],
      ['hold', { memo: 'x' }, { status: 'Hold' }],
      ['unhold', {}, { status: 'Scheduled' }],
      ['assign', { technicianIds: String(technician) }, {}],
      [`unassign-${technician}`, {}, {}],
    ]
    for (const [key, typed, expected] of steps) {
      expect([key, (await submit(sandbox, [own, key], typed)).status]).toEqual([key, 303])
      expect(record()).toMatchObject(expected)
    }
    const only = await submit(sandbox, [own, 'delete'])
    expect(only.status).toBe(409)
    expect(only.text).toContain('Not saved: Appointment is in the state that doesn&#39;t allow deletion')
    const path = page('jobs', job.id)
    await submit(sandbox, [path, 'add-appointment'], {
      start: '2026-06-26T14:00:00Z',
      end: '2026-06-26T15:00:00Z',
    })
    expect((await submit(sandbox, [own, 'delete'])).status).toBe(303)
    const { text } = await open(sandbox, own)
    expect(text).toContain('status deleted')
    expect(text).not.toContain('<form')
    expect(sandbox.book.every(({ by }) => by === 'person')).toBe(true)
  })
})

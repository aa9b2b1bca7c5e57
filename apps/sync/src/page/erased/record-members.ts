import { endOfKey, endOfValue, isObjectAt, startOfValue, visitJson } from 'servicetitan'

/** Members of objects whose `id` is read, as `customer.id`. */
const objects = new Set(['customer', 'job'])
const names = new Set([
  'id',
  'customerId',
  'locationId',
  'jobId',
  'invoiceId',
  'membershipId',
  'active',
  'modifiedOn',
])

/** A record, and the members that tell whom it is about, without quotes; those that are null are left out. */
export interface RecordMembers {
  readonly record: Buffer
  readonly members: ReadonlyMap<string, string>
}

/** The records of a page. @param data a JSON array */
export function recordsOf(data: Buffer): RecordMembers[] {
  const records: RecordMembers[] = []
  visitJson(data, 0, (start) => {
    const { end, members } = readMembers(data, start)
    records.push({ record: data.subarray(start, end), members })
    return end
  })
  return records
}

/** The members of the record that begins at `start`, and its end. Like PostgreSQL, the last of repeated ones. */
export function readMembers(
  data: Buffer,
  start: number,
): { readonly end: number; readonly members: ReadonlyMap<string, string> } {
  const members = new Map<string, string>()
  if (!isObjectAt(data, start)) return { end: endOfValue(data, start), members }
  const end = visitJson(data, start, (at) => {
    const keyEnd = endOfKey(data, at)
    const name = data.toString('latin1', at + 1, keyEnd - 1)
    const valueStart = startOfValue(data, keyEnd)
    const valueEnd = endOfValue(data, valueStart)
    if (names.has(name)) set(members, name, data.toString('utf8', valueStart, valueEnd))
    if (objects.has(name)) set(members, `${name}.id`, readMembers(data, valueStart).members.get('id'))
    return valueEnd
  })
  return { end, members }
}

function set(members: Map<string, string>, name: string, value: string | undefined): void {
  if (value === undefined || value === 'null') members.delete(name)
  else members.set(name, value.replaceAll('"', ''))
}

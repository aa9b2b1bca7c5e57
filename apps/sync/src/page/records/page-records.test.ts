import { expect, test } from 'vitest'
import { readRecords, splitRecords } from './page-records.ts'

const page = (records: string) => Buffer.from(records)

test('splitRecords keeps every byte of a record as received', () => {
  const records = ['{ "id" : 1, "total": 5.50 }', '{"id":2,"name":"\\u00e9\\/"}', 'null', '7']
  expect(splitRecords(page(`[ ${records.join(' ,\n')} ]`))).toEqual(records)
})

test('a record that is requested by id has the same hash as in a feed', async () => {
  const feed = page('[ { "id": 1, "name": "\\u00e9" } ]')
  const received = await readRecords(feed, [], null)
  const again = await readRecords(page(`[${splitRecords(feed)}]`), [], null)
  expect(again.at(0).hash).toBe(received.at(0).hash)
  expect(again.hashArray).toEqual(received.hashArray)
})

test('readRecords reads only ids that are exact integers, and uses the last of repeated ones', async () => {
  const ids = [
    '{"id":1}',
    '{"id":-5}',
    '{"id":1,"id":2}',
    '{"id":9007199254740993}',
    '{"id":1.0}',
    '{"id":"1"}',
    '[]',
  ]
  const { ids: read } = await readRecords(page(`[${ids}]`), [], null)
  expect(read).toEqual([1, -5, 2, null, null, null, null])
})

test('excluded fields are neither in the text nor in the hash', async () => {
  const read = async (pay: number) => {
    const records = await readRecords(
      page(`[{"id":1,"pay":${pay},"home":{"zip":"1","city":"x"},"total":5.50}]`),
      ['pay', 'home.zip'],
      null,
    )
    return records.at(0)
  }
  const { json, hash } = await read(30)
  expect(json.toString()).toBe('{"id":1,"home":{"city":"x"},"total":5.50}')
  expect((await read(40)).hash).toBe(hash)
})

test('readRecords reads a large page in steps and yields to the event loop between them', async () => {
  const records = Array.from({ length: 2_000 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(1_000) }))
  let isRead = false
  let turns = 0
  const others = () => {
    turns += 1
    if (!isRead) setImmediate(others)
  }
  setImmediate(others)
  const { ids } = await readRecords(page(`[${records}]`), [], null)
  isRead = true
  expect(ids).toEqual(Array.from(records.keys()))
  expect(turns).toBeGreaterThan(3)
})

import { expect, test } from 'vitest'
import { readRecords, splitRecords } from './page-records.ts'

const body = (data: string) => Buffer.from(` { "hasMore": false, "data": ${data} } `)

test('a record is kept as it was received, in every byte', () => {
  const records = ['{ "id" : 1, "total": 5.50 }', '{"id":2,"name":"\\u00e9\\/"}', 'null', '7']
  expect(splitRecords(body(`[ ${records.join(' ,\n')} ]`))).toEqual(records)
})

test('a record that is asked for again has the hash of the same record in a feed', () => {
  const received = readRecords(body('[{ "id": 1, "name": "\\u00e9" }]'), [], null)
  const again = readRecords(body(`[${splitRecords(body('[{ "id": 1, "name": "\\u00e9" }]'))}]`), [], null)
  expect(again.at(0).hash).toBe(received.at(0).hash)
  expect(again.hashArray).toEqual(received.hashArray)
})

test('an id is read where it is plainly one; the last one counts', () => {
  const ids = [
    '{"id":1}',
    '{"id":-5}',
    '{"id":1,"id":2}',
    '{"id":9007199254740993}',
    '{"id":1.0}',
    '{"id":"1"}',
    '[]',
  ]
  expect(readRecords(body(`[${ids}]`), [], null).ids).toEqual([1, -5, 2, null, null, null, null])
})

test('fields that are dropped are in neither the text nor the hash', () => {
  const read = (pay: number) =>
    readRecords(
      body(`[{"id":1,"pay":${pay},"home":{"zip":"1","city":"x"},"total":5.50}]`),
      ['pay', 'home.zip'],
      null,
    ).at(0)
  expect(read(30).json.toString()).toBe('{"id":1,"home":{"city":"x"},"total":5.50}')
  expect(read(30).hash).toBe(read(40).hash)
})

test('a response without its array is refused', () => {
  expect(() => readRecords(Buffer.from('{"data":{}}'), [], null)).toThrow('array `data`')
})

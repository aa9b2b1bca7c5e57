import { expect, test } from 'vitest'
import {
  endOfKey,
  endOfMember,
  endOfValue,
  isArrayAt,
  isObjectAt,
  NotJsonError,
  partsOf,
  skipSpace,
  startOfValue,
  visitJson,
} from './scan-json.ts'

/** Parses a text by the scanner's positions, and each scalar by JSON.parse. */
function parse(json: Buffer, at: number): { value: unknown; end: number } {
  if (isArrayAt(json, at)) {
    const value: unknown[] = []
    const end = visitJson(json, at, (element) => {
      const parsed = parse(json, element)
      value.push(parsed.value)
      return parsed.end
    })
    return { value, end }
  }
  if (isObjectAt(json, at)) {
    const entries: [string, unknown][] = []
    const end = visitJson(json, at, (member) => {
      const keyEnd = endOfKey(json, member)
      const parsed = parse(json, startOfValue(json, keyEnd))
      entries.push([JSON.parse(json.toString('utf8', member, keyEnd)), parsed.value])
      expect(endOfMember(json, member)).toBe(parsed.end)
      return parsed.end
    })
    return { value: Object.fromEntries(entries), end }
  }
  const end = endOfValue(json, at)
  return { value: JSON.parse(json.toString('utf8', at, end)), end }
}

const texts = [
  '{"a":1,"b":[true,false,null,-1.5e-7],"c":{"d":"x"},"e":[]}',
  ' { "a" :\t[ 1 ,\n 2 ] , "b" : { } }\r\n',
  '[]',
  '{"quote":"\\"","backslash":"\\\\","brace":"}]{[,:","unicode":"\\u0000⚡é"}',
  '{"":{"":[[[{"deep":[]}]]]}}',
  '[9223372036854775807,0.1,1E+2]',
]

test.each(texts)('the scanner finds every value of %s', (text) => {
  const json = Buffer.from(text)
  const { value, end } = parse(json, skipSpace(json, 0))
  expect(value).toEqual(JSON.parse(text))
  expect(skipSpace(json, end)).toBe(json.length)
})

test.each(texts)('endOfValue finds the end of %s without visiting its parts', (text) => {
  const json = Buffer.from(text)
  const start = skipSpace(json, 0)
  expect(endOfValue(json, start)).toBe(parse(json, start).end)
})

test.each(texts)('partsOf yields the positions that visitJson visits in %s', (text) => {
  const json = Buffer.from(text)
  const start = skipSpace(json, 0)
  const endOfPart = isArrayAt(json, start) ? endOfValue : endOfMember
  const visited: number[] = []
  const end = visitJson(json, start, (part) => {
    visited.push(part)
    return endOfPart(json, part)
  })
  const yielded: number[] = []
  const parts = partsOf(json, start)
  let part = parts.next()
  while (!part.done) {
    yielded.push(part.value)
    part = parts.next(endOfPart(json, part.value))
  }
  expect({ yielded, end: part.value }).toEqual({ yielded: visited, end })
})

test.each(texts)('the scanner refuses every prefix of %s', (text) => {
  const whole = Buffer.from(text.trim())
  for (let length = 1; length < whole.length; length++) {
    const cut = whole.subarray(0, length)
    expect(() => parse(cut, 0), cut.toString()).toThrow()
    expect(() => endOfValue(cut, 0), cut.toString()).toThrow(NotJsonError)
  }
})

test.each([
  '{"a" 1}',
  '{a:1}',
  '{"a":1 "b":2}',
  '[1 2]',
  '{"a":}',
  '[,]',
  '[1,]',
  '{"a":1,}',
  '{"a":<html>}',
])('the scanner refuses %s', (text) => {
  expect(() => parse(Buffer.from(text), 0)).toThrow(NotJsonError)
})

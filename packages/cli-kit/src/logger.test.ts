import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

function log(level: string, details: object): string {
  const lines: string[] = []
  createLogger(level, { write: (line: string) => void lines.push(line) }).info(details, 'a message')
  return lines.join('')
}

const names = ['appKey', 'authorization', 'clientId', 'clientSecret', 'password', 'secret']

test.each(names)('the logger redacts %s on the first three levels', (name) => {
  const planted = { [name]: 'planted' }
  const line = log('info', { ...planted, one: { ...planted, two: planted } })
  const redacted = { [name]: '[redacted]' }
  expect(JSON.parse(line)).toMatchObject({ ...redacted, one: { ...redacted, two: redacted } })
  expect(line).not.toContain('planted')
})

test('the logger writes other properties as JSON, one line per message, without host and process', () => {
  expect(JSON.parse(log('info', { tenant: '7', keys: 3 }))).toEqual({
    level: 30,
    time: expect.any(Number),
    tenant: '7',
    keys: 3,
    msg: 'a message',
  })
})

test('the logger omits messages below its level', () => {
  expect(log('warn', { tenant: '7' })).toBe('')
})

import { expect, test } from 'vitest'
import { confirm } from './confirm.ts'
import { UsageError } from './usage-error.ts'

test.each([
  ['y', true],
  ['Yes', true],
  [' YES ', true],
  ['', false],
  ['n', false],
  ['yess', false],
])('%j confirms: %s', async (answer, confirmed) => {
  const asked: string[] = []
  const ask = async (question: string) => {
    asked.push(question)
    return answer
  }
  expect(await confirm('Delete everything?', { ask })).toBe(confirmed)
  expect(asked).toEqual(['Delete everything? [y/N] '])
})

test('without a terminal it is a usage error that names the option', async () => {
  await expect(confirm('Delete everything?', { ask: null })).rejects.toThrow(
    new UsageError('Not a terminal: add --yes to confirm.'),
  )
  const own = confirm('Delete everything?', { ask: null, withoutTerminal: 'Say --yes.' })
  await expect(own).rejects.toThrow(new UsageError('Say --yes.'))
})

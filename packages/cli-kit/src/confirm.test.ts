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
])('the answer %j confirms: %s', async (answer, confirmed) => {
  const questions: string[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return answer
  }
  expect(await confirm('Delete everything?', { ask })).toBe(confirmed)
  expect(questions).toEqual(['Delete everything? [y/N] '])
})

test('confirm throws a usage error that names the option when there is no terminal', async () => {
  await expect(confirm('Delete everything?', { ask: null })).rejects.toThrow(
    new UsageError('Not a terminal: add --yes to confirm.'),
  )
  const own = confirm('Delete everything?', { ask: null, withoutTerminal: 'Add --yes.' })
  await expect(own).rejects.toThrow(new UsageError('Add --yes.'))
})

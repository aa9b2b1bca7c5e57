import { plainDecimal } from 'records'
import { expect, test } from 'vitest'

test.each([
  ['129.95', '129.95'],
  ['-0129.9500', '-129.95'],
  ['100', '100'],
  ['100.0', '100'],
  ['0.50', '0.5'],
  ['000', '0'],
  ['-0.00', '0'],
])('%s is %s', (text, plain) => {
  expect(plainDecimal(text)).toBe(plain)
})

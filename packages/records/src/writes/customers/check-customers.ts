import { InvalidValuesError, type ValueProblem } from '../errors.ts'

type Values = Readonly<Record<string, unknown>>

const phoneTypes = ['Phone', 'MobilePhone', 'Fax']

/** The problems of a contact's value. @param prefix of the path of each field */
export function contactProblems({ type, value }: Values, prefix = ''): ValueProblem[] {
  const text = String(value)
  if (type === 'Email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return [{ path: `${prefix}value`, message: 'Expected an e-mail address' }]
  if (phoneTypes.includes(String(type)) && text.replaceAll(/\D/g, '').length < 3)
    return [{ path: `${prefix}value`, message: 'Expected a phone number' }]
  return []
}

/** The problems of a location's position: both coordinates, or none. */
export function positionProblems({ latitude, longitude }: Values): ValueProblem[] {
  if ((latitude ?? null) === null && (longitude ?? null) !== null)
    return [{ path: 'latitude', message: 'Expected together with longitude' }]
  if ((longitude ?? null) === null && (latitude ?? null) !== null)
    return [{ path: 'longitude', message: 'Expected together with latitude' }]
  return []
}

/** @throws {InvalidValuesError} when there are problems */
export function assertNone(problems: readonly ValueProblem[]): void {
  if (problems.length > 0) throw new InvalidValuesError(problems)
}

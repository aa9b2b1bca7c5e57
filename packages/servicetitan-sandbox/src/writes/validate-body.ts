import { definitionsOf, isNullable, type JsonSchema, resolve } from '../contract/modules.ts'
import { parseTicks } from '../lib/ticks.ts'

/** Messages by path of the body, such as `locations[0].name`: the form of the path is the sandbox's own. */
export type BodyErrors = Record<string, string[]>

type Check = {
  defs: Record<string, JsonSchema>
  errors: Map<string, string[]>
  dropsUnknown: boolean
}

type Fields = Record<string, unknown>

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isSafeInteger,
  number: Number.isFinite,
  array: Array.isArray,
  object: isFields,
}

const isOfFormat: Readonly<Record<string, (value: string) => boolean>> = {
  guid: (value) => GUID.test(value),
  'date-time': (value) => parseTicks(value) !== undefined,
}

/** The message for a value that does not have the schema's type, format or enum, or undefined. */
const faultOf = (value: unknown, { type, format, enum: words }: JsonSchema): string | undefined => {
  const expected = [type ?? []].flat().find((one) => one !== 'null')
  if (expected !== undefined && isOfType[expected]?.(value) === false)
    return `The value must be of type ${expected}.`
  if (words && !words.includes(value)) return `The value '${value}' is not one of ${words.join(', ')}.`
  if (typeof value !== 'string' || format === undefined) return undefined
  return isOfFormat[format]?.(value) === false ? `The value '${value}' is not a valid ${format}.` : undefined
}

const checkFields = (value: Fields, schema: JsonSchema, at: { path: string; check: Check }): Fields => {
  const { path, check } = at
  const { properties = {}, required = [], additionalProperties } = schema
  const pathOf = (name: string): string => (path === '' ? name : `${path}.${name}`)
  for (const name of required) {
    if (value[name] === undefined) check.errors.set(pathOf(name), ['The field is required.'])
  }
  const kept: [string, unknown][] = []
  for (const [name, one] of Object.entries(value)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (own) kept.push([name, checkValue(one, own, { path: pathOf(name), check })])
    else if (additionalProperties !== false) kept.push([name, one])
    else if (!check.dropsUnknown) check.errors.set(pathOf(name), ['The field is unknown.'])
  }
  return Object.fromEntries(kept)
}

const checkValue = (value: unknown, schema: JsonSchema, at: { path: string; check: Check }): unknown => {
  const { path, check } = at
  if (value === null) {
    if (!isNullable(schema)) check.errors.set(path, ['The value must not be null.'])
    return null
  }
  const target = resolve(schema, check.defs)
  const fault = faultOf(value, target)
  if (fault !== undefined) check.errors.set(path, [fault])
  else if (Array.isArray(value))
    return value.map((item, index) =>
      target.items ? checkValue(item, target.items, { path: `${path}[${index}]`, check }) : item,
    )
  else if (isFields(value)) return checkFields(value, target, at)
  return value
}

/** The body of a write, without the fields that are dropped, and messages by path if it is not valid. */
export const validateBody = (
  { module, body: schema }: { module: string; body: string },
  body: unknown,
  { dropsUnknown }: { dropsUnknown: boolean },
): { value: Fields; errors: BodyErrors | undefined } => {
  const check: Check = { defs: definitionsOf(module), errors: new Map(), dropsUnknown }
  const value = checkValue(body ?? null, { $ref: `#/$defs/${schema}` }, { path: '', check })
  const errors = check.errors.size > 0 ? Object.fromEntries(check.errors) : undefined
  return { value: isFields(value) ? value : {}, errors }
}

const pick = (value: unknown, schema: JsonSchema, defs: Record<string, JsonSchema>): unknown => {
  const { properties, items } = resolve(schema, defs)
  if (Array.isArray(value)) return items ? value.map((item) => pick(item, items, defs)) : value
  if (!isFields(value) || !properties) return value
  const named = Object.entries(properties).filter(([name]) => value[name] !== undefined)
  return Object.fromEntries(named.map(([name, own]) => [name, pick(value[name], own, defs)]))
}

/** The fields of a value that a named schema has, at any depth. */
export const pickFields = (module: string, schema: string, value: object): Fields =>
  pick(value, { $ref: `#/$defs/${schema}` }, definitionsOf(module)) as Fields

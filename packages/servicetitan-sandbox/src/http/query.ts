import { parseFlag } from '../definition/filter.ts'
import type { ActiveFilter } from '../definition/resource.ts'
import { parseTicks, type Ticks } from '../lib/ticks.ts'

/**
 * Reads a request's query parameters and collects validation errors. Parameters that no route reads are ignored, like
 * in the live API.
 */
export type Query = {
  text: (name: string) => string | undefined
  /** An integer that is at least `least`. */
  integer: (name: string, fallback: number, least: number) => number
  flag: (name: string) => boolean
  time: (name: string) => Ticks | undefined
  active: (fallback: ActiveFilter) => ActiveFilter
  /** Like `active`, for the accounting module's parameter. */
  activeState: (fallback: ActiveFilter) => ActiveFilter
  reject: (name: string, message?: string) => void
  /** Messages by parameter, or undefined when all are valid. */
  errors: () => Record<string, string[]> | undefined
}

const INT32_MAX = 2_147_483_647

const ACTIVE_FILTERS: readonly ActiveFilter[] = ['True', 'Any', 'False']

const ACTIVE_STATES: Readonly<Record<string, ActiveFilter>> = {
  activeonly: 'True',
  inactiveonly: 'False',
  all: 'Any',
}

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

export const createQuery = (parameters: URLSearchParams): Query => {
  const errors: Record<string, string[]> = {}
  const text = (name: string): string | undefined => {
    const values = parameters.getAll(name).join(',')
    return values === '' ? undefined : values
  }
  const reject: Query['reject'] = (name, message) => {
    errors[name] = [message ?? `The value '${text(name)}' is not valid for ${capitalized(name)}.`]
  }
  const parsed = <T>(name: string, parse: (value: string) => T | undefined): T | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    const result = parse(value)
    if (result === undefined) reject(name)
    return result
  }
  return {
    text,
    reject,
    integer: (name, fallback, least) => {
      const valid = (value: string) => {
        const number = Number(value)
        return /^[+-]?\d+$/.test(value.trim()) && number >= least && number <= INT32_MAX ? number : undefined
      }
      return parsed(name, valid) ?? fallback
    },
    flag: (name) => parsed(name, parseFlag) ?? false,
    time: (name) => parsed(name, parseTicks),
    active: (fallback) => {
      const valid = (value: string) =>
        ACTIVE_FILTERS.find((filter) => filter.toLowerCase() === value.trim().toLowerCase())
      return parsed('active', valid) ?? fallback
    },
    activeState: (fallback) =>
      parsed('activeState', (value) => ACTIVE_STATES[value.trim().toLowerCase()]) ?? fallback,
    errors: () => (Object.keys(errors).length > 0 ? errors : undefined),
  }
}

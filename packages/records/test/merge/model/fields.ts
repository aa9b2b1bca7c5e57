import type { MergeFields, Values } from '../../../src/merge/index.ts'

/** A record with a field of each policy and owner, texts by key, and two sets. */
export const fields = {
  name: { kind: 'text', owner: 'shared', onConflict: 'servicetitan' },
  priority: { kind: 'choice', owner: 'shared', onConflict: 'lazi' },
  summary: { kind: 'html', owner: 'shared', onConflict: 'ask' },
  po: { kind: 'text', owner: 'lazi', onConflict: 'ask' },
  texts: { kind: 'texts', owner: 'shared', onConflict: 'servicetitan' },
  /** ServiceTitan's API changes one member per request. */
  tags: { kind: 'set', owner: 'shared', onConflict: 'servicetitan' },
  /** ServiceTitan's API replaces the whole list. */
  list: { kind: 'set', owner: 'shared', onConflict: 'servicetitan' },
} as const satisfies MergeFields

export const sets = ['tags', 'list'] as const

/** The paths of single values: texts by key are agreed upon one by one. */
export const paths = ['name', 'priority', 'summary', 'po', 'texts.a', 'texts.b'] as const
export type Path = (typeof paths)[number]

/** Every value has a number of its own: `v12`. */
export const valueNumbered = (number: number) => `v${number}`

/** The number of a value, in whatever form it is. */
export const numberOf = (value: unknown): number => Number(/v(\d+)/i.exec(String(value))?.[1])

/** ServiceTitan has summaries as HTML, and names in capitals. */
export function formThere(path: Path, value: unknown): unknown {
  if (path === 'summary') return `<p>v${numberOf(value)}</p>`
  return path === 'name' ? `V${numberOf(value)}` : value
}

export function read(values: Values, path: Path): unknown {
  if (path === 'texts.a') return (values.texts as Values).a
  if (path === 'texts.b') return (values.texts as Values).b
  return values[path]
}

export function write(values: Values, path: Path, value: unknown): Values {
  const [name, key] = path.split('.') as [string, string?]
  const next = key === undefined ? value : { ...(values[name] as Values), [key]: value }
  return { ...values, [name]: next }
}

export const membersOf = (values: Values, set: string) => values[set] as readonly string[]

/** The first values of a record, numbered from 1. */
export const firstValues = (): Values => ({
  name: formThere('name', valueNumbered(1)),
  priority: valueNumbered(2),
  summary: formThere('summary', valueNumbered(3)),
  po: valueNumbered(4),
  texts: { a: valueNumbered(5), b: valueNumbered(6) },
  tags: ['m1', 'm2', 'm3'],
  list: ['m4', 'm5', 'm6'],
})

export const firstFree = 7

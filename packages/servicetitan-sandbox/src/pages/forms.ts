import { writeJson } from '../http/write-record.ts'
import { type Html, html } from './html.ts'

/** A field of a form. */
export type Field = {
  /** The field's path in the body: `address.street`. */
  name: string
  label: string
  /**
   * How its text becomes a value: `text` and `lines` as they are; `instant` and `optional`, a number, are null if they
   * are empty; `number` and `flag` are left out if they are empty; `ids` are separated by commas; `json` is any value.
   */
  kind: 'text' | 'lines' | 'instant' | 'number' | 'optional' | 'flag' | 'ids' | 'json'
  value: unknown
  /** Whether the form sends its value without showing it. */
  isHidden?: boolean
  /** The values to choose from, with their labels. */
  choices?: readonly (readonly [value: string, label: string])[]
}

/** A write that a person can make on a page. */
export type EditForm = {
  /** Identifies it on its page. */
  key: string
  legend: string
  submit: string
  method: 'post' | 'patch' | 'put' | 'delete'
  /** The API's path. */
  path: string
  fields: readonly Field[]
}

/** A form of one field, which it is named for. */
export const formOf = (
  target: Pick<EditForm, 'method' | 'path'>,
  legend: string,
  ...fields: readonly Field[]
): EditForm => ({
  key: fields[0]?.name.split('.')[0] ?? legend.toLowerCase(),
  legend,
  submit: `Save ${legend.toLowerCase()}`,
  ...target,
  fields,
})

const FLAGS = [
  ['true', 'yes'],
  ['false', 'no'],
] as const

const textOf = ({ kind, value }: Pick<Field, 'kind' | 'value'>): string => {
  if (value === null || value === undefined) return ''
  if (kind === 'json') return writeJson(value)
  return Array.isArray(value) ? value.join(', ') : String(value)
}

const inputOf = (
  { name, kind, choices = kind === 'flag' ? FLAGS : undefined }: Field,
  text: string,
): Html => {
  if (choices)
    return html`<select name="${name}">${choices.map(
      ([value, label]) =>
        html`<option value="${value}"${value === text && html` selected`}>${label}</option>`,
    )}</select>`
  // A line break after the tag is not part of the text.
  if (kind === 'lines' || kind === 'json') return html`<textarea name="${name}" rows="3">\n${text}</textarea>`
  return html`<input name="${name}" value="${text}"${kind === 'instant' && html` placeholder="2026-06-20T14:00:00Z"`}>`
}

const writeField = (field: Field, text: string): Html =>
  field.isHidden === true
    ? html`<input type="hidden" name="${field.name}" value="${text}">`
    : html`<label>${field.label}${inputOf(field, text)}</label>\n`

/** A form that is sent to its page; `sent`: what was sent before, if it was refused. */
export const writeForm = (page: string, form: EditForm, sent?: URLSearchParams): Html => html`
<fieldset>
<legend>${form.legend}</legend>
<form method="post" action="${page}?form=${encodeURIComponent(form.key)}">
${form.fields.map((field) => writeField(field, sent?.get(field.name) ?? textOf(field)))}<button type="submit">${form.submit}</button>
</form>
</fieldset>`

// A text that is no number or no JSON stays a text, so that the API's rules refuse it.
const readNumber = (text: string): number | string => (Number.isNaN(Number(text)) ? text : Number(text))

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A field's value in the body, or undefined to leave it out. */
const READERS: Readonly<Record<Field['kind'], (text: string) => unknown>> = {
  text: (text) => text,
  lines: (text) => text.replaceAll('\r\n', '\n'),
  instant: (text) => (text.trim() === '' ? null : text.trim()),
  number: (text) => (text.trim() === '' ? undefined : readNumber(text)),
  optional: (text) => (text.trim() === '' ? null : readNumber(text)),
  flag: (text) => (text === '' ? undefined : text === 'true'),
  ids: (text) => text.split(',').flatMap((id) => (id.trim() === '' ? [] : [readNumber(id)])),
  json: readJson,
}

/** The body of the write that a sent form describes. */
export const bodyOf = (form: EditForm, sent: URLSearchParams): Record<string, unknown> => {
  const body: Record<string, unknown> = {}
  for (const { name, kind } of form.fields) {
    const value = READERS[kind](sent.get(name) ?? '')
    if (value === undefined) continue
    const [first = '', second] = name.split('.')
    if (second === undefined) body[first] = value
    else body[first] = { ...(body[first] as object | undefined), [second]: value }
  }
  return body
}

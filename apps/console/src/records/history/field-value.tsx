import { Time } from '../../time/time.tsx'
import classes from './history.module.css'

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** Longer values are collapsed. */
const longest = 120

/** The value of any field: times in the tenant's time zone, long values collapsed, a dash for none. */
export function FieldValue({ value }: { readonly value: unknown }) {
  if (typeof value === 'string' && instant.test(value)) return <Time value={value} />
  const text = textOf(value)
  if (text.length <= longest) return <span>{text}</span>
  return (
    <details className={classes.long}>
      <summary>{text.slice(0, longest)} …</summary>
      <span>{text}</span>
    </details>
  )
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return value.length === 0 ? '–' : value.join(', ')
  }
  return JSON.stringify(value)
}

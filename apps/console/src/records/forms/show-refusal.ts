import { ApiError } from 'api/client'
import { explainInOneLine } from '../../components/feedback/explain-error.ts'
import type { RecordForm } from './field-input.tsx'

/**
 * Shows why the API refused the values of a form, beside the fields that it refused.
 * @param prefix of the paths of the form's fields in the request
 * @returns what belongs to no field of the form, in words; undefined if everything does
 */
export function showRefusal(form: RecordForm, error: Error, prefix = 'body.'): string | undefined {
  const problems = error instanceof ApiError ? (error.problem.errors ?? []) : []
  const known = form.getValues()
  const rest: string[] = []
  for (const { path, message } of problems) {
    const name = path.startsWith(prefix) ? path.slice(prefix.length) : ''
    const [field = ''] = name.split('.')
    // A list has one input for all of its entries.
    if (field in known) form.setFieldError(Array.isArray(known[field]) ? field : name, message)
    else rest.push(`${path}: ${message}`)
  }
  if (problems.length > 0) return rest.length > 0 ? rest.join(' ') : undefined
  return explainInOneLine(error)
}

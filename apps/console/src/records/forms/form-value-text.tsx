import type { WritableField } from 'api/client'
import type { NamedResource } from '../../data/resources.ts'
import { nameOf, useNames } from '../../data/use-names.ts'
import { type SearchedResource, useTitle } from '../../data/use-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { FieldValue } from '../history/field-value.tsx'
import { namedTables, searchedTables } from './choices.ts'
import type { FormValue } from './form-values.ts'

export interface FormValueTextProps {
  readonly field: WritableField
  readonly value: FormValue | undefined
}

/** The value of a form's field in words: of a record that was chosen, its name. */
export function FormValueText({ field, value }: FormValueTextProps) {
  if (field.kind === 'record' && typeof value === 'string' && value !== '') {
    const named = namedTables[field.of]
    if (named) return <NameText resource={named} id={value} />
    const searched = searchedTables[field.of]
    if (searched) return <TitleText resource={searched} id={value} />
  }
  if (field.kind === 'records')
    return <NamesText resource={namedTables[field.of] ?? 'tag-types'} ids={value as readonly string[]} />
  return <FieldValue value={field.kind === 'instant' ? String(value).replace('T', ' ') : value} />
}

function NameText({ resource, id }: { readonly resource: NamedResource; readonly id: string }) {
  return nameOf(useNames(useAccount(), resource), id)
}

function TitleText({ resource, id }: { readonly resource: SearchedResource; readonly id: string }) {
  return useTitle(useAccount(), resource, id) ?? id
}

function NamesText({ resource, ids }: { readonly resource: NamedResource; readonly ids: readonly string[] }) {
  const names = useNames(useAccount(), resource)
  return <FieldValue value={ids.map((id) => nameOf(names, id))} />
}

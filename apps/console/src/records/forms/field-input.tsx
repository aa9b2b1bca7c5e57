import { Checkbox, MultiSelect, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { WritableField } from 'api/client'
import { toOptions } from '../../components/inputs/name-options.ts'
import { useNames } from '../../data/use-names.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { choiceLabel, fieldLabel } from '../field-label.ts'
import { namedTables, searchedTables } from './choices.ts'
import type { FormValues } from './form-values.ts'
import { NamedSelect, SearchSelect } from './record-select.tsx'

export type RecordForm = UseFormReturnType<FormValues>

export interface FieldInputProps {
  readonly name: string
  readonly field: WritableField
  readonly form: RecordForm
}

/** The input of a field, by its kind. */
export function FieldInput({ name, field, form }: FieldInputProps) {
  const label = field.kind === 'record' || field.kind === 'records' ? choiceLabel(name) : fieldLabel(name)
  const required = field.isRequired === true
  const input = form.getInputProps(name)
  const shared = { label, required, ...input }
  switch (field.kind) {
    case 'text':
      return field.isLong ? (
        <Textarea autosize minRows={3} maxRows={12} {...shared} />
      ) : (
        <TextInput {...shared} />
      )
    case 'choice':
      return <NativeSelect data={choicesOf(field.options, input.value)} {...shared} />
    case 'boolean':
      return <Checkbox label={label} {...form.getInputProps(name, { type: 'checkbox' })} />
    case 'number':
    case 'decimal':
      return <TextInput inputMode="decimal" {...shared} />
    case 'instant':
      return <TextInput type="datetime-local" {...shared} />
    case 'record': {
      const named = namedTables[field.of]
      if (named) return <NamedSelect resource={named} {...shared} value={input.value} />
      const searched = searchedTables[field.of]
      return searched ? (
        <SearchSelect resource={searched} {...shared} value={input.value} />
      ) : (
        <TextInput {...shared} />
      )
    }
    case 'records':
      return <NamesInput {...shared} of={field.of} required={false} />
    case 'customFields':
      return <CustomFields name={name} form={form} />
  }
}

/** Several records of a small resource, such as the tags of a job. */
function NamesInput({ of, ...props }: Readonly<Record<string, unknown>> & { readonly of: string }) {
  const account = useAccount()
  const resource = namedTables[of] ?? 'tag-types'
  const active = useNames(account, resource, 'true')
  const all = useNames(account, resource)
  const chosen = (props.value as readonly string[]).filter((id) => !active.has(id))
  const data = [...chosen.map((id) => ({ value: id, label: all.get(id) ?? id })), ...toOptions(active)]
  return <MultiSelect searchable clearable data={data} nothingFoundMessage="Nothing matches" {...props} />
}

/** One text for each custom field that the record has. */
function CustomFields({ name, form }: Omit<FieldInputProps, 'field'>) {
  const texts = form.getValues()[name] as Readonly<Record<string, string>>
  const ids = Object.keys(texts)
  if (ids.length === 0) return null
  return (
    <Stack gap="sm">
      {ids.map((id) => (
        <TextInput key={id} label={`Custom field ${id}`} {...form.getInputProps(`${name}.${id}`)} />
      ))}
    </Stack>
  )
}

/** The options of a choice; a record of ServiceTitan may have none of them. */
function choicesOf(options: readonly string[], value: string): { value: string; label: string }[] {
  const all = options.includes(value) ? options : [value, ...options]
  return all.map((option) => ({ value: option, label: option || '–' }))
}

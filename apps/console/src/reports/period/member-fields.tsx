import { NameFilter } from '../../components/filters/name-filter.tsx'
import { dimensionOf, type MemberName, type Members, useMemberNames, wordsOf } from '../members.ts'

export interface MemberFieldsProps<Name extends MemberName> {
  /** The filters that there are a field for. */
  readonly names: readonly Name[]
  readonly members: Members
  readonly onChange: (name: Name, id: string | null) => void
}

/** Fields for the members that count. */
export function MemberFields<Name extends MemberName>({ names, members, onChange }: MemberFieldsProps<Name>) {
  const options = useMemberNames()
  return names.map((filter) => {
    const { name, label } = dimensionOf(filter)
    return (
      <NameFilter
        key={filter}
        label={label}
        placeholder={`Any ${wordsOf(name)}`}
        names={options[filter]}
        value={members[filter]}
        onChange={(id) => onChange(filter, id)}
      />
    )
  })
}

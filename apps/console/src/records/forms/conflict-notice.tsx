import { Button, Table } from '@mantine/core'
import type { WritableTable } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { fieldLabel } from '../field-label.ts'
import { FormValueText } from './form-value-text.tsx'
import type { FormValues } from './form-values.ts'

export interface ConflictNoticeProps {
  readonly table: Pick<WritableTable, 'fields'>
  /** The fields that both have changed. */
  readonly names: readonly string[]
  readonly mine: FormValues
  readonly theirs: FormValues
  readonly onTake: (name: string) => void
}

/** The fields of a form that another person changed meanwhile, with both values side by side. */
export function ConflictNotice({ table: { fields }, names, mine, theirs, onTake }: ConflictNoticeProps) {
  return (
    <Notice tone="warn" title="Someone changed the same fields meanwhile.">
      <Table aria-label="Fields that both changed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Yours</Table.Th>
            <Table.Th scope="col">Saved meanwhile</Table.Th>
            <Table.Th scope="col">Choice</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => {
            const field = fields[name]
            if (!field) return null
            return (
              <Table.Tr key={name}>
                <Table.Th scope="row">{fieldLabel(name)}</Table.Th>
                <Table.Td>
                  <FormValueText field={field} value={mine[name]} />
                </Table.Td>
                <Table.Td>
                  <FormValueText field={field} value={theirs[name]} />
                </Table.Td>
                <Table.Td>
                  <Button variant="default" size="compact-sm" onClick={() => onTake(name)}>
                    Use theirs
                  </Button>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      Saving again replaces their values with yours.
    </Notice>
  )
}

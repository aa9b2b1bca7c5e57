import type { Database } from 'api/client'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { Time } from '../../time/time.tsx'

type Migration = Database['migrations'][number]

const column = columnsOf<Migration>()
const columns = column.columns([
  column.display({ id: 'name', header: 'Migration', cell: ({ row: { original } }) => original.name }),
  column.display({
    id: 'applied',
    header: 'Applied',
    cell: ({ row: { original } }) => <Time value={original.appliedAt} />,
    meta: { width: '13rem' },
  }),
])

/** The applied migrations, with their times. */
export function Migrations({ migrations }: Pick<Database, 'migrations'>) {
  return (
    <Panel flush>
      <DataTable label="Migrations" columns={columns} rows={migrations} rowId={({ name }) => name} />
    </Panel>
  )
}

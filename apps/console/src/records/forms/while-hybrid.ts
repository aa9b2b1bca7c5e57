import type { WritableTable } from 'api/client'
import { useIsHybrid } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'

const ofServiceTitan = 'It changes in ServiceTitan while both sides change these records.'

/** A table as people can change it while ServiceTitan changes its records too: some fields are ServiceTitan's then. */
function whileHybrid(table: WritableTable): WritableTable {
  const theirs = Object.keys(table.fields).filter(
    (name) => table.fields[name]?.ownerInHybrid === 'servicetitan',
  )
  const fields = Object.entries(table.fields).filter(([name]) => !theirs.includes(name))
  const reasons = Object.fromEntries(theirs.map((name) => [name, ofServiceTitan]))
  return { ...table, fields: Object.fromEntries(fields), readOnly: { ...table.readOnly, ...reasons } }
}

/** A table as people can change it now: if ServiceTitan changes its records too, some fields are ServiceTitan's. */
export function useChangeable(table: WritableTable): WritableTable {
  const isHybrid = useIsHybrid(useAccount(), table.domain)
  return isHybrid ? whileHybrid(table) : table
}

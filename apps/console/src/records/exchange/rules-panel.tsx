import { Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { FieldRules } from 'api/client'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { Panel } from '../../components/layout/panel.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { useChange } from '../../data/changes/use-change.ts'
import { useIsHybrid } from '../../data/changes/use-domains.ts'
import { useFieldRules } from '../../data/use-exchange.ts'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { fieldLabel } from '../field-label.ts'

type Rule = FieldRules['data'][number]
type Policy = Rule['onConflict']

const words: Readonly<Record<Policy, string>> = {
  ask: 'A person decides',
  lazi: 'LAZI’s value stays',
  servicetitan: 'ServiceTitan’s value stays',
}

export interface RulesPanelProps {
  /** The table in schema `lazi`, such as `customers`. */
  readonly table: string
}

/**
 * What becomes of each field when both sides have changed it; admins choose it for the account. Nothing where only one side
 * changes records.
 */
export function RulesPanel({ table }: RulesPanelProps) {
  const domain = domains[table]
  return domain === undefined ? null : <HybridRules table={table} domain={domain} />
}

/** The domains of the records that have pages. */
const domains: Readonly<Record<string, 'customers' | 'jobs'>> = {
  customers: 'customers',
  locations: 'customers',
  jobs: 'jobs',
  appointments: 'jobs',
}

function HybridRules({ table, domain }: RulesPanelProps & { readonly domain: 'customers' | 'jobs' }) {
  const account = useAccount()
  const isHybrid = useIsHybrid(account, domain)
  const { data = [] } = useFieldRules(account, { isEnabled: isHybrid })
  const rules = data.filter((rule) => rule.table === table)
  if (rules.length === 0) return null
  const mayChange = allows(account, 'admin')
  return (
    <Panel title="When both sides change a field">
      <Facts
        columns={2}
        facts={rules.map((rule) => [
          fieldLabel(rule.field),
          mayChange ? <RuleSelect key={rule.field} rule={rule} /> : words[rule.onConflict],
        ])}
      />
      <Text size="xs" c="dimmed" mt="sm">
        For all records of the account. Conflicts that are open stay open.
      </Text>
    </Panel>
  )
}

function RuleSelect({ rule }: { readonly rule: Rule }) {
  const account = useAccount()
  const queries = useQueryClient()
  const { mutate, isPending } = useChange(account, {
    send: (client, policy: Policy) =>
      client.setFieldRule(rule.table, rule.field, policy === rule.standard ? null : policy),
    onDone: (rules) => {
      queries.setQueryData([account.tenantId, 'field-rules'], rules)
      notifications.show({ color: 'teal', title: 'Rule set', message: null })
    },
    onRefused: notifyRefusal,
  })
  return (
    <Select
      aria-label={`When both sides change ${fieldLabel(rule.field)}`}
      size="xs"
      allowDeselect={false}
      disabled={isPending}
      data={(['ask', 'lazi', 'servicetitan'] as const).map((value) => ({
        value,
        label: value === rule.standard ? `${words[value]} (standard)` : words[value],
      }))}
      value={rule.onConflict}
      onChange={(value) => value !== null && value !== rule.onConflict && mutate(value as Policy)}
    />
  )
}

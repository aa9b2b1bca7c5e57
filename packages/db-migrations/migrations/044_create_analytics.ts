import type { MigrationBuilder } from 'node-pg-migrate'
import { createCommentedIndex } from '../src/authoring/v1/commented-index.ts'
import { createFactTable, type FactTable, orNone } from '../src/authoring/v2/fact-table.ts'
import { secureTenantTable } from '../src/authoring/v2/secure-table.ts'

export function up(pgm: MigrationBuilder): void {
  pgm.createSchema('analytics')
  pgm.sql(
    `COMMENT ON SCHEMA analytics IS 'Facts for reports, computed from the records: one row per job, invoice and so on.';`,
  )
  pgm.sql('ALTER SCHEMA analytics OWNER TO lazi_migrator;')
  pgm.sql('GRANT USAGE ON SCHEMA analytics TO lazi_sync, lazi_reader;')
  for (const fact of facts) createFactTable(pgm, fact)
  createDirtyKeys(pgm)
  pgm.sql(
    `INSERT INTO sync.followers (tenant_id, name, updated_at) SELECT tenant_id, 'analytics', now() FROM raw.tenants;`,
  )
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql(`DELETE FROM sync.followers WHERE name = 'analytics';`)
  pgm.dropTable(dirtyKeys)
  for (const { name } of facts.toReversed()) pgm.dropTable({ schema: 'analytics', name })
  pgm.dropSchema('analytics')
}

const jobs: FactTable = {
  name: 'jobs',
  comment: 'Facts of jobs: one row for each job that exists and is active.',
  key: 'job_id',
  of: 'jobs',
  columns: {
    business_unit_id: ['uuid', orNone('The business unit')],
    job_type_id: ['uuid', orNone('The job type')],
    campaign_id: ['uuid', orNone('The marketing campaign')],
    customer_id: ['uuid', orNone('The customer')],
    location_id: ['uuid', orNone('The location')],
    booked_day: ['date', "The day on which the job was created, in the tenant's time zone."],
    completed_day: ['date', "The day on which the job was completed, in the tenant's time zone."],
    is_completed: ['boolean', 'Whether its status is Completed.'],
    is_canceled: ['boolean', 'Whether its status is Canceled.'],
    is_no_charge: ['boolean', 'Whether the job is free of charge.'],
    recall_for_id: ['uuid', 'The job that this one is a recall of; NULL: of none.'],
    revenue: [
      'numeric',
      "Income of the job's active invoices that adjust no other, in the tenant's currency; NULL: not known, as ServiceTitan lacks the job.",
    ],
    invoice_subtotal: ['numeric', 'Sum before tax of the same invoices; NULL: not known.'],
    sold_threshold: ['numeric', 'Subtotal from which a job of its type counts as sold; NULL: none is set.'],
    is_opportunity: [
      'boolean',
      'Whether it is a chance to sell: not free of charge, or its subtotal reaches the threshold.',
    ],
    is_converted: ['boolean', 'Whether it is an opportunity whose subtotal reaches the threshold.'],
    sold_amount: ['numeric', 'Sum before tax of its active estimates that are sold.'],
    estimate_count: ['integer', 'The number of its active estimates.'],
    is_closed: ['boolean', 'Whether the sum of its sold estimates reaches the threshold.'],
    done_visits: ['integer', 'The number of its appointments that are done.'],
  },
  optional: ['booked_day', 'completed_day', 'recall_for_id', 'revenue', 'invoice_subtotal', 'sold_threshold'],
  indexes: [
    {
      name: 'jobs_completed_day_idx',
      columns: ['tenant_id', 'completed_day'],
      include: [
        'business_unit_id',
        'job_type_id',
        'campaign_id',
        'revenue',
        'is_opportunity',
        'is_converted',
        'job_id',
        'recall_for_id',
      ],
      where: 'is_completed',
      query: 'metrics of the jobs completed in a period',
    },
    {
      name: 'jobs_booked_day_idx',
      columns: ['tenant_id', 'booked_day'],
      include: ['business_unit_id', 'job_type_id', 'campaign_id', 'is_canceled'],
      query: 'metrics of the jobs booked in a period',
    },
    {
      name: 'jobs_recalls_idx',
      columns: ['tenant_id', 'recall_for_id'],
      include: ['booked_day', 'is_canceled'],
      where: 'recall_for_id IS NOT NULL',
      query: 'the recalls of a job',
    },
    {
      name: 'jobs_customer_idx',
      columns: ['tenant_id', 'customer_id', 'completed_day'],
      where: 'is_completed',
      query: 'whether a customer had a job before',
    },
    {
      name: 'jobs_open_idx',
      columns: ['tenant_id', 'business_unit_id'],
      include: ['sold_amount', 'booked_day'],
      where: 'NOT is_completed AND NOT is_canceled',
      query: 'the jobs that are open',
    },
    {
      name: 'jobs_job_type_idx',
      columns: ['tenant_id', 'job_type_id'],
      query: 'the jobs of a type, whose threshold has changed',
    },
  ],
}

const invoices: FactTable = {
  name: 'invoices',
  comment: 'Facts of invoices: one row for each invoice that exists and is active.',
  key: 'invoice_id',
  of: 'invoices',
  columns: {
    job_id: ['uuid', orNone('The job')],
    customer_id: ['uuid', orNone('The customer')],
    business_unit_id: ['uuid', orNone('The business unit')],
    invoice_day: ['date', 'The date of the invoice.'],
    due_day: ['date', 'The day on which it is to be paid.'],
    subtotal: ['numeric', "Sum before tax, in the tenant's currency."],
    total: ['numeric', 'Sum with tax.'],
    balance: ['numeric', 'What is still to be paid, as ServiceTitan has it.'],
    income: ['numeric', 'Sum of its items whose general ledger account has the type Income.'],
    is_income_estimated: [
      'boolean',
      'Whether no item has an account type, so that the income is the subtotal.',
    ],
    is_adjustment: ['boolean', 'Whether it adjusts another invoice.'],
  },
  optional: ['invoice_day', 'due_day'],
  indexes: [
    {
      name: 'invoices_day_idx',
      columns: ['tenant_id', 'invoice_day'],
      include: ['business_unit_id', 'income', 'is_adjustment'],
      query: 'metrics of the invoices of a period',
    },
    {
      name: 'invoices_job_idx',
      columns: ['tenant_id', 'job_id'],
      query: 'the invoices of a job',
    },
  ],
}

const facts = [invoices, jobs]

const dirtyKeys = { schema: 'analytics', name: 'dirty_keys' }

export const allow = [
  {
    rule: 'prefer-bigint-over-int',
    reason:
      'the numbers of estimates and of visits of a job are small, and attempts to compute a fact minutes apart',
  },
]

function createDirtyKeys(pgm: MigrationBuilder): void {
  pgm.createTable(
    dirtyKeys,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
      fact: { type: 'text', notNull: true, comment: 'The table in schema analytics, such as jobs.' },
      key: { type: 'uuid', notNull: true, comment: 'The id of the row to compute.' },
      error: {
        type: 'text',
        comment: 'Why it could not be computed; its last good row stays. NULL: not tried yet.',
      },
      failures: { type: 'integer', notNull: true, default: 0, comment: 'The number of failed attempts.' },
      due_at: { type: 'timestamptz', notNull: true, comment: 'When it is computed, or tried again.' },
    },
    {
      comment:
        'Rows of facts that are still to be computed: after a change on which many depend, and those that failed.',
    },
  )
  pgm.addConstraint(dirtyKeys, 'dirty_keys_pkey', 'PRIMARY KEY (tenant_id, fact, key)')
  pgm.sql(`COMMENT ON INDEX analytics.dirty_keys_pkey IS 'Query: whether a row is to be computed';`)
  createCommentedIndex(pgm, dirtyKeys, {
    name: 'dirty_keys_due_idx',
    columns: ['tenant_id', 'due_at'],
    query: 'the rows that are due',
  })
  secureTenantTable(pgm, dirtyKeys)
}

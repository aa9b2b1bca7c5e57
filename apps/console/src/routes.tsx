import { createBrowserRouter } from 'react-router'
import { loadPage } from './shell/page/load-page.ts'
import { PageError } from './shell/page/page-error.tsx'
import { PageSkeleton } from './shell/page/page-skeleton.tsx'
import { Shell } from './shell/shell.tsx'
import { TenantLayout } from './shell/tenant-layout.tsx'
import { ToOverview } from './shell/to-overview.tsx'

/** The pages of an account, below its path. */
const tenantPages = {
  schedule: () => import('./pages/schedule/schedule-page.tsx'),
  jobs: () => import('./pages/jobs/jobs-page.tsx'),
  'jobs/:id': () => import('./pages/jobs/job-page.tsx'),
  'new-job': () => import('./pages/new-job/new-job-page.tsx'),
  customers: () => import('./pages/customers/customers-page.tsx'),
  'customers/:id': () => import('./pages/customers/customer-page.tsx'),
  locations: () => import('./pages/locations/locations-page.tsx'),
  'locations/:id': () => import('./pages/locations/location-page.tsx'),
  technicians: () => import('./pages/technicians/technicians-page.tsx'),
  'technicians/:id': () => import('./pages/technicians/technician-page.tsx'),
  appointments: () => import('./pages/appointments/appointments-page.tsx'),
  'appointments/:id': () => import('./pages/appointments/appointment-page.tsx'),
  estimates: () => import('./pages/estimates/estimates-page.tsx'),
  'estimates/:id': () => import('./pages/estimates/estimate-page.tsx'),
  invoices: () => import('./pages/invoices/invoices-page.tsx'),
  'invoices/:id': () => import('./pages/invoices/invoice-page.tsx'),
  payments: () => import('./pages/payments/payments-page.tsx'),
  'payments/:id': () => import('./pages/payments/payment-page.tsx'),
  dashboard: () => import('./pages/dashboard/dashboard-page.tsx'),
  revenue: () => import('./pages/revenue/revenue-page.tsx'),
  'revenue/rows': () => import('./pages/revenue/rows-page.tsx'),
  scorecard: () => import('./pages/scorecard/scorecard-page.tsx'),
  'estimate-funnel': () => import('./pages/estimate-funnel/estimate-funnel-page.tsx'),
  demand: () => import('./pages/demand/demand-page.tsx'),
  quality: () => import('./pages/quality/quality-page.tsx'),
  receivables: () => import('./pages/receivables/receivables-page.tsx'),
  retention: () => import('./pages/retention/retention-page.tsx'),
  backlog: () => import('./pages/backlog/backlog-page.tsx'),
  servicetitan: () => import('./pages/cached/cached-page.tsx'),
  outbox: () => import('./pages/outbox/outbox-page.tsx'),
  conflicts: () => import('./pages/conflicts/conflicts-page.tsx'),
  runs: () => import('./pages/runs/runs-page.tsx'),
  'runs/:id': () => import('./pages/runs/run-page.tsx'),
  quarantine: () => import('./pages/quarantine/quarantine-page.tsx'),
  'quarantine/:id': () => import('./pages/quarantine/quarantine-entry-page.tsx'),
  audit: () => import('./pages/audit/audit-page.tsx'),
  'audit/:seq': () => import('./pages/audit/audit-entry-page.tsx'),
  keys: () => import('./pages/keys/keys-page.tsx'),
  drift: () => import('./pages/drift/drift-page.tsx'),
  schema: () => import('./pages/schema/schema-page.tsx'),
}

/** Each page is a separate chunk, loaded when the page is first opened. */
export const router = createBrowserRouter([
  {
    path: '/sign-in',
    lazy: loadPage(() => import('./pages/sign-in/sign-in-page.tsx')),
    HydrateFallback: PageSkeleton,
    ErrorBoundary: PageError,
  },
  {
    Component: Shell,
    HydrateFallback: PageSkeleton,
    ErrorBoundary: PageError,
    children: [
      {
        // Inside of the shell: when a page fails, the navigation stays.
        ErrorBoundary: PageError,
        children: [
          { index: true, lazy: loadPage(() => import('./pages/overview/overview-page.tsx')) },
          {
            path: 't/:tenantId',
            Component: TenantLayout,
            children: [
              { index: true, Component: ToOverview },
              ...Object.entries(tenantPages).map(([path, load]) => ({ path, lazy: loadPage(load) })),
            ],
          },
          { path: '*', lazy: loadPage(() => import('./pages/not-found/not-found-page.tsx')) },
        ],
      },
    ],
  },
])

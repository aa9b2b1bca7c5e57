import { createBrowserRouter } from 'react-router'
import { PageError } from './shell/page-error.tsx'
import { PageSkeleton } from './shell/page-skeleton.tsx'
import { Shell } from './shell/shell.tsx'
import { TenantLayout } from './shell/tenant-layout.tsx'

/** Each page is a separate chunk, loaded when the page is first opened. */
export const router = createBrowserRouter([
  {
    path: '/sign-in',
    lazy: () => import('./pages/sign-in/sign-in-page.tsx'),
    HydrateFallback: PageSkeleton,
    ErrorBoundary: PageError,
  },
  {
    Component: Shell,
    HydrateFallback: PageSkeleton,
    ErrorBoundary: PageError,
    children: [
      { index: true, lazy: () => import('./pages/overview/overview-page.tsx') },
      {
        path: 't/:tenantId',
        Component: TenantLayout,
        children: [
          { path: 'schedule', lazy: () => import('./pages/schedule/schedule-page.tsx') },
          { path: 'jobs', lazy: () => import('./pages/jobs/jobs-page.tsx') },
          { path: 'jobs/:id', lazy: () => import('./pages/jobs/job-page.tsx') },
          { path: 'customers', lazy: () => import('./pages/customers/customers-page.tsx') },
          { path: 'customers/:id', lazy: () => import('./pages/customers/customer-page.tsx') },
          { path: 'locations', lazy: () => import('./pages/locations/locations-page.tsx') },
          { path: 'locations/:id', lazy: () => import('./pages/locations/location-page.tsx') },
          { path: 'technicians', lazy: () => import('./pages/technicians/technicians-page.tsx') },
          { path: 'technicians/:id', lazy: () => import('./pages/technicians/technician-page.tsx') },
          { path: 'appointments/:id', lazy: () => import('./pages/appointments/appointment-page.tsx') },
          { path: 'runs', lazy: () => import('./pages/runs/runs-page.tsx') },
          { path: 'runs/:id', lazy: () => import('./pages/runs/run-page.tsx') },
          { path: 'quarantine', lazy: () => import('./pages/quarantine/quarantine-page.tsx') },
          { path: 'quarantine/:id', lazy: () => import('./pages/quarantine/quarantine-entry-page.tsx') },
          { path: 'drift', lazy: () => import('./pages/drift/drift-page.tsx') },
          { path: 'schema', lazy: () => import('./pages/schema/schema-page.tsx') },
        ],
      },
      { path: '*', lazy: () => import('./pages/not-found/not-found-page.tsx') },
    ],
  },
])

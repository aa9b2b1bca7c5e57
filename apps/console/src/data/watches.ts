import type { ResourceName } from 'api/client'

/** Resources that a record's page is read from, by the record's own. */
export const recordWatches = {
  jobs: [
    'jobs',
    'locations',
    'customers',
    'appointments',
    'appointment-assignments',
    'technicians',
    'invoices',
  ],
  customers: ['customers', 'locations', 'jobs', 'customer-contacts'],
  locations: ['locations', 'customers', 'jobs', 'appointments', 'location-contacts'],
  technicians: ['technicians', 'appointments', 'appointment-assignments'],
  appointments: ['appointments', 'jobs', 'locations', 'technicians', 'appointment-assignments'],
} as const satisfies Partial<Record<ResourceName, readonly ResourceName[]>>

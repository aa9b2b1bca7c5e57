/** A write: the resource that it writes, its method, and its path below the tenant. */
type WritePath = readonly [resource: string, method: string, path: string]

/** The writes that the sandbox simulates, by module. */
export const WRITE_PATHS: Readonly<Record<string, readonly WritePath[]>> = {
  crm: [
    ['customers', 'POST', 'customers'],
    ['customers', 'PATCH', 'customers/{id}'],
    ['customer-contacts', 'POST', 'customers/{id}/contacts'],
    ['customer-contacts', 'PATCH', 'customers/{id}/contacts/{contactId}'],
    ['customer-contacts', 'DELETE', 'customers/{id}/contacts/{contactId}'],
    ['customers', 'POST', 'customers/{id}/tags/{tagTypeId}'],
    ['customers', 'DELETE', 'customers/{id}/tags/{tagTypeId}'],
    ['locations', 'POST', 'locations'],
    ['locations', 'PATCH', 'locations/{id}'],
    ['location-contacts', 'POST', 'locations/{id}/contacts'],
    ['location-contacts', 'PATCH', 'locations/{id}/contacts/{contactId}'],
    ['location-contacts', 'DELETE', 'locations/{id}/contacts/{contactId}'],
    ['locations', 'POST', 'locations/{id}/tags/{tagTypeId}'],
    ['locations', 'DELETE', 'locations/{id}/tags/{tagTypeId}'],
  ],
  jpm: [
    ['jobs', 'POST', 'jobs'],
    ['jobs', 'PATCH', 'jobs/{id}'],
    ['jobs', 'PUT', 'jobs/{id}/cancel'],
    ['jobs', 'PUT', 'jobs/{id}/remove-cancellation'],
    ['appointments', 'POST', 'appointments'],
    ['appointments', 'DELETE', 'appointments/{id}'],
    ['appointments', 'PATCH', 'appointments/{id}/reschedule'],
    ['appointments', 'PUT', 'appointments/{id}/hold'],
    ['appointments', 'DELETE', 'appointments/{id}/hold'],
    ['appointments', 'PUT', 'appointments/{id}/special-instructions'],
    ['appointments', 'PUT', 'appointments/{id}/confirmation'],
    ['appointments', 'DELETE', 'appointments/{id}/confirmation'],
  ],
  dispatch: [
    ['appointment-assignments', 'POST', 'appointment-assignments/assign-technicians'],
    ['appointment-assignments', 'POST', 'appointment-assignments/unassign-technicians'],
  ],
}

/** Lists of one record's children, by the resource of the children: their paths below the tenant. */
export const CHILD_LISTS: Readonly<Record<string, string>> = {
  'customer-contacts': 'customers/{id}/contacts',
  'location-contacts': 'locations/{id}/contacts',
}

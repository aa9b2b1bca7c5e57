/** Lowest first: also the order in which `sort=+Priority` puts them. Source: OpenAPI `jpm-v2`, the jobs' `priority`. */
export const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent'] as const

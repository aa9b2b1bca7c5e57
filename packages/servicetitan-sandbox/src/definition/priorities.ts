/** Lowest first, which is also the order of `sort=+Priority`. Source: OpenAPI `jpm-v2`, the jobs' `priority`. */
export const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent'] as const

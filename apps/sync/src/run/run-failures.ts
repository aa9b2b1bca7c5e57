import type { RunKind } from 'db-migrations/protocol'

// raw.sync_state.failures: the failed runs since the last success, by kind. An incremental sync that succeeds says
// nothing about a full one that failed: deleted records are still not detected.

/** The kinds whose failures the success of a kind disproves. A full sync reads all that the lighter kinds read. */
const disproved: Readonly<Record<RunKind, readonly RunKind[]>> = {
  full: ['full', 'incremental', 'hot'],
  incremental: ['incremental', 'hot'],
  hot: ['hot'],
  verify: ['verify'],
}

/** SQL of the failures that remain after a run of this kind succeeded. */
export const failuresAfterSuccess = (kind: RunKind) => `failures - '{${disproved[kind].join(',')}}'::text[]`

/** SQL of the failures after a run failed. Parameters are SQL, of types text, text and timestamptz. */
export const failuresAfterFailure = ({ kind, error, at }: { kind: string; error: string; at: string }) =>
  `failures || jsonb_build_object(${kind}, jsonb_build_object('error', ${error}, 'at', ${at},
     'count', coalesce((failures -> ${kind} ->> 'count')::integer, 0) + 1))`
